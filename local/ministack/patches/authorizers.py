"""Symptom: every plan after an apply wants to remove `authorizer_payload_format_version` of a JWT authorizer, and
`jwt_configuration` of a Lambda authorizer.

AWS shows the settings of Lambda authorizers only for Lambda authorizers (type REQUEST), and those of tokens for the others.
"""

from ministack.services import apigateway

_LAMBDA_ONLY = (
    "authorizerUri",
    "authorizerPayloadFormatVersion",
    "authorizerResultTtlInSeconds",
    "enableSimpleResponses",
    "authorizerCredentialsArn",
)


def install() -> None:
    original = apigateway._apigw_response

    def respond(data: dict, status: int = 200) -> tuple:
        return original(_shown(data), status)

    apigateway._apigw_response = respond


def _shown(data: dict) -> dict:
    if "items" in data:
        return {**data, "items": [_shown(item) for item in data["items"]]}
    if data.get("authorizerType") == "REQUEST":
        return {name: value for name, value in data.items() if name != "jwtConfiguration"}
    if data.get("authorizerType") != "JWT":
        return data
    return {name: value for name, value in data.items() if name not in _LAMBDA_ONLY}
