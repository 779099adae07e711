"""AWS's own service models, as botocore ships them: the services of a request's signature, and their operations.

https://smithy.io/2.0/aws/protocols/index.html says how each protocol writes a request.
"""

import functools
import re

from botocore.loaders import Loader
from botocore.model import OperationModel, ServiceModel

# Name in the signature → models, where botocore names them otherwise.
_SIGNED_AS = {
    "apigateway": ("apigatewayv2", "apigateway"),
    "dynamodb": ("dynamodb", "dynamodbstreams"),
    "elasticfilesystem": ("efs",),
    "elasticloadbalancing": ("elbv2", "elb"),
    "monitoring": ("cloudwatch",),
    "s3": ("s3", "s3control"),
    "states": ("stepfunctions",),
    "tagging": ("resourcegroupstaggingapi",),
}
# "{Key+}" of a URI, as re.escape writes it.
_LABEL = re.compile(r"\\\{([\w\\-]+?)(\\\+)?\\\}")


class Unmodelled(Exception):
    """No model, or no operation of it, is what the request asks for."""


@functools.cache
def load(name: str) -> ServiceModel:
    return ServiceModel(Loader().load_service_model(name, "service-2"), name)


def of_signature(signed_as: str) -> list[ServiceModel]:
    known = _services()
    names = [name for name in _SIGNED_AS.get(signed_as, (signed_as,)) if name in known]
    if not names:
        raise Unmodelled(f"botocore has no service {signed_as}: its name there belongs into service_models.py")
    return [load(name) for name in names]


@functools.cache
def _services() -> frozenset[str]:
    return frozenset(Loader().list_available_services("service-2"))


def named(models: list[ServiceModel], name: str, target_prefix: str | None = None) -> OperationModel:
    """The operation of that name; with a prefix, as X-Amz-Target has one, in the model that has it."""
    for model in models:
        if target_prefix in (None, model.metadata.get("targetPrefix")) and name in model.operation_names:
            return model.operation_model(name)
    raise Unmodelled(f"{models[0].service_name} has no operation {name}")


def routed(
    models: list[ServiceModel], method: str, path: str, query: dict, headers: dict
) -> tuple[OperationModel, dict[str, str]]:
    """The operation with this URI, and the labels in it. Of several the one that asks for most: UploadPart, not PutObject."""
    best = None
    for route in (route for model in models for route in _routes(model.service_name)):
        labels = route.labels(method, path, query, headers)
        if labels is not None and (best is None or route.rank(query) > best[0]):
            best = (route.rank(query), route, labels)
    if best is None:
        raise Unmodelled(f"{models[0].service_name} has no operation {method} {path}")
    _, route, labels = best
    return load(route.service).operation_model(route.operation), labels


@functools.cache
def _routes(service: str) -> list["_Route"]:
    model = load(service)
    return [_Route(service, model.operation_model(name)) for name in model.operation_names]


class _Route:
    def __init__(self, service: str, operation: OperationModel):
        self.service, self.operation, self.method = service, operation.name, operation.http["method"]
        path, _, query = operation.http["requestUri"].partition("?")
        self.names: list[str] = []
        self.pattern = re.compile(_LABEL.sub(self._group, re.escape(path.rstrip("/"))) + "/?")
        # "?versioning", "?list-type=2": literals that tell operations with one path apart.
        self.literals = dict(pair.partition("=")[::2] for pair in query.split("&") if pair)
        shape = operation.input_shape
        members = shape.members if shape else {}
        required = shape.required_members if shape else []
        self.query = _located(members, "querystring")
        self.needs_query = _located(members, "querystring", required)
        self.needs_headers = {name.lower() for name in _located(members, "header", required)}
        # PutBucketLifecycle and PutBucketLifecycleConfiguration have one URI; SDKs have long used the latter.
        self.current = not operation.deprecated
        self.literal_length = len(_LABEL.sub("", re.escape(path)))

    def _group(self, label: re.Match) -> str:
        self.names.append(label[1].replace("\\", ""))
        return "(.+)" if label[2] else "([^/]+)"

    def labels(self, method: str, path: str, query: dict, headers: dict) -> dict[str, str] | None:
        if method != self.method or not (found := self.pattern.fullmatch(path)):
            return None
        if any(name not in query or (value and query[name] != [value]) for name, value in self.literals.items()):
            return None
        if not self.needs_query <= query.keys() or not self.needs_headers <= headers.keys():
            return None
        return dict(zip(self.names, found.groups()))

    def rank(self, query: dict) -> tuple:
        named = query.get("x-id") == [self.operation]
        needs = len(self.literals) + len(self.needs_query) + len(self.needs_headers)
        return named, self.current, self.literal_length, needs, len(self.query & query.keys())


def _located(members: dict, location: str, among: list[str] | None = None) -> set[str]:
    return {
        member.serialization.get("name", name)
        for name, member in members.items()
        if member.serialization.get("location") == location and (among is None or name in among)
    }
