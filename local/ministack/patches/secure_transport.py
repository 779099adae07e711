"""Symptom: a queue policy that denies calls without TLS (`aws:SecureTransport` false) denies everybody, for the
endpoint is http.

Calls to the loopback address stand for calls to AWS, which are always encrypted.
"""

from ministack import app


def install() -> None:
    original = app.pin_request_origin

    def pin(source_ip: str, _secure: bool) -> None:
        original(source_ip, True)

    app.pin_request_origin = pin
