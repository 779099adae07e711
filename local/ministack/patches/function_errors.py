"""Symptom: whatever a Node function throws, the result's errorType is Runtime.HandlerError and there is no trace; a
killed process is called "Worker process died".

Callers, retries by error name and people need the name of what was thrown.
"""

import threading

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

_SCRIPT_EDITS = (
    # (what the worker script sends for a rejected promise and for a throw, the same with the name of the error)
    (
        "error: String(err.message || err), trace:",
        "error: String(err.message || err), errorType: err && err.name, trace:",
    ),
    ("error: e.message, trace: e.stack", "error: e.message, errorType: e.name, trace: e.stack"),
)
_last = threading.local()


def install() -> None:
    for old, new in _SCRIPT_EDITS:
        if old not in lambda_runtime._NODEJS_WORKER_SCRIPT:
            raise RuntimeError(f"ministack's worker script has changed: {old!r} is gone")
        lambda_runtime._NODEJS_WORKER_SCRIPT = lambda_runtime._NODEJS_WORKER_SCRIPT.replace(old, new)

    invoke, execute = lambda_runtime.Worker.invoke, lambda_svc._execute_function_warm

    def invoke_and_keep(self, *args, **options):
        _last.response = invoke(self, *args, **options)
        return _last.response

    def execute_with_error_name(function, event, request_id):
        _last.response = {}
        result = execute(function, event, request_id)
        body = result.get("body")
        if result.get("error") and isinstance(body, dict) and body.get("errorType") == "Runtime.HandlerError":
            result["body"] = _error(body["errorMessage"], _last.response, request_id)
        return result

    lambda_runtime.Worker.invoke, lambda_svc._execute_function_warm = invoke_and_keep, execute_with_error_name


def _error(message: str, response: dict, request_id: str) -> dict:
    if message == "Worker process died":
        return {
            "errorType": "Runtime.ExitError",
            "errorMessage": f"RequestId: {request_id} Error: Runtime exited with error: signal: killed",
        }
    trace = (response.get("trace") or "").splitlines()
    return {"errorType": response.get("errorType") or "Error", "errorMessage": message, "trace": trace}
