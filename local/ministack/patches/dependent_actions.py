"""Symptom: IAM is asked about the call alone. AWS also asks about what the call brings about: whether its caller may pass the role that it hands
to a service, and may put the tags on what it makes.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html#access_tags_control-requests and, for each service, "Dependent actions" of
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from collections.abc import Iterator

import request_input
import request_scope
import service_models
from ministack import app
from ministack.core import iam_actions, iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.core.router import extract_access_key_id

# Operation → action that puts its tags on, and the ARN of what gets them.
_TAGGED = {
    ("cloudwatch", "PutMetricAlarm"): ("cloudwatch:TagResource", "arn:aws:cloudwatch:{at}:alarm:{AlarmName}"),
    ("dynamodb", "CreateTable"): ("dynamodb:TagResource", "arn:aws:dynamodb:{at}:table/{TableName}"),
    ("iam", "CreatePolicy"): ("iam:TagPolicy", "arn:aws:iam::{account}:policy/{PolicyName}"),
    ("iam", "CreateRole"): ("iam:TagRole", "arn:aws:iam::{account}:role/{RoleName}"),
    ("iam", "CreateUser"): ("iam:TagUser", "arn:aws:iam::{account}:user/{UserName}"),
    ("lambda", "CreateEventSourceMapping"): ("lambda:TagResource", "arn:aws:lambda:{at}:event-source-mapping:*"),
    ("lambda", "CreateFunction"): ("lambda:TagResource", "arn:aws:lambda:{at}:function:{FunctionName}"),
    ("logs", "CreateLogGroup"): ("logs:TagResource", "arn:aws:logs:{at}:log-group:{logGroupName}"),
    ("sns", "CreateTopic"): ("sns:TagResource", "arn:aws:sns:{at}:{Name}"),
    ("sqs", "CreateQueue"): ("sqs:TagQueue", "arn:aws:sqs:{at}:{QueueName}"),
    # Seen of stages: https://github.com/aws-amplify/amplify-cli/issues/12316
    ("apigatewayv2", "CreateApi"): ("apigateway:TagResource", "arn:aws:apigateway:{region}::/apis"),
    ("apigatewayv2", "CreateDomainName"): ("apigateway:TagResource", "arn:aws:apigateway:{region}::/domainnames"),
    ("apigatewayv2", "CreateStage"): ("apigateway:TagResource", "arn:aws:apigateway:{region}::/apis/{apiId}/stages"),
}
# Service that gets the role → members of its calls that name it, as paths.
_PASSED = {
    ("apigatewayv2", "apigateway"): ("credentialsArn", "authorizerCredentialsArn"),
    ("lambda", "lambda"): ("Role",),
    ("scheduler", "scheduler"): ("Target.RoleArn",),
}
_FEEDBACK_ROLE = "FeedbackRoleArn"
_SERVICES = {"apigateway", "dynamodb", "iam", "lambda", "logs", "monitoring", "scheduler", "sns", "sqs"}
_OPERATIONS = {operation for _, operation in _TAGGED}


def install() -> None:
    dispatch = app._dispatch_service_request

    async def dispatch_if_allowed(method, path, headers, body, query_params, request_id):
        iam_evaluator.pin_request_caller(headers, query_params)
        access_key = extract_access_key_id(headers, query_params) or ""
        for service, action, resource, context in _dependent(body):
            denied = iam_evaluator.enforce(access_key, action, service, get_region(), resource, context)
            # Who it is, and whether the signature fits, the call itself says better.
            if isinstance(denied, iam_evaluator.EvalResult):
                return iam_actions.access_denied_response(
                    service,
                    action,
                    denied.principal_arn,
                    request_id,
                    headers=headers,
                    resource_arn=resource,
                    message=iam_actions.identity_denial_message(
                        action, denied.principal_arn, resource, denied.decision == "Deny"
                    ),
                )
        return await dispatch(method, path, headers, body, query_params, request_id)

    app._dispatch_service_request = dispatch_if_allowed


def _dependent(body: bytes) -> Iterator[tuple[str, str, str, dict]]:
    http = request_scope.http_request(body)
    signature = http and request_input.signature(http)
    if not signature or signature.service not in _SERVICES or _is_use(http):
        return
    try:
        request = request_input.read(http)
    except (service_models.Unmodelled, ValueError):
        return
    for principal, role in _roles(request):
        yield signature.service, "iam:PassRole", role, {"iam:PassedToService": f"{principal}.amazonaws.com"}
    yield from ((signature.service, *tagging) for tagging in _tagging(request))


def _is_use(http: request_input.HttpRequest) -> bool:
    """Whether the call uses what is there. These are many; of the services with targets none takes a role."""
    target = http.headers.get("x-amz-target", "").rpartition(".")[2]
    return http.raw_path.endswith("/invocations") or bool(target) and target not in _OPERATIONS


def _roles(request: request_input.ApiRequest) -> Iterator[tuple[str, str]]:
    for (service, principal), members in _PASSED.items():
        if request.service == service:
            roles = (_at(request.input, member.split(".")) for member in members)
            yield from ((principal, role) for role in roles if role)
    if request.service == "sns":
        attributes = request.input.get("Attributes") or {request.input.get("AttributeName"): request.input.get("AttributeValue")}
        yield from (("sns", role) for name, role in attributes.items() if name and name.endswith(_FEEDBACK_ROLE) and role)


def _tagging(request: request_input.ApiRequest) -> Iterator[tuple[str, str, dict]]:
    tags = request.input.get("Tags") or request.input.get("tags")
    action, resource = _TAGGED.get((request.service, request.operation), (None, None))
    if tags and action:
        account, region = get_account_id(), get_region()
        names = {"at": f"{region}:{account}", "account": account, "region": region, **request.input}
        yield action, resource.format(**names), {}


def _at(content: dict, path: list[str]):
    for name in path:
        content = content.get(name) if isinstance(content, dict) else None
    return content
