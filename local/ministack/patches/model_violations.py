"""Symptom: ministack takes what AWS refuses by its models: patterns, lengths, enums, ranges, required and unknown members.

What is taken all the same is recorded, and suites demand that nothing is. It is not refused here: each service words its
refusals otherwise, callers may hide them, and a suite would name a consequence instead of the cause.
"""

import re

import accepted_requests
import caller
import input_rules
import records
import request_input
from request_input import ApiRequest, HttpRequest

# Members that say which resource is meant.
_NAMES_A_RESOURCE = re.compile(r"(Name|Arn|ARN|Id|Url|Bucket|Key)$")


def install() -> None:
    accepted_requests.observe(_check)


def _check(http: HttpRequest, request: ApiRequest | Exception) -> None:
    if isinstance(request, Exception):
        call = {"service": request_input.signature(http).service, "operation": f"{http.method} {http.raw_path}"}
        _record(http, call, "", f"must be a request of its model: {type(request).__name__}: {request}")
        return
    call = {"service": request.service, "operation": request.operation, "resource": _resource(request)}
    for name in request.unknown:
        _record(http, call, name, "is no parameter of the operation")
    for violation in input_rules.violations(request.service, request.operation, request.input):
        _record(http, call, *violation)


def _resource(request: ApiRequest) -> str:
    members = request.input.items() if isinstance(request.input, dict) else ()
    names = (f"{key}={value}" for key, value in members if _NAMES_A_RESOURCE.search(key))
    return ", ".join(name for name in names if len(name) < 200)


def _record(http: HttpRequest, call: dict, member: str, rule: str, value=None) -> None:
    given = {} if value is None else {"value": str(value)[:200]}
    who = caller.arn_of(request_input.signature(http).access_key_id)
    records.add("violations", caller=who, **call, member=member, rule=rule, **given)
