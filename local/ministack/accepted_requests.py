"""Lets patches look at each request that is signed for a service, once it is known that it is accepted: what is refused did no harm."""

from collections.abc import Callable

import request_input
from ministack import app
from request_input import ApiRequest, HttpRequest

# Control paths of ministack and of this project, and calls of HTTP APIs by path.
_NO_API = "/_"
Observer = Callable[[HttpRequest, ApiRequest | Exception], None]
_observers: list[Observer] = []


def observe(observer: Observer) -> None:
    """The observer is called before the caller has its answer; with an error where no model can read the request."""
    if not _observers:
        app.app = _observed(app.app)
    _observers.append(observer)


def _observed(original):
    async def observed_app(scope, receive, send):
        if scope["type"] != "http" or scope["path"].startswith(_NO_API):
            return await original(scope, receive, send)
        body = bytearray()

        async def receive_and_keep():
            message = await receive()
            body.extend(message.get("body", b""))
            return message

        async def send_and_tell(message):
            if message["type"] == "http.response.start" and message["status"] < 400:
                _tell(scope, bytes(body))
            await send(message)

        return await original(scope, receive_and_keep, send_and_tell)

    return observed_app


def _tell(scope: dict, body: bytes) -> None:
    http = request_input.of_scope(scope, body)
    signature = request_input.signature(http)
    # Calls of HTTP APIs are signed for execute-api, and what they carry is the function's affair.
    if signature is None or signature.service == "execute-api":
        return
    try:
        request = request_input.read(http)
    except Exception as error:
        # Raised here it would break the answer, and be seen as a fault of the service.
        request = error
    for observer in _observers:
        observer(http, request)
