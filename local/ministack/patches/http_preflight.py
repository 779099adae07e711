"""Symptom: an HTTP API answers every OPTIONS request by itself, also those for which a route is there: `$default`, `ANY` or
`OPTIONS`. So an authorizer of such a route never sees a browser's preflight request, and no function does.

AWS answers only where no route takes the request, and adds its CORS headers to what the function of a route says:
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
"""

import http_answer
from ministack.services import apigateway

# ministack looks for requests in capitals: in small letters, they take the way of all other methods.
_ROUTED = "options"


def install() -> None:
    handle, match = apigateway._handle_execute_in_scope, apigateway._match_route
    authorize, call = apigateway._authorize_request_v2, apigateway._invoke_lambda_proxy

    async def handle_routed(api_id, stage, path, method, *args):
        if method == "OPTIONS":
            if match(api_id, method, "/" + path.lstrip("/")) is not None:
                method = _ROUTED
            elif not (apigateway._apis.get(api_id) or {}).get("corsConfiguration"):
                return http_answer.failure(404, "Not Found")
        return await handle(api_id, stage, path, method, *args)

    def match_routed(api_id, method, path):
        return match(api_id, method.upper(), path)

    async def authorize_routed(api_id, stage, route, method, *args):
        return await authorize(api_id, stage, route, method.upper(), *args)

    async def call_routed(integration, api_id, stage, path, method, *args, **options):
        return await call(integration, api_id, stage, path, method.upper(), *args, **options)

    apigateway._handle_execute_in_scope, apigateway._match_route = handle_routed, match_routed
    apigateway._authorize_request_v2, apigateway._invoke_lambda_proxy = authorize_routed, call_routed
