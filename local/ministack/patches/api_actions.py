"""Symptoms: calls on one mapping are judged as `lambda:ListEventSourceMappings` or not at all (PUT, DELETE), batch calls
as actions that IAM does not know (`sqs:SendMessageBatch`, `sns:PublishBatch`), and an invocation with a qualifier as
one of the function itself.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html, …/list_amazonsqs.html, …/list_amazonsns.html
"""

import re

from ministack.core import iam_actions

_MAPPING = re.compile(r"/event-source-mappings/[^/]+/?$")
_MAPPING_ACTIONS = {
    "GET": "lambda:GetEventSourceMapping",
    "PUT": "lambda:UpdateEventSourceMapping",
    "DELETE": "lambda:DeleteEventSourceMapping",
}
_BATCH = re.compile(r"^((?:sqs|sns):\w+)Batch$")


_INVOCATION = re.compile(r"/invocations/?$")


def install() -> None:
    resource_of = iam_actions.extract_resource_arn

    def extract_resource_arn(service, method, path, headers, body, query_params, *scope):
        arn = resource_of(service, method, path, headers, body, query_params, *scope)
        qualifier = query_params.get("Qualifier") if service == "lambda" and _INVOCATION.search(path) else None
        return f"{arn}:{qualifier[0] if isinstance(qualifier, list) else qualifier}" if qualifier else arn

    original = iam_actions.extract_iam_action

    def extract_iam_action(service, method, path, headers, body, query_params):
        if service == "lambda" and _MAPPING.search(path) and method in _MAPPING_ACTIONS:
            return _MAPPING_ACTIONS[method]
        action = original(service, method, path, headers, body, query_params)
        batch = _BATCH.match(action or "")
        return batch[1] if batch else action

    iam_actions.extract_iam_action, iam_actions.extract_resource_arn = extract_iam_action, extract_resource_arn
