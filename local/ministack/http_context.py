"""What is known of the request to an HTTP API that is being answered: the `$context` of its access log.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
"""

import base64
import contextvars
import secrets
import time

_context: contextvars.ContextVar[dict] = contextvars.ContextVar("local_http_context")


def begin() -> dict:
    context = {
        "requestId": base64.b64encode(secrets.token_bytes(11)).decode(),
        "startedAt": time.time(),
    }
    _context.set(context)
    return context


def current() -> dict:
    """That of the request; a new one where nobody has begun one."""
    return _context.get(None) or begin()


def note(**fields) -> None:
    current().update(fields)


def request_time(seconds: float) -> str:
    return time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(seconds))
