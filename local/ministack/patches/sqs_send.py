"""Symptoms: the attributes of a message do not count in its size, nor in that of a batch; more than ten are taken, and so
are empty ones, numbers that are none, characters that no message may have, and names and types that SQS refuses.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
"""

import base64
import re

from ministack.services import sqs

_MAX_ATTRIBUTES = 10
_MAX_BATCH_BYTES = 1_048_576
_NAME = re.compile(r"(?!aws\.|amazon\.|\.)[A-Za-z0-9_.-]{1,256}(?<!\.)", re.IGNORECASE)
_TYPE = re.compile(r"(String|Number|Binary)(\..+)?", re.DOTALL)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


def install() -> None:
    send, send_batch = sqs._act_send_message, sqs._act_send_message_batch

    def checked(data: dict, url: str) -> dict:
        queue = sqs._get_q(data.get("QueueUrl", url), "sqs:SendMessage")
        attributes = data.get("MessageAttributes") or {}
        _check(attributes)
        limit = int(queue["attributes"].get("MaximumMessageSize", "1048576"))
        if _size(data) > limit:
            raise _invalid(f"One or more parameters are invalid. Reason: Message must be shorter than {limit} bytes.")
        return send(data, url)

    def checked_batch(data: dict, url: str) -> dict:
        total = sum(_size(entry) for entry in data.get("Entries", []))
        if total > _MAX_BATCH_BYTES:
            raise sqs._Err(
                "BatchRequestTooLong",
                f"Batch requests cannot be longer than {_MAX_BATCH_BYTES} bytes. You have sent {total} bytes.",
            )
        return send_batch(data, url)

    sqs._act_send_message, sqs._act_send_message_batch = checked, checked_batch
    sqs._HANDLERS.update(SendMessage=checked, SendMessageBatch=checked_batch)


def _invalid(reason: str) -> sqs._Err:
    return sqs._Err("InvalidParameterValue", reason)


def _check(attributes: dict) -> None:
    if len(attributes) > _MAX_ATTRIBUTES:
        raise _invalid(
            f"Number of message attributes [{len(attributes)}] exceeds the allowed maximum [{_MAX_ATTRIBUTES}]."
        )
    for name, attribute in attributes.items():
        kind = attribute.get("DataType") or ""
        if not _NAME.fullmatch(name) or ".." in name:
            raise _invalid(f"The message attribute name '{name}' is invalid.")
        if not _TYPE.fullmatch(kind) or len(kind) > 256:
            raise _invalid(f"The type of message (user) attribute '{name}' is invalid.")
        text = attribute.get("StringValue") or ""
        if not (attribute.get("BinaryValue") if kind.startswith("Binary") else text):
            raise _invalid(f"Message (user) attribute '{name}' must contain a non-empty value of type '{kind}'.")
        # For bodies the code is another: InvalidMessageContents.
        if sqs._INVALID_SQS_CHARS_RE.search(text):
            raise _invalid(f"Message (user) attribute '{name}' has characters outside the allowed set.")
        if kind.startswith("Number") and not _NUMBER.fullmatch(text):
            raise _invalid(f"Can't cast the value of message (user) attribute '{name}' to a number.")


def _size(message: dict) -> int:
    attributes = (message.get("MessageAttributes") or {}).items()
    return len((message.get("MessageBody") or "").encode("utf-8", "surrogatepass")) + sum(
        _attribute_size(name, value) for name, value in attributes
    )


def _attribute_size(name: str, attribute: dict) -> int:
    text = "".join([name, attribute.get("DataType") or "", attribute.get("StringValue") or ""])
    data = attribute.get("BinaryValue") or b""
    # In JSON it is base64; a service that sends, such as SNS, may have the bytes.
    return len(text.encode("utf-8", "surrogatepass")) + len(data if isinstance(data, bytes) else base64.b64decode(data))
