"""Symptom: every plan after an apply wants to set an event source mapping's `metrics_config`, for ministack forgets
it.

Also: AWS refuses batches over 10 messages without a batching window, and a batching window on a FIFO queue; ministack
takes both.
"""

import json

from ministack.services import lambda_svc

_FORGOTTEN = ("MetricsConfig", "ProvisionedPollerConfig", "KMSKeyArn")


def install() -> None:
    create, update = lambda_svc._create_esm, lambda_svc._update_esm

    def create_whole(data):
        return _refusal(data, data) or _complete(create(data), data)

    def update_whole(mapping_id, data):
        known = lambda_svc._esms.get(mapping_id) or {}
        return _refusal({**known, **data}, data) or _complete(update(mapping_id, data), data)

    lambda_svc._create_esm, lambda_svc._update_esm = create_whole, update_whole


def _complete(answer: tuple, data: dict) -> tuple:
    if answer[0] >= 300:
        return answer
    mapping = lambda_svc._esms[json.loads(answer[2])["UUID"]]
    mapping.update({name: data[name] for name in _FORGOTTEN if name in data})
    return lambda_svc.json_response(lambda_svc._esm_response(mapping), answer[0])


def _refusal(whole: dict, asked: dict) -> tuple | None:
    """Wording as on AWS; only for what this call sets, so that unrelated updates pass."""
    source = whole.get("EventSourceArn", "")
    if ":sqs:" not in source or not {"BatchSize", "MaximumBatchingWindowInSeconds"} & set(asked):
        return None
    window = whole.get("MaximumBatchingWindowInSeconds") or 0
    if source.endswith(".fifo") and window > 0:
        return lambda_svc._invalid_parameter_value(
            "Batching window is not supported for FIFO queues. Please remove the MaximumBatchingWindowInSeconds."
        )
    if (whole.get("BatchSize") or 10) > 10 and window == 0:
        return lambda_svc._invalid_parameter_value(
            "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10"
        )
    return None
