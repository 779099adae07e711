"""Symptom: a stage keeps its access log settings, and nothing is ever logged.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html
Quotes and backslashes are escaped in a format that is JSON, as seen in https://github.com/DataBiosphere/azul/issues/4348.
Nobody says what becomes of line ends and other control characters: they stay, so that no format relies on it.
"""

import re
import time

import http_context
import http_routes
import request_scope as http_request
from ministack import app
from ministack.core.responses import request_scope
from ministack.services import cloudwatch_logs, lambda_svc

_VARIABLE = re.compile(r"\$context\.([A-Za-z0-9_.]+)")


def install() -> None:
    enforce, handle = app._enforce_execute_api, app._handle_execute_api_request

    def note_and_enforce(api_id, stage, method, path, *args, **options):
        # The first step that knows API, stage and path, before anything refuses the call.
        reached = http_routes.reached(api_id, stage, method, path)
        http_context.note(apiId=api_id, stage=stage, path=path, reached=reached)
        return enforce(api_id, stage, method, path, *args, **options)

    async def handle_and_log(host, path, method, *args, **options):
        context = http_context.begin()
        answer = await handle(host, path, method, *args, **options)
        if context.get("reached") is not None:
            answer[1]["apigw-requestid"] = context["requestId"]
            _log(context, host, method, answer)
        return answer

    app._enforce_execute_api, app._handle_execute_api_request = note_and_enforce, handle_and_log
    dispatch = lambda_svc._execute_function_dispatch

    def note_and_dispatch(function, config, event, request_id, started):
        http_context.note(**{"integration.requestId": request_id})
        return dispatch(function, config, event, request_id, started)

    lambda_svc._execute_function_dispatch = note_and_dispatch


def _log(context: dict, host: str, method: str, answer: tuple) -> None:
    reached = context["reached"]
    settings = reached.stage.get("accessLogSettings") or {}
    group = settings.get("destinationArn", "").partition(":log-group:")[2].removesuffix(":*")
    if not group:
        return
    values = {**_variables(context, host, method, answer), **context}
    line = _filled(settings.get("format", ""), values)
    stream = f"{context['apiId']}-{reached.stage['stageName']}"
    with request_scope(reached.account_id, reached.region):
        # Says that it exists from the second line on.
        cloudwatch_logs._create_log_stream({"logGroupName": group, "logStreamName": stream})
        events = [{"timestamp": int(context["startedAt"] * 1000), "message": line}]
        cloudwatch_logs._put_log_events({"logGroupName": group, "logStreamName": stream, "logEvents": events})


def _variables(context: dict, host: str, method: str, answer: tuple) -> dict:
    status, _, body = answer
    reached, started_at = context["reached"], context["startedAt"]
    headers = http_request.header_values()
    return {
        "accountId": reached.account_id,
        "domainName": host.partition(":")[0],
        "domainPrefix": host.partition(".")[0],
        "httpMethod": method,
        "identity.sourceIp": http_request.client_address(),
        "identity.userAgent": ",".join(headers.get("user-agent", [])),
        "protocol": "HTTP/1.1",
        "requestTime": http_context.request_time(started_at),
        "requestTimeEpoch": int(started_at * 1000),
        "responseLatency": int((time.time() - started_at) * 1000),
        "responseLength": len(body or b""),
        "routeKey": reached.route_key,
        "status": status,
        **_caller(context),
    }


def _caller(context: dict) -> dict:
    authorizer = context.get("authorizer") or {}
    iam, claims = authorizer.get("iam") or {}, (authorizer.get("jwt") or {}).get("claims") or {}
    return {
        "identity.userArn": iam.get("userArn"),
        "identity.user": iam.get("userId"),
        "identity.caller": iam.get("callerId"),
        "identity.accountId": iam.get("accountId"),
        **{f"authorizer.claims.{name}": value for name, value in claims.items()},
    }


def _filled(line: str, values: dict) -> str:
    """What has no value is a dash."""
    is_json = line.lstrip().startswith("{")

    def shown(found: re.Match) -> str:
        value = values.get(found[1].rstrip("."))
        text = "-" if value is None else str(value)
        return text.replace("\\", "\\\\").replace('"', '\\"') if is_json else text

    return _VARIABLE.sub(shown, line)
