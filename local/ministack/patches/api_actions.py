"""Symptoms: IAM is asked for other actions and resources than on AWS. Batches are actions that IAM does not know (`sqs:SendMessageBatch`); of
Lambda's calls many are taken for another one (PutProvisionedConcurrencyConfig for UpdateFunctionCode), and a mapping's have no `lambda:FunctionArn`;
calls that name their resource in the body (CreateFunction, DeleteAlarms, ListTagsForResource) or by a key's alias are about no resource.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html, …/list_amazonsqs.html, …/list_amazonsns.html,
…/list_amazoncloudwatch.html, …/list_awskeymanagementservice.html
"""

import re
import uuid

import request_input
import request_scope
import service_models
from ministack.core import iam_actions
from ministack.core.responses import get_account_id, get_region
from ministack.services import kms, lambda_svc

_BATCH = re.compile(r"^((?:sqs|sns):\w+)Batch$")
# Where the action is not called as the operation is.
_LAMBDA_ACTIONS = {"Invoke": "InvokeFunction", "InvokeWithResponseStream": "InvokeFunction"}
# Of calls with a qualifier, those that are about an alias or a version and not the function.
_QUALIFIED = re.compile(r"/(invocations|response-streaming-invocations|provisioned-concurrency)/?$")
_MAPPING = re.compile(r"/event-source-mappings(?:/([^/]+))?/?$")
_IN_THE_BODY = ("dynamodb", "lambda", "monitoring", "route53", "sns")
_ARN_MEMBERS = ("ResourceArn", "ResourceARN", "resourceArn")


def install() -> None:
    action_of, resource_of = iam_actions.extract_iam_action, iam_actions.extract_resource_arn
    context_of = iam_actions.request_tag_context

    def extract_iam_action(service, method, path, headers, body, query_params):
        operation = _lambda_operation(method, path, query_params, headers) if service == "lambda" else None
        if operation:
            return f"lambda:{_LAMBDA_ACTIONS.get(operation, operation)}"
        action = action_of(service, method, path, headers, body, query_params)
        batch = _BATCH.match(action or "")
        return batch[1] if batch else action

    def extract_resource_arn(service, method, path, headers, body, query_params, *scope):
        arn = resource_of(service, method, path, headers, body, query_params, *scope)
        if service == "lambda" and _QUALIFIED.search(path) and "Qualifier" in query_params:
            return f"{arn}:{_first(query_params['Qualifier'])}"
        if service == "kms" and ":alias/" in arn:
            return (kms._resolve_key(arn) or {}).get("Arn") or _key_to_be(arn)
        return _named_in_the_body(body) or arn if arn == "*" and service in _IN_THE_BODY else arn

    def request_tag_context(service, iam_action, body, params):
        context = context_of(service, iam_action, body, params)
        function = _mapped_function(iam_action, body) if service == "lambda" else None
        return {**context, "lambda:FunctionArn": function} if function else context

    iam_actions.extract_iam_action, iam_actions.extract_resource_arn = extract_iam_action, extract_resource_arn
    iam_actions.request_tag_context = request_tag_context


def _key_to_be(alias: str) -> str:
    """A service's own key (alias/aws/…) is made when somebody asks for it: https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html"""
    start, _, name = alias.partition("alias/")
    return f"{start}key/{uuid.uuid5(uuid.NAMESPACE_URL, alias)}" if name.startswith("aws/") else alias


def _lambda_operation(method: str, path: str, query_params: dict, headers: dict) -> str | None:
    query = {name: value if isinstance(value, list) else [value] for name, value in query_params.items()}
    try:
        return service_models.routed(service_models.of_signature("lambda"), method, path, query, headers)[0].name
    except service_models.Unmodelled:
        return None


def _named_in_the_body(body: bytes) -> str | None:
    """The one resource that a call names in its input. Several are judged as any: as on AWS, a policy must then allow all of them."""
    request = _request(body)
    if request is None:
        return None
    start = f"{get_region()}:{get_account_id()}"
    match request.service, request.operation, request.input:
        case "lambda", "CreateFunction", {"FunctionName": name}:
            return f"arn:aws:lambda:{start}:function:{name}"
        case "cloudwatch", "DeleteAlarms" | "DescribeAlarms", {"AlarmNames": [name]}:
            return f"arn:aws:cloudwatch:{start}:alarm:{name}"
        case "route53", "GetChange", {"Id": change}:
            return f"arn:aws:route53:::change/{change}"
        case _, _, content:
            return next((content[member] for member in _ARN_MEMBERS if member in content), None)


def _mapped_function(iam_action: str, body: bytes) -> str | None:
    found = _MAPPING.search(request_scope.path())
    if not found or iam_action == "lambda:ListEventSourceMappings":
        return None
    if found[1]:
        return (lambda_svc._esms.get(found[1]) or {}).get("FunctionArn")
    request = _request(body)
    name = request.input.get("FunctionName", "") if request else ""
    return name if name.startswith("arn:") else f"arn:aws:lambda:{get_region()}:{get_account_id()}:function:{name}"


def _request(body: bytes) -> request_input.ApiRequest | None:
    http = request_scope.http_request(body)
    if http is None or request_input.signature(http) is None:
        return None
    try:
        return request_input.read(http)
    except (service_models.Unmodelled, ValueError):
        return None


def _first(value):
    return value[0] if isinstance(value, list) else value
