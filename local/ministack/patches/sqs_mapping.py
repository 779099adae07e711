"""Symptoms: the batching window is ignored and no batch is larger than 10; with ReportBatchItemFailures a malformed
answer deletes messages that the function reported as failed; a throttled batch is given up until its visibility
time-out; a FIFO queue is served by one function at a time; events lack md5OfMessageAttributes and
DeadLetterQueueSourceArn.

Replaces ministack's poller for SQS by one that gathers batches as Lambda does:
https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
"""

import contextvars
import logging
import threading
import time
from dataclasses import dataclass, field

import batch_answer
import faults
from ministack.services import lambda_svc, sqs

# A payload of an invocation may have 6 MB; records have more fields than their bodies.
_MAX_BATCH_BYTES = 6_000_000
_BYTES_BESIDE_BODY = 1_000
# "Lambda starts processing five batches at a time".
_DEFAULT_CONCURRENCY = 5
_THROTTLED_RETRY_SECONDS = 0.2


@dataclass
class _Gathering:
    """Messages received for one mapping that are not yet on their way to the function."""

    messages: list = field(default_factory=list)
    due: float = 0.0


_log = logging.getLogger("local.mapping")
_gatherings: dict[str, _Gathering] = {}


def install() -> None:
    lambda_svc._poll_sqs = _poll


def _poll() -> bool:
    """One look at every SQS mapping; True when it found work. Called over and over by ministack's one poll thread."""
    mappings = list(lambda_svc._iter_all_esms())
    for gone in set(_gatherings) - {mapping["UUID"] for _, _, mapping in mappings}:
        del _gatherings[gone]
    return any([_poll_in_scope(*scoped) for scoped in mappings])


def _poll_in_scope(account: str, region: str, mapping: dict) -> bool:
    context = contextvars.copy_context()
    context.run(lambda_svc._request_account_id.set, account)
    context.run(lambda_svc._request_region.set, region)
    try:
        return context.run(_poll_mapping, mapping)
    except Exception:
        # A mapping that goes wrong (its queue was just deleted) must not hold up the others.
        _log.exception("mapping %s", mapping["UUID"])
        return False


def _poll_mapping(mapping: dict) -> bool:
    mapping_id, source = mapping["UUID"], mapping.get("EventSourceArn", "")
    if ":sqs:" not in source or not mapping.get("Enabled", True) or faults.mapping_is_paused(mapping_id):
        return False
    queue = sqs._queue_by_arn(source)
    function, _config = lambda_svc._get_func_record_for_qualifier(mapping["FunctionName"], mapping.get("Qualifier"))
    if queue is None or function is None:
        return False
    limit = (mapping.get("ScalingConfig") or {}).get("MaximumConcurrency") or _DEFAULT_CONCURRENCY
    if lambda_svc._esm_inflight.get(mapping_id, 0) >= limit or not _role_may_poll(mapping, function, source):
        return False
    gathering = _gatherings.setdefault(mapping_id, _Gathering())
    _gather(gathering, mapping, source)
    batch = _due_batch(gathering, mapping)
    if not batch:
        return False
    context = contextvars.copy_context()
    lambda_svc._dispatch_esm_batch(mapping_id, context.run, _deliver, mapping, function, batch, source)
    if duplicate := faults.take_duplicate(mapping_id):
        threading.Timer(
            duplicate.get("afterMs", 0) / 1000, contextvars.copy_context().run, [_invoke, function, batch]
        ).start()
    return True


def _role_may_poll(mapping: dict, function: dict, source: str) -> bool:
    """Judged by the patch `mapping_role`, where that is installed."""
    return True


def _gather(gathering: _Gathering, mapping: dict, source: str) -> None:
    size = mapping.get("BatchSize") or 10
    while len(gathering.messages) < size:
        wanted = min(10, size - len(gathering.messages))
        received = sqs._receive_messages_for_esm(sqs._queue_url(source.rsplit(":", 1)[1]), wanted)
        # A copy: the queue's own record changes when the message is received again.
        messages = [{**message, "event": _record(message, source)} for message in received]
        dropped = [m for m in messages if not lambda_svc._apply_filter_criteria([m["event"]], mapping)]
        batch_answer.delete(source, dropped)
        if messages and not gathering.messages:
            window = mapping.get("MaximumBatchingWindowInSeconds") or 0
            gathering.due = time.time() + window
            if window:
                threading.Timer(window, lambda_svc._esm_wake.set).start()
        gathering.messages += [m for m in messages if m not in dropped]
        if len(received) < wanted:
            return


def _due_batch(gathering: _Gathering, mapping: dict) -> list:
    """The batch to send now, if it is full or its window is over. What a payload has no room for stays."""
    total = fitting = 0
    for message in gathering.messages:
        total += len(message["body"].encode()) + _BYTES_BESIDE_BODY
        if total > _MAX_BATCH_BYTES and fitting:
            break
        fitting += 1
    full = len(gathering.messages) >= (mapping.get("BatchSize") or 10) or fitting < len(gathering.messages)
    if not (full or time.time() >= gathering.due):
        return []
    batch, gathering.messages = gathering.messages[:fitting], gathering.messages[fitting:]
    return batch


def _record(message: dict, source: str) -> dict:
    attributes = {
        name: {"stringListValues": [], "binaryListValues": [], **fields}
        for name, fields in lambda_svc._sqs_message_attributes_to_camel_case(message["message_attributes"]).items()
    }
    record = {
        "messageId": message["id"],
        "receiptHandle": message["receipt_handle"],
        "body": message["body"],
        "attributes": sqs._build_sys_attrs(message, ["All"]),
        "messageAttributes": attributes,
        "md5OfBody": message["md5_body"],
        "eventSource": "aws:sqs",
        "eventSourceARN": source,
        "awsRegion": source.split(":")[3],
    }
    if attributes:
        record["md5OfMessageAttributes"] = sqs._md5_msg_attrs(message["message_attributes"])
    return record


def _deliver(mapping: dict, function: dict, batch: list, source: str) -> None:
    result = _invoke(function, batch)
    # A throttled batch is tried again until its messages come back into the queue by themselves, or the mapping is gone.
    hidden_until = min(message["visible_at"] for message in batch)
    while result.get("throttle") and hidden_until > time.time() and mapping["UUID"] in lambda_svc._esms:
        time.sleep(_THROTTLED_RETRY_SECONDS)
        result = _invoke(function, batch)
    batch_answer.settle(mapping, batch, source, result)


def _invoke(function: dict, batch: list) -> dict:
    return lambda_svc._execute_function(function, {"Records": [message["event"] for message in batch]})
