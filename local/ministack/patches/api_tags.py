"""Symptom: tags of an HTTP API or a stage that change do not read back: GetApi and GetStage show those that it was made with, and every plan wants to
change them again."""

from ministack.services import apigateway


def install() -> None:
    tag, untag = apigateway._tag_resource, apigateway._untag_resource

    def tag_resource(resource_arn: str, data: dict) -> tuple:
        answer = tag(resource_arn, data)
        _show(resource_arn)
        return answer

    def untag_resource(resource_arn: str, tag_keys: list) -> tuple:
        answer = untag(resource_arn, tag_keys)
        _show(resource_arn)
        return answer

    apigateway._tag_resource, apigateway._untag_resource = tag_resource, untag_resource


def _show(resource_arn: str) -> None:
    arn, error = apigateway._validate_tag_resource_arn(resource_arn)
    if error:
        return
    # …::/apis/ID or …::/apis/ID/stages/NAME; domain names show their tags as they are.
    match arn.partition("::/")[2].split("/"):
        case ["apis", api]:
            apigateway._apis[api]["tags"] = dict(apigateway._api_tags.get(arn, {}))
        case ["apis", api, "stages", stage]:
            apigateway._stages[api][stage]["tags"] = dict(apigateway._api_tags.get(arn, {}))
