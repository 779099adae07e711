"""Rules of our own for policies that name principals: trust policies of roles, and those of queues, topics, functions, keys and buckets.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
"""

import re
from collections.abc import Iterator

import identity_policies

Finding = tuple[str, str]

_ELEMENTS = {"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"}
# The policy that SNS itself gives a topic, and that Terraform puts back when another goes.
_AWS_OWN = "__default_policy_ID"
# Services that call for a customer → service in the ARN of what they call for (aws:SourceArn).
_SERVICES = {
    "apigateway": "execute-api",
    "cloudwatch": "cloudwatch",
    "events": "events",
    "lambda": "lambda",
    "logs": "logs",
    "s3": "s3",
    "scheduler": "scheduler",
    "sns": "sns",
    "sqs": "sqs",
}
# They take a role from whoever may pass it (iam:PassRole), which no other account can do. No page of AWS was found that
# says aws:SourceArn is sent then; for Lambda see https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html.
_TRUSTED_WITHOUT_SOURCE = {"apigateway", "lambda", "sns"}
_SERVICE_PRINCIPAL = re.compile(r"([a-z0-9-]+)(?:\.[a-z]{2}(?:-[a-z]+)+-\d)?\.amazonaws\.com(?:\.cn)?")
_ACCOUNT_PRINCIPAL = re.compile(r"\d{12}|arn:aws[a-z-]*:iam::\d{12}:(?:root|(?:user|role)/[\w+=,.@/-]+)|arn:aws[a-z-]*:sts::\d{12}:assumed-role/[\w+=,.@/-]+")
# Keys that bind a statement to somebody or something, as opposed to, say, the time of day.
_NARROWING = {
    "aws:sourcearn",
    "aws:sourceaccount",
    "aws:sourceorgid",
    "aws:principalarn",
    "aws:principalaccount",
    "aws:principalorgid",
    "aws:sourcevpce",
    "aws:sourcevpc",
    "sns:endpoint",
}
_SOURCE = {"aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid"}
_NEGATIVE = re.compile(r"Not|Null", re.IGNORECASE)
_OPERATOR = re.compile(
    r"(?:ForAllValues:|ForAnyValue:)?"
    r"(?:String(?:Not)?Equals(?:IgnoreCase)?|String(?:Not)?Like|Numeric(?:Not)?Equals|Numeric(?:Less|Greater)Than(?:Equals)?"
    r"|Date(?:Not)?Equals|Date(?:Less|Greater)Than(?:Equals)?|Bool|BinaryEquals|(?:Not)?IpAddress|Arn(?:Not)?(?:Equals|Like))"
    r"(?:IfExists)?|Null"
)
_TRUST_ACTIONS = {
    "Service": {"sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext"},
    "AWS": {"sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"},
    "Federated": {"sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML", "sts:TagSession"},
}


def findings(kind: str, service: str, document: dict) -> Iterator[Finding]:
    if service == "sns" and document.get("Id") == _AWS_OWN:
        return
    if document.get("Version") != "2012-10-17":
        yield "INVALID_VERSION", f"Version must be 2012-10-17, is {document.get('Version')}"
    statements = _list(document.get("Statement"))
    if not statements:
        yield "NO_STATEMENT", "a policy must have a statement"
    sids = [statement["Sid"] for statement in statements if "Sid" in statement]
    for sid in {sid for sid in sids if sids.count(sid) > 1}:
        yield "DUPLICATE_SID", sid
    for statement in statements:
        name = statement.get("Sid", "the statement without Sid")
        for issue, detail in _statement(kind, service, statement):
            yield issue, f"{name}: {detail}"


def _statement(kind: str, service: str, statement: dict) -> Iterator[Finding]:
    for element in statement.keys() - _ELEMENTS:
        yield "UNKNOWN_ELEMENT", element
    if statement.get("Effect") not in ("Allow", "Deny"):
        yield "INVALID_EFFECT", str(statement.get("Effect"))
    yield from _actions(kind, service, statement)
    yield from _resources(kind, service, statement)
    yield from _conditions(statement)
    yield from _principals(kind, statement)


