"""Records who called what on which resource and how it was judged. Not a symptom of ministack."""

import caller
import records
from ministack.core import iam_evaluator


def install() -> None:
    enforce = iam_evaluator.enforce

    def enforce_and_record(access_key_id, iam_action, service, region, resource_arn="*", service_context=None):
        denied = enforce(access_key_id, iam_action, service, region, resource_arn, service_context)
        records.add(
            "calls",
            caller=caller.arn_of(access_key_id),
            action=iam_action,
            resource=resource_arn,
            allowed=denied is None,
            **({"reason": getattr(denied, "code", None) or denied.decision} if denied else {}),
        )
        return denied

    iam_evaluator.enforce = enforce_and_record

