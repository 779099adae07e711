"""Records who called what on which resource and how it was judged. Not a symptom of ministack."""

import records
from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id


def install() -> None:
    enforce = iam_evaluator.enforce

    def enforce_and_record(access_key_id, iam_action, service, region, resource_arn="*", service_context=None):
        denied = enforce(access_key_id, iam_action, service, region, resource_arn, service_context)
        records.add(
            "calls",
            caller=_caller(access_key_id),
            action=iam_action,
            resource=resource_arn,
            allowed=denied is None,
            **({"reason": getattr(denied, "code", None) or denied.decision} if denied else {}),
        )
        return denied

    iam_evaluator.enforce = enforce_and_record


def _caller(access_key_id: str) -> str:
    if not access_key_id:
        return "anonymous"
    credential = iam_evaluator.resolve_credential(access_key_id, get_account_id())
    return getattr(credential, "principal_arn", "unknown")