def _actions(kind: str, service: str, statement: dict) -> Iterator[Finding]:
    actions = _list(statement.get("Action"))
    if not actions:
        yield "NO_ACTION", "Action must name what is allowed; NotAction also names what is not known yet"
    for action in actions:
        if kind == "trust":
            allowed = set().union(*(_TRUST_ACTIONS.get(kind, ()) for kind in _principals_of(statement)))
            if action not in allowed:
                yield "FOREIGN_ACTION", f"{action} does not let such a principal take a role"
        elif action.partition(":")[0].lower() != service:
            yield "FOREIGN_ACTION", f"{action} is no action of {service}"
        elif not identity_policies.knows(action):
            yield "UNKNOWN_ACTION", action


def _resources(kind: str, service: str, statement: dict) -> Iterator[Finding]:
    for resource in _list(statement.get("Resource")):
        if kind == "trust":
            yield "RESOURCE_IN_TRUST_POLICY", "a trust policy is about its own role and names no resource"
        elif resource == "*" and service != "kms" and statement.get("Effect") == "Allow":
            yield "RESOURCE_STAR", f"a policy of {service} names its own resource"
        elif resource != "*" and resource.split(":")[2:3] != [service]:
            yield "FOREIGN_RESOURCE", f"{resource} is no resource of {service}"


def _conditions(statement: dict) -> Iterator[Finding]:
    for operator, keys in statement.get("Condition", {}).items():
        if not _OPERATOR.fullmatch(operator):
            yield "UNKNOWN_OPERATOR", operator
        for key, values in keys.items():
            if not re.fullmatch(r"[A-Za-z0-9-]+:[A-Za-z0-9:/_.-]+", key):
                yield "UNKNOWN_CONDITION_KEY", key
            if not _list(values) or any(value in ("", None) for value in _list(values)):
                yield "EMPTY_CONDITION", f"{operator} {key} compares with nothing"


def _principals(kind: str, statement: dict) -> Iterator[Finding]:
    principals = _principals_of(statement)
    if not principals:
        yield "NO_PRINCIPAL", "Principal must name who is meant; NotPrincipal also names strangers"
    if statement.get("Effect") != "Allow":
        return
    bound = _bound_by(statement)
    for sort, name in ((sort, name) for sort, names in principals.items() for name in names):
        if sort == "Service":
            yield from _service_principal(kind, name, bound)
        elif sort == "AWS" and name == "*":
            if not bound.keys() & _NARROWING:
                yield "EVERYBODY", "a wildcard principal needs a condition that says who is meant"
        elif sort == "AWS" and not _ACCOUNT_PRINCIPAL.fullmatch(name):
            yield "UNKNOWN_PRINCIPAL", f"{name} is no account, user or role; wildcards work in conditions only"
        elif sort not in ("AWS", "Service", "Federated"):
            yield "UNKNOWN_PRINCIPAL", f"{sort} {name}"


def _service_principal(kind: str, name: str, bound: dict[str, list[str]]) -> Iterator[Finding]:
    found = _SERVICE_PRINCIPAL.fullmatch(name)
    if not found or found[1] not in _SERVICES:
        yield "UNKNOWN_PRINCIPAL", f"{name} is no service that is known to call for its customers"
        return
    for source in bound.get("aws:sourcearn", []):
        if source.split(":")[2:3] != [_SERVICES[found[1]]]:
            yield "FOREIGN_SOURCE", f"{name} never calls for {source}"
    context = "kms:encryptioncontext:aws:logs:arn" if found[1] == "logs" else None
    if bound.keys() & _SOURCE or context in bound or kind == "trust" and found[1] in _TRUSTED_WITHOUT_SOURCE:
        return
    yield "CONFUSED_DEPUTY", f"{name} needs a condition on aws:SourceArn or aws:SourceAccount"


def _bound_by(statement: dict) -> dict[str, list[str]]:
    """Condition keys, in small letters, that must have one of these values; IfExists and negations bind nobody."""
    return {
        key.lower(): _list(values)
        for operator, keys in statement.get("Condition", {}).items()
        if not _NEGATIVE.search(operator) and not operator.endswith("IfExists")
        for key, values in keys.items()
        if "*" not in _list(values)
    }


def _principals_of(statement: dict) -> dict[str, list[str]]:
    principal = statement.get("Principal", {})
    return {"AWS": ["*"]} if principal == "*" else {sort: _list(names) for sort, names in principal.items()}


def _list(value) -> list:
    return value if isinstance(value, list) else [] if value is None else [value]
