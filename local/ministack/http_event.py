"""The event that an HTTP API sends to a function, payload format 2.0 (part of the patch `http_api`).

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

import base64
import secrets
import time

import http_context
import request_scope
from ministack.services import apigateway, apigateway_v1


def build(
    api_id: str,
    stage: str,
    path: str,
    method: str,
    route_key: str,
    body: bytes,
    query: dict,
    raw_query: str,
    path_parameters: dict | None,
    authorizer: dict | None,
    account_id: str,
) -> dict:
    headers = request_scope.header_values()
    # Only a stage with a name is part of the path.
    whole_path = path if stage == "$default" else f"/{stage}{path}"
    domain = _domain(headers) or f"{api_id}.execute-api.{apigateway._HOST}"
    context = http_context.current()
    event = {
        "version": "2.0",
        "routeKey": route_key,
        "rawPath": whole_path,
        "rawQueryString": raw_query,
        "cookies": [cookie.strip() for line in headers.pop("cookie", []) for cookie in line.split(";")],
        "headers": {**{name: ",".join(values) for name, values in headers.items()}, **_added(headers)},
        "queryStringParameters": {name: ",".join(values) for name, values in query.items()},
        "requestContext": {
            "accountId": account_id,
            "apiId": api_id,
            "authorizer": authorizer,
            "domainName": domain,
            "domainPrefix": domain.partition(".")[0],
            "http": {
                "method": method,
                "path": whole_path,
                "protocol": "HTTP/1.1",
                "sourceIp": request_scope.client_address(),
                "userAgent": ",".join(headers.get("user-agent", [])),
            },
            "requestId": context["requestId"],
            "routeKey": route_key,
            "stage": stage,
            "time": http_context.request_time(context["startedAt"]),
            "timeEpoch": int(context["startedAt"] * 1000),
        },
        "pathParameters": path_parameters,
        "stageVariables": apigateway._get_stage_variables(api_id, stage),
        "isBase64Encoded": False,
    }
    if body:
        text = apigateway._v2_request_body_is_text(event["headers"].get("content-type"))
        event["body"] = body.decode("utf-8", errors="replace") if text else base64.b64encode(body).decode()
        event["isBase64Encoded"] = not text
    if authorizer is None:
        del event["requestContext"]["authorizer"]
    # AWS leaves out what is empty, but for these.
    kept = ("version", "routeKey", "rawPath", "rawQueryString", "headers", "requestContext", "isBase64Encoded")
    return {name: value for name, value in event.items() if value or name in kept}


def _domain(headers: dict) -> str | None:
    """The domain of the API's own that was called, in whose events the key of the mapping is in no path."""
    host = headers.get("host", [""])[0].partition(":")[0].lower()
    return host if "." in host and apigateway_v1.find_domain_scope(host) is not None else None


def _added(headers: dict) -> dict:
    """What API Gateway adds. It is called by TLS on port 443 on AWS, and functions may build links from that."""
    seconds = f"{int(time.time()):08x}"
    return {
        "x-amzn-trace-id": ",".join(headers.get("x-amzn-trace-id", [f"Root=1-{seconds}-{secrets.token_hex(12)}"])),
        "x-forwarded-for": ", ".join([*headers.get("x-forwarded-for", []), request_scope.client_address()]),
        "x-forwarded-port": "443",
        "x-forwarded-proto": "https",
    }
