"""The stage and the route that a request to an HTTP API reaches."""

from dataclasses import dataclass

from ministack.core.responses import request_scope
from ministack.services import apigateway


@dataclass(frozen=True)
class Reached:
    account_id: str
    region: str
    stage: dict
    # None where no route fits.
    route_key: str | None


def reached(api_id: str, stage: str, method: str, path: str) -> Reached | None:
    """None for what is no HTTP API, or has no such stage."""
    scope = apigateway.find_api_scope(api_id)
    if scope is None:
        return None
    with request_scope(*scope):
        settings = apigateway._stages.get(api_id, {}).get(stage)
        route = apigateway._match_route(api_id, method, "/" + path.lstrip("/"))
    return None if settings is None else Reached(*scope, settings, route and route["routeKey"])
