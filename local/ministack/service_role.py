"""What a service does with a role that it takes: judged by the role's policies, and so recorded."""

from ministack.core import iam_evaluator, lambda_runtime
from ministack.core.responses import get_account_id, get_region


def may(role_arn: str, session: str, action: str, resource: str) -> bool:
    """Whether the role may do this, in a session of this name."""
    config = {
        "FunctionName": session,
        # Tells sessions apart; the account and the region are what is read from it.
        "FunctionArn": f"arn:aws:lambda:{get_region()}:{get_account_id()}:function:{session}",
        "Role": role_arn,
    }
    access_key = lambda_runtime.execution_credentials(config)["AWS_ACCESS_KEY_ID"]
    # Services call over TLS, which resource policies demand.
    iam_evaluator.pin_request_origin("127.0.0.1", True)
    # The request that is being served may be unsigned; what a service does because of it is not.
    unsigned = iam_evaluator._anonymous.set(False)
    try:
        return iam_evaluator.enforce(access_key, action, action.partition(":")[0], get_region(), resource) is None
    finally:
        iam_evaluator._anonymous.reset(unsigned)
