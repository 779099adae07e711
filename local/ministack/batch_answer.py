"""What a function's answer means for the messages of its batch (part of the patch `sqs_mapping`).

With ReportBatchItemFailures, an answer that is null, empty or without a list is a complete success; malformed items
(empty, null or unknown identifiers, a bad key name) fail the whole batch:
https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html (success and failure conditions)
"""

import logging

from ministack.services import sqs

_log = logging.getLogger("local.mapping")


def settle(mapping: dict, batch: list, source: str, result: dict) -> None:
    """Deletes what the function has done. What failed stays hidden until its visibility time-out or a change of it."""
    failed = _failed_ids(mapping, batch, result)
    done = [message for message in batch if message["id"] not in failed]
    delete(source, done)
    mapping["LastProcessingResult"] = (
        f"OK - {len(done)} records" if len(done) == len(batch) else "PROBLEM: Function call failed"
    )
    if failed:
        _log.warning("%s: %d of %d messages failed", mapping["FunctionName"], len(failed), len(batch))


def delete(source: str, messages: list) -> None:
    handles = {message["receipt_handle"] for message in messages}
    if handles:
        sqs._delete_messages_for_esm(sqs._queue_url(source.rsplit(":", 1)[1]), handles)


def _failed_ids(mapping: dict, batch: list, result: dict) -> set:
    everything = {message["id"] for message in batch}
    if result.get("error") or result.get("throttle"):
        return everything
    if "ReportBatchItemFailures" not in (mapping.get("FunctionResponseTypes") or []):
        return set()
    answer = result.get("body")
    if answer is None or answer == "":
        return set()
    if not isinstance(answer, dict):
        return everything
    items = answer.get("batchItemFailures")
    if items is None:
        return set()
    if not isinstance(items, list):
        return everything
    ids = [item.get("itemIdentifier") if isinstance(item, dict) else None for item in items]
    return set(ids) if all(isinstance(name, str) and name in everything for name in ids) else everything
