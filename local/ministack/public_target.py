"""What a request reaches that AWS serves without a signature: an API, a function URL, and the preflight requests of a bucket.

Deliberately nothing else that AWS serves to everybody: public buckets and form uploads, sign-in pages, distributions, load balancers.
"""

from collections.abc import Callable
from dataclasses import dataclass

from ministack import app
from ministack.core.responses import request_scope
from ministack.core.router import detect_service
from ministack.services import apigateway, apigateway_v1, lambda_svc, s3


@dataclass(frozen=True)
class PublicTarget:
    # What it is, in the words of a refusal.
    name: str
    # Whether its own CORS settings admit pages of an origin.
    admits: Callable[[str], bool]
    # Whether AWS serves this request without a signature.
    unsigned: bool = True


def reached(host: str, path: str, method: str, headers: dict, query: dict) -> PublicTarget | None:
    if endpoint := _endpoint(host, path):
        return endpoint
    bucket = app._s3_cors_target(host, path) if detect_service(method, path, headers, query) == "s3" else None
    if bucket is None:
        return None
    return PublicTarget("the bucket", lambda _: _bucket_admits(bucket[0], method, headers), method == "OPTIONS")


def is_endpoint(host: str, path: str) -> bool:
    """Whether it is an API's or a function's, of which each path is its own."""
    return _endpoint(host, path) is not None


def is_custom_domain(host: str) -> bool:
    return apigateway_v1.find_domain_scope(_name_of(host)) is not None


def _endpoint(host: str, path: str) -> PublicTarget | None:
    api = app._parse_execute_api_url(host, path) or app._resolve_custom_domain_request(host, path)
    if api is not None or is_custom_domain(host):
        return PublicTarget("the API", lambda origin: api is not None and _api_admits(api[0], origin))
    url = app._parse_lambda_url(host, path)
    return None if url is None else PublicTarget("the function URL", lambda origin: _url_admits(url[0], origin))


def _name_of(host: str) -> str:
    return host.partition(":")[0].lower()


def _api_admits(api_id: str, origin: str) -> bool:
    """REST APIs have no CORS settings: they answer preflight requests by a method of their own."""
    scope = apigateway.find_api_scope(api_id)
    if scope is None:
        return False
    with request_scope(*scope):
        settings = (apigateway._apis.get(api_id) or {}).get("corsConfiguration") or {}
    return bool(apigateway._cors_response_headers(settings, origin))


def _url_admits(url_id: str, origin: str) -> bool:
    found = lambda_svc.resolve_function_url(url_id)
    return found is not None and bool(lambda_svc._function_url_cors_headers(found[4], {"origin": origin}))


def _bucket_admits(bucket: str, method: str, headers: dict) -> bool:
    asked = headers.get("access-control-request-method", "") if method == "OPTIONS" else method
    return bool(s3.cors_response_headers(bucket, asked, headers))
