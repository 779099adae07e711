"""Symptoms: a Lambda authorizer runs without a permission to be invoked, as the function and not as its alias, with an event that
lacks cookies, the request's headers as they came and the domain; and there is no end to its time.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
"""

import asyncio
import contextvars

import function_target
import http_event
from ministack.services import apigateway, lambda_svc

_SERVICE = "apigateway.amazonaws.com"
# "Timeout for Lambda authorizer response": https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
_TIMEOUT_SECONDS = 10


def install() -> None:
    original = apigateway._invoke_request_authorizer_lambda

    async def invoke(authorizer: dict, event: dict, account_id: str, region: str) -> dict | None:
        """The function's answer, or None, which the client sees as 500."""
        # An API of another kind, or an event in the form of REST APIs.
        if event.get("version") != "2.0":
            return await original(authorizer, event, account_id, region)
        context = event["requestContext"]
        reference = apigateway._extract_lambda_ref_from_integration_uri(authorizer.get("authorizerUri", ""))
        source = (
            f"arn:aws:execute-api:{region}:{account_id}:{context['apiId']}/authorizers/{authorizer['authorizerId']}"
        )
        target = function_target.find(reference, account_id, region)
        if target is None or not function_target.may_invoke(target, _SERVICE, source, account_id, region):
            return None
        run = contextvars.copy_context().run
        call = asyncio.ensure_future(
            apigateway.run_reentrant(
                run,
                lambda_svc._execute_function_with_config_scope,
                target.record,
                _event(event, account_id),
                thread_name="http-api-authorizer",
            )
        )
        done, _ = await asyncio.wait([call], timeout=_TIMEOUT_SECONDS)
        result = call.result() if done else {"error": True}
        answer = result.get("body")
        return answer if not result.get("error") and isinstance(answer, dict) else None

    apigateway._invoke_request_authorizer_lambda = invoke


def _event(event: dict, account_id: str) -> dict:
    context = event["requestContext"]
    query = {name: [value] for name, value in (event["queryStringParameters"] or {}).items()}
    built = http_event.build(
        context["apiId"],
        context["stage"],
        event["rawPath"],
        context["http"]["method"],
        context["routeKey"],
        b"",
        query,
        event["rawQueryString"],
        event["pathParameters"],
        None,
        account_id,
    )
    del built["isBase64Encoded"]
    return {**built, "type": "REQUEST", "routeArn": event["routeArn"], "identitySource": event["identitySource"]}
