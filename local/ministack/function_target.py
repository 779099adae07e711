"""The function, version or alias that an ARN names, and whether a service may invoke it."""

from dataclasses import dataclass

from ministack.core.iam_evaluator import EvalContext, evaluate_resource_policy
from ministack.core.responses import request_scope
from ministack.services import lambda_svc


@dataclass(frozen=True)
class FunctionTarget:
    # As it was named, with the alias or version: that is what policies are about and what the function sees as its own.
    arn: str
    # What ministack runs.
    record: dict
    policy: dict


def find(reference: str, account_id: str, region: str) -> FunctionTarget | None:
    with request_scope(account_id, region):
        function, config, name = lambda_svc._get_func_record_for_ref(reference)
        if function is None:
            return None
        qualifier = lambda_svc._resolve_name_and_qualifier(reference)[1]
        base = lambda_svc._functions[name]
    arn = base["config"]["FunctionArn"] + (f":{qualifier}" if qualifier else "")
    record = lambda_svc._execution_record_for_config(function, {**config, "FunctionArn": arn})
    return FunctionTarget(arn, record, base["policy"])


def may_invoke(target: FunctionTarget, service: str, source_arn: str, account_id: str, region: str) -> bool:
    """Whether the function's policy lets the service invoke it for this source."""
    context = EvalContext(
        principal_arn="*",
        principal_type="Service",
        principal_account="",
        action="lambda:InvokeFunction",
        resource_arn=target.arn,
        region=region,
        service_context={"aws:sourcearn": source_arn, "aws:sourceaccount": account_id},
    )
    return evaluate_resource_policy(target.policy, context, service=service).decision == "Allow"
