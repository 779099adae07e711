"""Symptoms: PublishBatch loses binary attributes and the groups of a standard topic, and takes more than 256 KiB; FIFO
topics drop duplicates across groups though their FifoThroughputScope is MessageGroup; empty messages and numbers that
are none are published; errors of parameters have a code that no SDK knows (`InvalidParameterException`).

https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html
"""

import json
import time
from html import escape

import faults
from ministack.core.responses import new_uuid
from ministack.services import sns

_Refused = sns.SnsPublishError
_ENTRY = "PublishBatchRequestEntries.member."


def install() -> None:
    error = sns._error
    # The SDKs' name for the exception is not its code on the wire.
    sns._error = lambda code, *more: error("InvalidParameter" if code == "InvalidParameterException" else code, *more)
    sns.publish_internal, sns._publish_batch = _publish, _publish_batch


def _publish(
    topic_arn: str,
    message,
    subject: str = "",
    *,
    message_structure: str = "",
    message_attributes: dict | None = None,
    message_group_id: str = "",
    message_deduplication_id: str = "",
) -> dict | None:
    topic = sns._topic_by_arn_any_scope(topic_arn)
    if topic is None:
        return None
    text = message if isinstance(message, str) else json.dumps(message)
    attributes = message_attributes or {}
    _check(text, attributes)
    result = {"message_id": new_uuid(), "sequence_number": None, "duplicate": False}
    deduplication_id = message_deduplication_id
    if sns._is_fifo_topic(topic):
        deduplication_id = _deduplication_id(topic, message_group_id, message_deduplication_id, text)
        result = _numbered(topic, message_group_id, deduplication_id, result)
        if result["duplicate"]:
            return result
    elif deduplication_id:
        raise _invalid("The request includes MessageDeduplicationId parameter that is not valid for this topic type")
    sns._fanout(
        topic_arn, result["message_id"], text, subject, message_structure, attributes, message_group_id, deduplication_id
    )
    return result


def _invalid(reason: str) -> _Refused:
    return _Refused("InvalidParameter", f"Invalid parameter: {reason}")


def _check(text: str, attributes: dict) -> None:
    if not text:
        raise _invalid("Empty message")
    if sns._message_payload_size(text, attributes) > sns._SNS_MAX_PAYLOAD_BYTES:
        raise _invalid("Message too long")
    for name, attribute in attributes.items():
        if not (attribute.get("StringValue") or attribute.get("BinaryValue")):
            raise _Refused("ParameterValueInvalid", f"The message attribute '{name}' must contain non-empty value")
        if attribute["DataType"].startswith("Number") and sns._as_number(attribute.get("StringValue")) is None:
            raise _Refused("ParameterValueInvalid", f"Could not cast message attribute '{name}' value to number.")


def _deduplication_id(topic: dict, group_id: str, given: str, text: str) -> str:
    if not group_id:
        raise _invalid("The MessageGroupId parameter is required for FIFO topics")
    try:
        return sns._resolve_dedup_id(topic, {"MessageDeduplicationId": given}, text)
    except ValueError as error:
        raise _Refused("InvalidParameter", str(error)) from error


def _numbered(topic: dict, group_id: str, deduplication_id: str, result: dict) -> dict:
    """The result with its number, or the first one's for a duplicate."""
    per_group = topic["attributes"].get("FifoThroughputScope") == "MessageGroup"
    key = f"{group_id}:{deduplication_id}" if per_group else deduplication_id
    sns._prune_sns_dedup(topic)
    first = topic["dedup_cache"].get(key)
    if first is not None:
        return {**first, "duplicate": True}
    topic["fifo_seq"] += 1
    numbered = {**result, "sequence_number": str(topic["fifo_seq"]).zfill(20)}
    topic["dedup_cache"][key] = {**numbered, "expire": time.time() + sns._DEDUP_WINDOW_S}
    return numbered


def _publish_batch(params: dict) -> tuple:
    topic, refusal = sns._get_topic(sns._normalize_arn(sns._p(params, "TopicArn")), "sns:Publish")
    if refusal is not None:
        return refusal
    entries = _entries(params)
    if refusal := _refusal_of_batch(entries):
        return refusal
    fault = faults.take_failing_entries(topic["arn"])
    successful, failed = [], []
    for position, entry in enumerate(entries):
        try:
            if fault is not None and position in fault["positions"]:
                raise _Refused(fault.get("code") or "InternalError", "A fault that a test asked for.")
            successful.append({"Id": sns._p(entry, "Id"), **_publish_entry(topic["arn"], entry)})
        except _Refused as error:
            blame = str(not error.code.startswith("Internal")).lower()
            failed.append(
                {"Id": sns._p(entry, "Id"), "Code": error.code, "Message": str(error), "SenderFault": blame}
            )
    lists = f"<Successful>{_members(successful)}</Successful><Failed>{_members(failed)}</Failed>"
    return sns._xml(200, "PublishBatchResponse", f"<PublishBatchResult>{lists}</PublishBatchResult>")


def _entries(params: dict) -> list[dict]:
    """The parameters of each entry, named as those of Publish."""
    entries, number = [], 1
    while sns._p(params, f"{_ENTRY}{number}.Id"):
        prefix = f"{_ENTRY}{number}."
        entries.append({key.removeprefix(prefix): value for key, value in params.items() if key.startswith(prefix)})
        number += 1
    return entries


def _refusal_of_batch(entries: list[dict]) -> tuple | None:
    ids = [sns._p(entry, "Id") for entry in entries]
    size = sum(
        sns._message_payload_size(sns._p(entry, "Message"), sns._parse_message_attributes(entry)) for entry in entries
    )
    if not entries:
        return sns._error("EmptyBatchRequest", "The batch request doesn't contain any entries.", 400)
    if len(entries) > 10:
        return sns._error(
            "TooManyEntriesInBatchRequest", "The batch request contains more entries than permissible.", 400
        )
    if len(set(ids)) < len(ids):
        return sns._error(
            "BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.", 400
        )
    if size > sns._SNS_MAX_PAYLOAD_BYTES:
        return sns._error(
            "BatchRequestTooLong", "The length of all the batch messages put together is more than the limit.", 400
        )
    return None


def _publish_entry(topic_arn: str, entry: dict) -> dict:
    result = sns.publish_internal(
        topic_arn,
        sns._p(entry, "Message"),
        sns._p(entry, "Subject"),
        message_structure=sns._p(entry, "MessageStructure"),
        message_attributes=sns._parse_message_attributes(entry),
        message_group_id=sns._p(entry, "MessageGroupId"),
        message_deduplication_id=sns._p(entry, "MessageDeduplicationId"),
    )
    return {"MessageId": result["message_id"], "SequenceNumber": result["sequence_number"]}


def _members(items: list[dict]) -> str:
    return "".join(
        f"<member>{''.join(f'<{name}>{escape(value)}</{name}>' for name, value in item.items() if value)}</member>"
        for item in items
    )
