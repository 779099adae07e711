"""Symptoms: asynchronous invocations of an alias ignore its event invoke config; throttled ones count as failed; the
record for a destination lacks the request, the version and the number of tries; a dead-letter queue gets that record
instead of the event; nothing is sent on success; and the function's role is not asked.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html. The waits between tries are short here.
"""

import contextvars
import json
import logging
import threading
import time
from dataclasses import dataclass

import queue_delivery
import service_role
from ministack.core.arn import parse_arn
from ministack.core.responses import new_uuid, request_scope
from ministack.services import lambda_svc, sns

_DEFAULT_RETRIES = 2
_DEFAULT_MAX_AGE_SECONDS = 21_600
# A minute and two on AWS.
_WAITS_SECONDS = (0.5, 1.0)
_THROTTLED_WAIT_SECONDS = 0.5
_log = logging.getLogger("local.async")


@dataclass(frozen=True)
class _Outcome:
    result: dict
    condition: str
    tries: int


def install() -> None:
    queue_delivery.install()
    lambda_svc.invoke_async_with_retry = _invoke_async


def _invoke_async(record: dict, event: dict) -> None:
    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(_run, record, event), daemon=True, name="async-invoke").start()


def _run(record: dict, event: dict) -> None:
    config = record.get("config") or record
    name, qualifier = lambda_svc._resolve_name_and_qualifier(config["FunctionArn"])
    with request_scope(*lambda_svc._account_region_from_function_config(config)):
        settings = lambda_svc._event_invoke_config(lambda_svc._functions.get(name) or {}, qualifier) or {}
        outcome = _try(record, event, settings)
        kind = "OnFailure" if outcome.result.get("error") else "OnSuccess"
        destination = ((settings.get("DestinationConfig") or {}).get(kind) or {}).get("Destination")
        dead_letters = (config.get("DeadLetterConfig") or {}).get("TargetArn")
        if destination:
            _send(config, destination, _record(config, event, outcome), {})
        if kind == "OnFailure" and dead_letters:
            _send(config, dead_letters, event, _error_attributes(outcome))


def _try(record: dict, event: dict, settings: dict) -> _Outcome:
    retries = settings.get("MaximumRetryAttempts", _DEFAULT_RETRIES)
    give_up_at = time.time() + settings.get("MaximumEventAgeInSeconds", _DEFAULT_MAX_AGE_SECONDS)
    tries = 0
    while True:
        result = lambda_svc._execute_function(record, event)
        if result.get("throttle"):
            # No try: it goes back to the queue until it is too old.
            wait = _THROTTLED_WAIT_SECONDS
        else:
            tries += 1
            if not result.get("error"):
                return _Outcome(result, "Success", tries)
            if tries > retries or _is_final(result):
                return _Outcome(result, "RetriesExhausted", tries)
            wait = _WAITS_SECONDS[tries - 1]
        if time.time() + wait > give_up_at:
            return _Outcome(result, "EventAgeExceeded", tries)
        time.sleep(wait)


def _is_final(result: dict) -> bool:
    """Whether no further try could help; the patch `recursive_loops` knows of such."""
    return False


def _record(config: dict, event: dict, outcome: _Outcome) -> dict:
    failed = bool(outcome.result.get("error"))
    version = config.get("Version", "$LATEST")
    qualified = config["FunctionArn"].count(":") > 6
    now = time.time()
    return {
        "version": "1.0",
        "timestamp": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now)) + f".{int(now * 1000) % 1000:03d}Z",
        "requestContext": {
            "requestId": new_uuid(),
            "functionArn": config["FunctionArn"] + ("" if qualified else ":$LATEST"),
            "condition": outcome.condition,
            "approximateInvokeCount": outcome.tries,
        },
        "requestPayload": event,
        "responseContext": {
            "statusCode": 200,
            "executedVersion": version,
            **({"functionError": outcome.result.get("function_error") or "Unhandled"} if failed else {}),
        },
        "responsePayload": outcome.result.get("body"),
    }


def _error_attributes(outcome: _Outcome) -> dict:
    body = outcome.result.get("body")
    message = body.get("errorMessage", "") if isinstance(body, dict) else str(body)
    values = {"RequestID": ("String", new_uuid()), "ErrorCode": ("Number", "200"), "ErrorMessage": ("String", message)}
    return {name: {"DataType": kind, "StringValue": value} for name, (kind, value) in values.items() if value}


def _send(config: dict, target_arn: str, content: dict, attributes: dict) -> None:
    service = parse_arn(target_arn).service
    action = {"sqs": "sqs:SendMessage", "sns": "sns:Publish", "lambda": "lambda:InvokeFunction"}.get(service)
    if action is None:
        return _log.warning("%s: destinations of %s are not supported", config["FunctionArn"], service)
    if not service_role.may(config["Role"], config["FunctionName"], action, target_arn):
        return _log.warning("%s: its role may not %s on %s", config["FunctionArn"], action, target_arn)
    body = json.dumps(content)
    if service == "sqs":
        try:
            queue_delivery.send(target_arn, {"MessageBody": body, "MessageAttributes": attributes})
        except queue_delivery.NotDelivered as reason:
            _log.warning("%s: nothing sent to %s, for %s", config["FunctionArn"], target_arn, reason)
    elif service == "sns":
        sns.publish_internal(target_arn, body, message_attributes=attributes)
    else:
        function, function_config, _ = lambda_svc._get_func_record_for_ref(target_arn)
        if function is not None:
            _invoke_async(lambda_svc._execution_record_for_config(function, function_config), content)
    return None
