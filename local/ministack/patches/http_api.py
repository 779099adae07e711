"""Symptoms: the event of an HTTP API lacks cookies, stageVariables, x-forwarded-* and has headers joined by ", "; a
handler's error is answered with 502 and its message, a malformed answer passes through, a body over 10 MB is taken, a
route with AWS_IAM takes any Authorization header that is no signature, and the calls are not judged by the function's
policy (aws_lambda_permission).

Replaces the step between the route and the function.
"""

import asyncio
import contextvars
import json
import time

import function_target
import http_answer
import http_context
import http_event
from ministack import app
from ministack.services import apigateway, lambda_svc

# Quotas of HTTP APIs and of Invoke.
_MAX_BODY_BYTES = 10 * 1024 * 1024
_MAX_EVENT_BYTES = 6 * 1024 * 1024
_DEFAULT_TIMEOUT_MS = 30_000
_SERVICE = "apigateway.amazonaws.com"


def install() -> None:
    apigateway._invoke_lambda_proxy = _call_function
    apigateway._jwt_forbidden = lambda message="Forbidden": http_answer.failure(403, message)
    apigateway._jwt_unauthorized = lambda message="Unauthorized": http_answer.failure(401, message)
    enforce = app._enforce_execute_api

    def enforce_as_http_api(api_id, stage, method, path, headers, *args, **options):
        if not apigateway.find_api_scope(api_id):
            return enforce(api_id, stage, method, path, headers, *args, **options)
        signed = headers.get("authorization", "").startswith("AWS4-HMAC-SHA256")
        needs_signature = apigateway.route_authorization_type(api_id, stage, method, path) == "AWS_IAM"
        if needs_signature and not signed or enforce(api_id, stage, method, path, headers, *args, **options):
            # An HTTP API says no more than that to a caller that it refuses.
            return http_answer.failure(403, "Forbidden")
        return None

    app._enforce_execute_api = enforce_as_http_api


async def _call_function(
    integration,
    api_id,
    stage,
    path,
    method,
    headers,
    body,
    query_params,
    route_key="$default",
    path_params=None,
    *,
    authorizer_claims=None,
    authorizer_scopes=None,
    authorizer_lambda_context=None,
    authorizer_iam=None,
    owner_account_id=None,
    owner_region=None,
    raw_query_string=None,
) -> tuple:
    if len(body or b"") > _MAX_BODY_BYTES:
        return http_answer.failure(413, "Request Entity Too Large")
    authorizer = _authorizer(authorizer_claims, authorizer_scopes, authorizer_lambda_context, authorizer_iam)
    http_context.note(authorizer=authorizer)
    raw_query = apigateway._raw_query_string(query_params, raw_query_string)
    event = http_event.build(
        api_id,
        stage,
        path,
        method,
        route_key,
        body,
        query_params or {},
        raw_query,
        path_params,
        authorizer,
        owner_account_id,
    )
    if len(json.dumps(event)) > _MAX_EVENT_BYTES:
        return http_answer.failure(413, "Request Entity Too Large")
    reference = apigateway._extract_lambda_ref_from_integration_uri(integration.get("integrationUri", ""))
    source = f"arn:aws:execute-api:{owner_region}:{owner_account_id}:{api_id}/{stage}/{_route_resource(route_key)}"
    target = function_target.find(reference, owner_account_id, owner_region)
    if target is None or not function_target.may_invoke(target, _SERVICE, source, owner_account_id, owner_region):
        return _failure(
            500,
            "Internal Server Error",
            "The IAM role configured on the integration or API Gateway doesn't have permissions to call the integration.",
        )
    timeout = (integration.get("timeoutInMillis") or _DEFAULT_TIMEOUT_MS) / 1000
    status, answer_headers, answer = await _result(target.record, event, timeout)
    # The name of the request, the same as in the event.
    return status, {**answer_headers, "apigw-requestid": event["requestContext"]["requestId"]}, answer


async def _result(record: dict, event: dict, timeout: float) -> tuple:
    run = contextvars.copy_context().run
    call = asyncio.ensure_future(
        apigateway.run_reentrant(
            run, lambda_svc._execute_function_with_config_scope, record, event, thread_name="http-api"
        )
    )
    begin = time.monotonic()
    done, _ = await asyncio.wait([call], timeout=timeout)
    http_context.note(integrationLatency=round((time.monotonic() - begin) * 1000))
    # The function goes on, as on AWS; only its caller waits no longer.
    if not done:
        return _failure(503, "Service Unavailable", "Endpoint request timed out")
    result = call.result()
    answer = http_answer.from_result(result)
    http_context.note(integrationStatus=answer[0] if not result.get("error") else 200, **_error_of(result, answer))
    return answer


def _failure(status: int, message: str, reason: str) -> tuple:
    http_context.note(integrationErrorMessage=reason)
    return http_answer.failure(status, message)


def _error_of(result: dict, answer: tuple) -> dict:
    """What the access log says of a function's failure; the client hears nothing of it."""
    if result.get("error"):
        body = result.get("body") or {}
        reason = body.get("errorMessage") or body.get("message") if isinstance(body, dict) else body
        return {"integrationErrorMessage": f"The Lambda function returned the following error: {reason}."}
    if answer == http_answer.failure(500, "Internal Server Error"):
        return {
            "integrationErrorMessage": "The response from the Lambda function doesn't match the format that API Gateway "
            "expects. Check your Lambda function code and try again."
        }
    return {}


def _authorizer(claims, scopes, lambda_context, iam) -> dict | None:
    if claims is not None:
        return {
            "jwt": {
                "claims": {name: apigateway._jwt_claim_to_string(value) for name, value in claims.items()},
                "scopes": scopes or None,
            }
        }
    if lambda_context is not None:
        return {"lambda": lambda_context}
    return {"iam": {"cognitoIdentity": None, **iam}} if iam is not None else None


def _route_resource(route_key: str) -> str:
    method, _, path = route_key.partition(" ")
    return f"{method}{path}" if path else "$default"
