"""Symptom: functions of OS-only runtimes (`provided.al2023`) get their events from a port of 127.0.0.1 that answers every user of
the machine: whoever asks first has the event, and says what the function answered.

The address of that API gets a secret path, which the function's environment says: runtimes put its paths behind the address,
https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

import http.server
import secrets

from ministack.services import lambda_svc

_PATH = f"/{secrets.token_urlsafe(24)}"


def install() -> None:
    environment = lambda_svc._provided_worker_env
    parse = http.server.BaseHTTPRequestHandler.parse_request

    def environment_with_secret(*args, **options):
        variables = environment(*args, **options)
        return {**variables, "AWS_LAMBDA_RUNTIME_API": variables["AWS_LAMBDA_RUNTIME_API"] + _PATH}

    def parse_with_secret(self) -> bool:
        """Of every server of this kind in this process: there are no others, and none may be open."""
        if not parse(self):
            return False
        if not secrets.compare_digest(self.path[: len(_PATH)].encode(), _PATH.encode()):
            self.send_error(403)
            return False
        self.path = self.path[len(_PATH) :]
        return True

    lambda_svc._provided_worker_env = environment_with_secret
    http.server.BaseHTTPRequestHandler.parse_request = parse_with_secret
