"""Symptom: the throttling settings of a stage and its routes are kept, and every call goes through.

A token bucket for each route: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
"""

import time

import http_answer
import http_routes
from ministack import app

# Tokens left and when they were counted, by API, stage and route.
_buckets: dict[tuple, tuple[float, float]] = {}


def install() -> None:
    enforce = app._enforce_execute_api

    def throttle_or_enforce(api_id, stage, method, path, *args, **options):
        reached = http_routes.reached(api_id, stage, method, path)
        if reached is not None and reached.route_key is not None:
            stage_settings = reached.stage
            settings = {
                **(stage_settings.get("defaultRouteSettings") or {}),
                **((stage_settings.get("routeSettings") or {}).get(reached.route_key) or {}),
            }
            if not _take((api_id, stage, reached.route_key), settings):
                return http_answer.failure(429, "Too Many Requests")
        return enforce(api_id, stage, method, path, *args, **options)

    app._enforce_execute_api = throttle_or_enforce


def _take(route: tuple, settings: dict) -> bool:
    """Takes a token. A limit that is not set is the account's, which nothing reaches here; one of 0 stops everything."""
    rate, burst = settings.get("throttlingRateLimit"), settings.get("throttlingBurstLimit")
    if rate is None or burst is None:
        return True
    now = time.monotonic()
    tokens, counted_at = _buckets.get(route, (float(burst), now))
    tokens = min(float(burst), tokens + (now - counted_at) * rate)
    granted = tokens >= 1
    _buckets[route] = (tokens - 1 if granted else tokens, now)
    return granted
