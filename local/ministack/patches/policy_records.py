"""Records each policy that is made, where it is complete: what roles, users, queues, topics, functions and keys get. Not a symptom of ministack."""

import json

import accepted_requests
import records
from request_input import ApiRequest, HttpRequest

# Operation → kind of policy, member that names the owner, member that is the document.
_DOCUMENTS = {
    ("iam", "CreateRole"): ("trust", "RoleName", "AssumeRolePolicyDocument"),
    ("iam", "UpdateAssumeRolePolicy"): ("trust", "RoleName", "PolicyDocument"),
    ("iam", "PutRolePolicy"): ("identity", "RoleName", "PolicyDocument"),
    ("iam", "PutUserPolicy"): ("identity", "UserName", "PolicyDocument"),
    ("iam", "PutGroupPolicy"): ("identity", "GroupName", "PolicyDocument"),
    ("iam", "CreatePolicy"): ("identity", "PolicyName", "PolicyDocument"),
    ("iam", "CreatePolicyVersion"): ("identity", "PolicyArn", "PolicyDocument"),
    ("kms", "CreateKey"): ("resource", "Description", "Policy"),
    ("kms", "PutKeyPolicy"): ("resource", "KeyId", "Policy"),
    ("s3", "PutBucketPolicy"): ("resource", "Bucket", "Policy"),
    ("logs", "PutResourcePolicy"): ("resource", "policyName", "policyDocument"),
    ("dynamodb", "PutResourcePolicy"): ("resource", "ResourceArn", "Policy"),
    ("lambda", "PutResourcePolicy"): ("resource", "ResourceArn", "Policy"),
}
# Operation → member that names the owner; the policy is one of the attributes.
_ATTRIBUTES = {
    ("sqs", "CreateQueue"): "QueueName",
    ("sqs", "SetQueueAttributes"): "QueueUrl",
    ("sns", "CreateTopic"): "Name",
    ("sns", "SetTopicAttributes"): "TopicArn",
}


def install() -> None:
    accepted_requests.observe(_record)


def _record(_: HttpRequest, request: ApiRequest | Exception) -> None:
    if isinstance(request, Exception):
        return
    kind, owner, document = _policy_of(request.service, request.operation, request.input)
    if document:
        text = document.decode() if isinstance(document, bytes) else document
        records.add("policies", type=kind, service=request.service, owner=f"{request.operation} {owner}", document=text)


def _policy_of(service: str, operation: str, content: dict) -> tuple:
    if found := _DOCUMENTS.get((service, operation)):
        kind, owner, document = found
        return kind, content.get(owner), content.get(document)
    if owner := _ATTRIBUTES.get((service, operation)):
        return "resource", content.get(owner), _attribute(content)
    if (service, operation) == ("lambda", "AddPermission"):
        return "resource", content.get("FunctionName"), _permission(content)
    return None, None, None


def _attribute(content: dict) -> str | None:
    if "Attributes" in content:
        return content["Attributes"].get("Policy")
    return content.get("AttributeValue") if content.get("AttributeName") == "Policy" else None


def _permission(content: dict) -> str:
    """The statement that Lambda makes of a permission."""
    principal = content["Principal"]
    conditions = {
        "ArnLike": {"aws:SourceArn": content.get("SourceArn")},
        "StringEquals": {
            "aws:SourceAccount": content.get("SourceAccount"),
            "aws:PrincipalOrgID": content.get("PrincipalOrgID"),
            "lambda:EventSourceToken": content.get("EventSourceToken"),
            "lambda:FunctionUrlAuthType": content.get("FunctionUrlAuthType"),
        },
    }
    given = {test: {key: value for key, value in keys.items() if value} for test, keys in conditions.items()}
    statement = {
        "Sid": content["StatementId"],
        "Effect": "Allow",
        "Action": content["Action"],
        "Principal": {"Service" if principal.endswith(".amazonaws.com") else "AWS": principal},
        "Condition": {test: keys for test, keys in given.items() if keys},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
