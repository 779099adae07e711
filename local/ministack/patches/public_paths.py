"""Symptom: paths of an API's or a function's URL that ministack knows itself never reach the function, and are served to
everybody: `/health`, `/login`, `/logout`, `/Execute`, `/iceberg…`, `/v2/…`.

On AWS each path of such a URL is the API's.
"""

import http_answer
import public_target
from ministack import app


def install() -> None:
    before_body, after_body = app._handle_pre_body_request, app._handle_post_body_shortcuts
    special = app._handle_special_data_plane_request

    async def handle_before_body(method, path, headers, *args):
        return None if _is_endpoint(headers, path) else await before_body(method, path, headers, *args)

    async def handle_after_body(method, path, headers, *args):
        return None if _is_endpoint(headers, path) else await after_body(method, path, headers, *args)

    async def handle_special(method, path, headers, body, query_params, request_id, **options):
        if not _is_endpoint(headers, path):
            return await special(method, path, headers, body, query_params, request_id, **options)
        # The same two steps as ministack's, without those that it takes before them, and never on to a service.
        request = (headers["host"], path, method, headers, body, query_params)
        raw = {name: options.get(name) for name in ("raw_path", "raw_query_string")}
        if answer := await app._handle_execute_api_request(*request, **raw):
            return app._with_data_plane_headers(answer, request_id, wildcard_cors=False)
        answer = await app._handle_lambda_url_request(*request) or http_answer.failure(404, "Not Found")
        if not any(name.lower() == "x-amzn-requestid" for name in answer[1]):
            answer[1]["x-amzn-RequestId"] = request_id
        return answer

    app._handle_pre_body_request, app._handle_post_body_shortcuts = handle_before_body, handle_after_body
    app._handle_special_data_plane_request = handle_special


def _is_endpoint(headers: dict, path: str) -> bool:
    return public_target.is_endpoint(headers.get("host", ""), path)
