"""Symptom: a schedule with the universal target that switches a mapping on or off does nothing.

    arn:aws:scheduler:::aws-sdk:lambda:updateEventSourceMapping

Runs it with the schedule's role, whose policy is judged (and so recorded).
"""

import json
import logging

from ministack.core import iam_evaluator, lambda_runtime
from ministack.core.responses import get_account_id, get_region
from ministack.services import eventbridge, lambda_svc

_UPDATE_MAPPING = "arn:aws:scheduler:::aws-sdk:lambda:updateEventSourceMapping"
_log = logging.getLogger("local.scheduler")


def install() -> None:
    invoke = eventbridge._invoke_target

    def invoke_or_update(target, *args, **options):
        if target.get("Arn") == _UPDATE_MAPPING:
            return _update_mapping(target)
        return invoke(target, *args, **options)

    eventbridge._invoke_target = invoke_or_update


def _update_mapping(target: dict) -> None:
    request = json.loads(target.get("Input") or "{}")
    # Universal targets spell parameters as the AWS SDK for Java does, which for this one is not as in the API (UUID).
    mapping_id = request.pop("Uuid", None)
    if mapping_id is None:
        return _log.warning("the schedule's target needs Uuid; it has %s", ", ".join(request))
    mapping = lambda_svc._esm_arn(mapping_id)
    # A session of the role, as functions have it; the ARN gives account and region only.
    session = {
        "FunctionName": "scheduler",
        "FunctionArn": f"arn:aws:lambda:{get_region()}:{get_account_id()}:function:scheduler",
        "Role": target.get("RoleArn", ""),
    }
    access_key = lambda_runtime.execution_credentials(session)["AWS_ACCESS_KEY_ID"]
    denied = iam_evaluator.enforce(access_key, "lambda:UpdateEventSourceMapping", "lambda", get_region(), mapping)
    status, _, body = (403, {}, b"access denied") if denied else lambda_svc._update_esm(mapping_id, request)
    if status >= 300:
        _log.warning("the schedule's target answered %s: %s", status, body.decode())
