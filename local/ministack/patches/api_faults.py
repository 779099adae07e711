"""Fault: throttles, fails, slows down or cuts off the calls of one API. Not a symptom of ministack."""

import asyncio
import json
import uuid
from html import escape

import faults
from ministack import app
from ministack.core import iam_evaluator
from ministack.core.iam_actions import extract_iam_action, extract_resource_arn
from ministack.core.responses import get_account_id
from ministack.core.router import detect_service, extract_access_key_id, extract_region

_SERVER_FAULTS = ("ServiceUnavailable", "InternalServerError", "InternalFailure", "InternalError")
CONNECTION_RESET = "ConnectionReset"


class ConnectionCut(Exception):
    """Ends the connection without an answer; control.app closes it."""


def install() -> None:
    dispatch = app._dispatch_service_request

    async def dispatch_or_fail(method, path, headers, body, query_params, request_id):
        fault = _fault_for(method, path, headers, body, query_params)
        if fault is None:
            return await dispatch(method, path, headers, body, query_params, request_id)
        await asyncio.sleep((fault.get("delayMs") or 0) / 1000)
        code = fault.get("code")
        if code is None:
            return await dispatch(method, path, headers, body, query_params, request_id)
        if code == CONNECTION_RESET:
            raise ConnectionCut
        return _error(code, fault.get("status") or (503 if code in _SERVER_FAULTS else 400), headers)

    app._dispatch_service_request = dispatch_or_fail


def _fault_for(method, path, headers, body, query_params) -> dict | None:
    if not faults.any_api():
        return None
    parameters = app._routing_params(method, path, headers, body, query_params)
    service = detect_service(method, path, headers, parameters)
    action = extract_iam_action(service, method, path, headers, body, parameters) or ""
    resource = extract_resource_arn(
        service, method, path, headers, body, parameters, extract_region(headers), get_account_id()
    )
    credential = iam_evaluator.resolve_credential(extract_access_key_id(headers, query_params) or "", get_account_id())
    # arn:aws:sts::123456789012:assumed-role/ROLE/SESSION
    parts = getattr(credential, "principal_arn", "").split("/")
    role = parts[1] if ":assumed-role" in parts[0] else ""
    return faults.take_api(service, action.partition(":")[2], resource, role)


def _error(code: str, status: int, headers: dict) -> tuple:
    request_id = str(uuid.uuid4())
    message = "A fault that a test asked for."
    if "x-www-form-urlencoded" in headers.get("content-type", ""):
        content = (
            f"<ErrorResponse><Error><Type>Sender</Type><Code>{escape(code)}</Code><Message>{message}</Message></Error>"
            f"<RequestId>{request_id}</RequestId></ErrorResponse>"
        )
        return status, {"Content-Type": "text/xml", "x-amzn-requestid": request_id}, content.encode()
    content = {"__type": code, "message": message}
    return (
        status,
        {"Content-Type": "application/x-amz-json-1.0", "x-amzn-errortype": code, "x-amzn-requestid": request_id},
        json.dumps(content).encode(),
    )
