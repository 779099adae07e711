"""Reads what a request asks of AWS: its service, its operation and the operation's input, in every protocol that SDKs use.

https://smithy.io/2.0/aws/protocols/index.html
"""

import dataclasses
import gzip
import io
import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable
from urllib.parse import parse_qs, unquote, unquote_plus

import request_text
import service_models
from botocore.model import ListShape, MapShape, OperationModel, Shape
from botocore.parsers import RpcV2CBORParser

_CREDENTIAL = re.compile(r"([^\s/=]+)/\d{8}/[^/]+/([^/]+)/aws4_request")
_CBOR_PATH = re.compile(r"/service/[^/]+/operation/(\w+)")
# Query parameters that belong to no operation: the SDK's name for it, and a signature in the URL.
_OF_NO_OPERATION = re.compile(r"x-id|X-Amz-.*", re.IGNORECASE)


@dataclasses.dataclass
class HttpRequest:
    method: str
    raw_path: str
    raw_query: str
    headers: dict[str, str]
    body: bytes

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(self.raw_query, keep_blank_values=True)


@dataclasses.dataclass
class Signature:
    access_key_id: str
    service: str


@dataclasses.dataclass
class ApiRequest:
    service: str
    operation: str
    # Members by the names that they have on the way.
    input: dict
    # Names that the operation does not know.
    unknown: list[str]


def of_scope(scope: dict, body: bytes) -> HttpRequest:
    """The request of an ASGI scope."""
    headers: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        headers[key] = f"{headers[key]},{text}" if key in headers else text
    raw_path = scope.get("raw_path") or scope["path"].encode()
    query = scope.get("query_string", b"")
    return HttpRequest(scope["method"], raw_path.decode("latin-1"), query.decode("latin-1"), headers, body)


def signature(http: HttpRequest) -> Signature | None:
    credential = http.headers.get("authorization") or (http.query.get("X-Amz-Credential") or [""])[0]
    found = _CREDENTIAL.search(credential)
    return Signature(found[1], found[2]) if found else None


def read(http: HttpRequest) -> ApiRequest:
    """Raises service_models.Unmodelled for what no model knows, and ValueError for a body that is none of its protocol."""
    signed_for = signature(http).service
    models = service_models.of_signature(signed_for)
    # To S3 that header says what the object is.
    if "gzip" in http.headers.get("content-encoding", "") and signed_for != "s3":
        http = dataclasses.replace(http, body=gzip.decompress(http.body))
    if target := http.headers.get("x-amz-target"):
        prefix, _, name = target.rpartition(".")
        return _request(service_models.named(models, name, prefix), json.loads(http.body or b"{}"))
    if http.headers.get("smithy-protocol") == "rpc-v2-cbor":
        found = _CBOR_PATH.search(http.raw_path)
        operation = service_models.named(models, found[1] if found else http.raw_path)
        content = RpcV2CBORParser().parse_data_item(io.BytesIO(http.body)) if http.body else {}
        return _request(operation, content)
    if {"query", "ec2"} & {model.metadata["protocol"] for model in models} or _is_form(http):
        return _from_form(http, models)
    return _from_uri(http, models)


def _request(operation: OperationModel, content: dict, unknown: Iterable[str] = ()) -> ApiRequest:
    return ApiRequest(operation.service_model.service_name, operation.name, content, list(unknown))


def _is_form(http: HttpRequest) -> bool:
    return "x-www-form-urlencoded" in http.headers.get("content-type", "")


def _from_form(http: HttpRequest, models: list) -> ApiRequest:
    text = "&".join(part for part in (http.raw_query, http.body.decode()) if part)
    pairs = (pair.partition("=") for pair in text.split("&") if pair)
    form = {unquote_plus(name): unquote_plus(value) for name, _, value in pairs}
    operation = service_models.named(models, form.pop("Action", ""))
    form.pop("Version", None)
    used: set[str] = set()
    ec2 = operation.service_model.metadata["protocol"] == "ec2"
    shape = operation.input_shape
    content = request_text.from_form(shape, form, used, ec2=ec2) if shape else {}
    return _request(operation, content, sorted(form.keys() - used))


def _from_uri(http: HttpRequest, models: list) -> ApiRequest:
    query = http.query
    operation, labels = service_models.routed(models, http.method, http.raw_path, query, http.headers)
    if operation.input_shape is None:
        return _request(operation, {})
    content = _content(http, operation)
    for name, member in operation.input_shape.members.items():
        wire = request_text.wire_name(name, member)
        value = _located(member, wire, labels, query, http.headers)
        if value is not None:
            content[wire] = value
    literals = parse_qs(operation.http["requestUri"].partition("?")[2], keep_blank_values=True)
    known = literals.keys() | {
        request_text.wire_name(name, member)
        for name, member in operation.input_shape.members.items()
        if member.serialization.get("location") == "querystring"
    }
    unknown = [name for name in query if name not in known and not _OF_NO_OPERATION.fullmatch(name)]
    return _request(operation, content, unknown)


def _located(member: Shape, wire: str, labels: dict, query: dict, headers: dict):
    match member.serialization.get("location"):
        case "uri" if wire in labels:
            return request_text.scalar(member, unquote(labels[wire]))
        case "querystring" if isinstance(member, ListShape):
            return [request_text.scalar(member.member, value) for value in query[wire]] if wire in query else None
        case "querystring" if wire in query:
            return request_text.scalar(member, query[wire][0])
        case "header" if wire.lower() in headers:
            return _from_header(member, headers[wire.lower()])
        case "headers" if isinstance(member, MapShape):
            start = wire.lower()
            return {name[len(start) :]: value for name, value in headers.items() if name.startswith(start)} or None
    return None


def _from_header(member: Shape, text: str):
    if isinstance(member, ListShape):
        return [request_text.scalar(member.member, part.strip()) for part in text.split(",")]
    return request_text.scalar(member, text)


def _content(http: HttpRequest, operation: OperationModel) -> dict:
    """The members that the body carries."""
    shape = operation.input_shape
    payload = shape.serialization.get("payload")
    member = shape.members[payload] if payload else None
    if not http.body:
        return {}
    if member is not None and member.type_name in ("blob", "string"):
        return {request_text.wire_name(payload, member): http.body}
    if operation.service_model.metadata["protocol"] == "rest-xml":
        content = request_text.from_xml(shape if member is None else member, ElementTree.fromstring(http.body))
    else:
        content = json.loads(http.body)
    return content if member is None else {request_text.wire_name(payload, member): content}
