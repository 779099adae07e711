"""The ASGI application: `/_local/…` is the control path of the local AWS, everything else is ministack. Both behind the gate."""

import asyncio
import json

import faults
import gate
import jwt_issuers
import records
import request_scope
from hypercorn.protocol.events import StreamClosed
from ministack import app as ministack_app
from patches import scheduler_targets, worker_kill
from patches.api_faults import ConnectionCut

_MAX_BODY = 1_000_000


async def app(scope, receive, send):
    try:
        await _guarded(scope, receive, send)
    except ConnectionCut:
        # hypercorn's own way to give up a stream: nothing is sent, and the connection is closed.
        stream = send.__self__
        await stream.send(StreamClosed(stream_id=stream.stream_id))


async def _serve(scope, receive, send):
    if scope["type"] == "http" and scope["path"].startswith("/_local/"):
        await _control(scope, receive, send)
        return
    if scope["type"] == "http":
        request_scope.pin(scope)
    await ministack_app.app(scope, receive, send)


_guarded = gate.guarded(_serve)


async def _control(scope, receive, send):
    try:
        body = await _read(receive)
        answer = await _handle(scope["method"], scope["path"], json.loads(body) if body else {})
        status = 200
    except (KeyError, TypeError, ValueError) as error:
        answer, status = {"message": f"{type(error).__name__}: {error}"}, 400
    payload = json.dumps(answer).encode()
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": payload})


async def _read(receive) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > _MAX_BODY:
            raise ValueError("the body is too large")
        if not message.get("more_body"):
            return body


async def _handle(method: str, path: str, body: dict) -> dict:
    match method, path.removeprefix("/_local/").split("/"):
        case "POST", ["reset"]:
            async with ministack_app._get_reset_lock():
                await asyncio.to_thread(ministack_app._reset_all_state)
            faults.clear()
            records.clear()
            jwt_issuers.clear()
            return {}
        case "POST", ["jwt-issuers"]:
            jwt_issuers.add(body["issuer"], body["jwks"])
            return {}
        case "POST", ["faults"]:
            return {"id": faults.add(body)}
        case "DELETE", ["faults", name]:
            faults.remove(name)
            return {}
        case "DELETE", ["faults"]:
            faults.clear()
            return {}
        case "POST", ["schedules", name]:
            await asyncio.to_thread(scheduler_targets.run_now, name)
            return {}
        case "POST", ["kill"]:
            return {"killed": await asyncio.to_thread(worker_kill.kill_running, body["functionName"])}
    raise ValueError(f"{method} {path} is no control call")
