"""Symptom: what Lambda itself does with a function's role is not judged: a mapping polls a queue that the role may
not read, and a function's log lines appear though its role may not write them.

Each is judged with the role (and so recorded): SQS polling, log streams, X-Ray segments.
"""

import time

import service_role
from ministack.core.responses import get_account_id, get_region
from ministack.services import lambda_svc
from patches import sqs_mapping

_POLLING = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
_LOGGING = ("logs:CreateLogStream", "logs:PutLogEvents")
_TRACING = ("xray:PutTraceSegments", "xray:PutTelemetryRecords")
# Judging anew on every look at the queue would fill the records; a changed policy counts after this long.
_JUDGED_SECONDS = 2.0

_judged: dict[tuple, tuple[float, bool]] = {}


def install() -> None:
    emit = lambda_svc._emit_lambda_logs

    def may_poll(mapping: dict, function: dict, source: str) -> bool:
        allowed = _allowed(function, _POLLING, source)
        if not allowed:
            mapping["LastProcessingResult"] = "PROBLEM: The function's role may not receive messages of the queue"
        return allowed

    def emit_if_allowed(function, *args, **options):
        config = function.get("config") or function
        group = (config.get("LoggingConfig") or {}).get("LogGroup") or f"/aws/lambda/{config.get('FunctionName')}"
        if (config.get("TracingConfig") or {}).get("Mode") == "Active":
            _allowed(function, _TRACING, "*")
        stream = f"arn:aws:logs:{get_region()}:{get_account_id()}:log-group:{group}:log-stream:all"
        if _allowed(function, _LOGGING, stream):
            emit(function, *args, **options)

    sqs_mapping._role_may_poll = may_poll
    lambda_svc._emit_lambda_logs = emit_if_allowed


def _allowed(function: dict, actions: tuple, resource: str) -> bool:
    config = function.get("config") or function
    key = (config.get("FunctionArn"), config.get("Role"), actions, resource)
    until, verdict = _judged.get(key, (0.0, False))
    if until < time.monotonic():
        # Each is judged, so that each is recorded.
        role, session = config["Role"], config["FunctionName"]
        verdict = all([service_role.may(role, session, action, resource) for action in actions])
        _judged[key] = (time.monotonic() + _JUDGED_SECONDS, verdict)
    return verdict
