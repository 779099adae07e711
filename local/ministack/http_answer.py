"""What an HTTP API makes of a function's result (part of the patch `http_api`).

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

import base64
import binascii
import json
import re

_NAME = re.compile(r"^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$")
# A line break or another control character in a value would forge a header or end the answer.
_VALUE = re.compile(r"^[^\x00-\x08\x0a-\x1f\x7f]*$")
# Invoke's limit for the answer of a function.
_MAX_ANSWER_BYTES = 6 * 1024 * 1024


class Malformed(Exception):
    """The function's result is no HTTP response."""


def failure(status: int, message: str) -> tuple:
    return (
        status,
        {"Content-Type": "application/json"},
        json.dumps({"message": message}, separators=(",", ":")).encode(),
    )


def from_result(result: dict) -> tuple:
    if result.get("throttle") or _timed_out(result):
        return failure(503, "Service Unavailable")
    if result.get("error"):
        return failure(500, "Internal Server Error")
    try:
        return _response(result.get("body"))
    except Malformed:
        return failure(500, "Internal Server Error")


def _timed_out(result: dict) -> bool:
    body = result.get("body")
    return bool(result.get("error")) and isinstance(body, dict) and body.get("errorType") == "Sandbox.Timedout"


def _response(answer) -> tuple:
    if not isinstance(answer, dict) or "statusCode" not in answer:
        # Anything without a status code is the body itself.
        return (
            200,
            {"Content-Type": "application/json"},
            _limited(answer if isinstance(answer, str) else json.dumps(answer)),
        )
    headers = {"Content-Type": "text/plain;charset=utf-8", **_headers(answer.get("headers"))}
    cookies = answer.get("cookies") or []
    if not isinstance(cookies, list):
        raise Malformed("cookies")
    if cookies:
        own = headers.pop("Set-Cookie", None)
        headers["Set-Cookie"] = [_value(cookie) for cookie in cookies] + ([own] if own else [])
    return _status(answer["statusCode"]), headers, _body(answer)


def _status(status) -> int:
    if isinstance(status, str) and status.isdigit():
        status = int(status)
    if isinstance(status, bool) or not isinstance(status, int) or not 100 <= status <= 599:
        raise Malformed("statusCode")
    return status


def _headers(headers) -> dict:
    if headers is None:
        return {}
    if not isinstance(headers, dict):
        raise Malformed("headers")
    checked = {}
    for name, value in headers.items():
        if not _NAME.match(name):
            raise Malformed("header name")
        # Lower case, as HTTP/2 wants it; the two that are set here as well under the names used here.
        known = {"content-type": "Content-Type", "set-cookie": "Set-Cookie"}
        checked[known.get(name.lower(), name.lower())] = _value(value)
    return checked


def _value(value) -> str:
    if isinstance(value, bool):
        value = str(value).lower()
    if isinstance(value, (int, float)):
        value = str(value)
    if not isinstance(value, str) or not _VALUE.match(value):
        raise Malformed("header value")
    return value


def _body(answer: dict) -> bytes:
    body = answer.get("body")
    if body is None:
        return b""
    if not isinstance(body, str):
        raise Malformed("body")
    if answer.get("isBase64Encoded") is True:
        try:
            return base64.b64decode(body, validate=True)
        except binascii.Error as error:
            raise Malformed("base64") from error
    return _limited(body)


def _limited(body: str) -> bytes:
    content = body.encode()
    if len(content) > _MAX_ANSWER_BYTES:
        raise Malformed("size")
    return content
