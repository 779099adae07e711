"""Who may ask for what. Without this, web pages of everybody and all users of the machine may call every service: ministack serves
paths of its own without a signature (`/_ministack/…`, `/health`, registries, buckets, sign-in pages), admits pages of every origin
(`Access-Control-Allow-Origin: *`), and takes any Host.

Nothing passes but what a key of this account signed, what carries this run's token, and what AWS serves to everybody, which
public_target.py knows.
"""

import hmac
import json

import caller
import lost_answers
import public_target
import records
import run_keys
import signatures
import web_access
from ministack import app
from ministack.core.iam_actions import extract_iam_action
from ministack.core.iam_evaluator import AuthError
from ministack.core.responses import new_uuid
from ministack.core.router import detect_service, extract_access_key_id

# Never an API's, whatever the Host is: ministack serves one of these before it looks at the Host.
_CONTROL = ("/_local/", "/_ministack/", "/_localstack/")


def guarded(serve):
    """The ASGI application `serve`, for those who may."""

    async def app_of_those(scope, receive, send):
        if scope["type"] == "lifespan":
            await serve(scope, receive, send)
        elif reason := web_access.refusal(scope):
            await _refuse(scope, receive, send, reason)
        elif scope["path"].startswith(_CONTROL) or _is_other_control(scope):
            await _serve_with_token(serve, scope, receive, send)
        elif scope["type"] == "websocket":
            await _serve_socket(serve, scope, receive, send)
        else:
            await _serve_http(serve, scope, receive, send)

    return app_of_those


async def _serve_with_token(serve, scope, receive, send) -> None:
    if _has_token(scope):
        await serve(scope, receive, _without_cors(send))
    else:
        await _refuse(scope, receive, send, "This path asks for the token of the run.")


async def _serve_socket(serve, scope, receive, send) -> None:
    """Of WebSockets, APIs only: they have authorizers of their own."""
    if app._parse_execute_api_url(_host(scope), scope["path"]):
        await serve(scope, receive, send)
    else:
        await _refuse(scope, receive, send, "No API is reached.")


async def _serve_http(serve, scope, receive, send) -> None:
    headers, query = signatures.headers_of(scope), signatures.query_of(scope)
    target = public_target.reached(_host(scope), scope["path"], scope["method"], headers, query)
    if target is not None and target.unsigned:
        await serve(scope, receive, send)
        return
    body = await _read(receive)
    if body is None:
        return
    failure = signatures.failure(scope, body)
    if failure is not None:
        await _answer(send, *_told(scope, body, failure))
        return
    # Only a bucket says which pages it admits; ministack lets every service admit all of them.
    answered = send if target is not None else _without_cors(send)
    claimed = extract_access_key_id(headers, query) or ""
    await lost_answers.serve(scope, answered, claimed, lambda sent: serve(scope, _again(body, receive), sent))


def _is_other_control(scope: dict) -> bool:
    """No service has such paths, and no bucket such a name; APIs and functions are called below /_aws/."""
    return scope["path"].startswith("/_") and not public_target.is_endpoint(_host(scope), scope["path"])


def _host(scope: dict) -> str:
    return next(value.decode("latin-1") for name, value in scope["headers"] if name.lower() == b"host")


def _has_token(scope: dict) -> bool:
    tokens = [value for name, value in scope["headers"] if name.lower() == run_keys.TOKEN_HEADER]
    return any(hmac.compare_digest(token, run_keys.current().token.encode()) for token in tokens)


async def _read(receive) -> bytes | None:
    """None where the caller went away."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if not message.get("more_body"):
            return bytes(body)


def _again(body: bytes, receive):
    messages = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive_again():
        return next(messages, None) or await receive()

    return receive_again


def _told(scope: dict, body: bytes, failure: AuthError | tuple) -> tuple:
    """The answer of the service that was asked; recorded as every call that is refused."""
    if isinstance(failure, tuple):
        return failure
    method, path = scope["method"], scope["path"]
    headers, query = signatures.headers_of(scope), signatures.query_of(scope)
    routing = app._routing_params(method, path, headers, body, query)
    service = detect_service(method, path, headers, routing)
    action = extract_iam_action(service, method, path, headers, body, routing) or f"{service}:*"
    claimed = caller.arn_of(extract_access_key_id(headers, query)) if signatures.is_signed(scope) else "anonymous"
    records.add("calls", caller=claimed, action=action, resource="*", allowed=False, reason=failure.code)
    return app._credential_failure(service, action, new_uuid(), failure, headers)


def _without_cors(send):
    async def send_without(message):
        if message["type"] == "http.response.start":
            kept = [pair for pair in message.get("headers", []) if not pair[0].lower().startswith(b"access-control-")]
            message = {**message, "headers": kept}
        await send(message)

    return send_without


async def _refuse(scope, receive, send, reason: str) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
    else:
        await _answer(send, 403, {"content-type": "application/json"}, json.dumps({"message": reason}).encode())


async def _answer(send, status: int, headers: dict, body: bytes) -> None:
    kept = [(name.lower().encode(), str(value).encode("latin-1")) for name, value in headers.items()]
    kept = [pair for pair in kept if not pair[0].startswith((b"access-control-", b"content-length"))]
    kept.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": kept})
    await send({"type": "http.response.body", "body": body})
