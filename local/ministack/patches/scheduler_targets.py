"""Symptoms: a schedule with the universal target that switches a mapping on or off does nothing; a function is invoked
without asking the schedule's role, once; what fails is lost though the target has a dead-letter queue; schedules are
looked at every ten seconds only.

    arn:aws:scheduler:::aws-sdk:lambda:updateEventSourceMapping
"""

import json
import logging

import function_target
import queue_delivery
import service_role
from ministack.core.arn import parse_arn
from ministack.core.responses import get_account_id, get_region, request_scope
from ministack.services import eventbridge, lambda_svc, scheduler

_UPDATE_MAPPING = "arn:aws:scheduler:::aws-sdk:lambda:updateEventSourceMapping"
_TICK_SECONDS = 1
_log = logging.getLogger("local.scheduler")


class _Failed(Exception):
    """The target was not reached."""


def install() -> None:
    queue_delivery.install()
    scheduler._SCHEDULE_TICK_INTERVAL = _TICK_SECONDS
    invoke = eventbridge._invoke_target

    def invoke_as_scheduler(target, event, *args, **options):
        arn = target.get("Arn", "")
        try:
            if arn == _UPDATE_MAPPING:
                _update_mapping(target)
            elif event.get("Source") == "aws.scheduler" and ":lambda:" in arn:
                _invoke_function(target, event)
            else:
                invoke(target, event, *args, **options)
        except _Failed as reason:
            _log.warning("the schedule's target %s: %s", arn, reason)
            _dead_letter(target)

    eventbridge._invoke_target = invoke_as_scheduler


def run_now(name: str, group: str = "default") -> None:
    """Fires a schedule whose time has not come."""
    for (account_id, region, _), schedule in list(scheduler._schedules._data.items()):
        if schedule["Name"] == name and schedule.get("GroupName", "default") == group:
            event = {"EventId": "", "Source": "aws.scheduler", "DetailType": "Scheduled Event", "Detail": "{}"}
            with request_scope(account_id, region):
                eventbridge._invoke_target(schedule["Target"], event, schedule)
            return
    raise ValueError(f"no schedule is called {name} in the group {group}")


def _may(target: dict, action: str, resource: str) -> bool:
    return service_role.may(target.get("RoleArn", ""), "scheduler", action, resource)


def _update_mapping(target: dict) -> None:
    request = json.loads(target.get("Input") or "{}")
    # Universal targets spell parameters as the AWS SDK for Java does, which for this one is not as in the API (UUID).
    mapping_id = request.pop("Uuid", None)
    if mapping_id is None:
        raise _Failed(f"it needs Uuid and has {', '.join(request)}")
    if not _may(target, "lambda:UpdateEventSourceMapping", lambda_svc._esm_arn(mapping_id)):
        raise _Failed("its role may not update the mapping")
    status, _, body = lambda_svc._update_esm(mapping_id, request)
    if status >= 300:
        raise _Failed(body.decode())


def _invoke_function(target: dict, event: dict) -> None:
    function = function_target.find(target["Arn"], get_account_id(), get_region())
    if function is None:
        raise _Failed("the function does not exist")
    if not _may(target, "lambda:InvokeFunction", function.arn):
        raise _Failed("its role may not invoke the function")
    text = target.get("Input") or json.dumps({"source": event["Source"], "detail-type": event["DetailType"]})
    lambda_svc.invoke_async_with_retry(function.record, json.loads(text))


def _dead_letter(target: dict) -> None:
    queue_arn = (target.get("DeadLetterConfig") or {}).get("Arn")
    if queue_arn is None or parse_arn(queue_arn).service != "sqs" or not _may(target, "sqs:SendMessage", queue_arn):
        return
    try:
        queue_delivery.send(queue_arn, {"MessageBody": target.get("Input") or "{}"})
    except queue_delivery.NotDelivered as reason:
        _log.warning("the dead letter is lost: %s", reason)
