"""Who calls: the ARN of the user or of the role's session that an access key belongs to."""

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id


def arn_of(access_key_id: str) -> str:
    if not access_key_id:
        return "anonymous"
    credential = iam_evaluator.resolve_credential(access_key_id, get_account_id())
    return getattr(credential, "principal_arn", "unknown")
