"""The HTTP request that is being served, as it arrived: ministack hands its services headers that are already joined."""

import contextvars

import request_input
from request_input import HttpRequest

_scope: contextvars.ContextVar[dict] = contextvars.ContextVar("local_request")


def pin(scope: dict) -> None:
    _scope.set(scope)


def header_values() -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for name, value in _scope.get()["headers"]:
        values.setdefault(name.decode("latin-1").lower(), []).append(value.decode("utf-8", errors="replace"))
    return values


def header(name: str) -> str | None:
    """None also where no request is being served, but a queue polled."""
    values = header_values().get(name) if _scope.get(None) else None
    return values[0] if values else None


def http_request(body: bytes) -> HttpRequest | None:
    """None where no request is being served."""
    scope = _scope.get(None)
    return request_input.of_scope(scope, body) if scope else None


def path() -> str:
    return (_scope.get(None) or {}).get("path", "")


def client_address() -> str:
    return (_scope.get().get("client") or ("127.0.0.1",))[0]
