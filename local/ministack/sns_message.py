"""What SNS makes of a published message for its subscribers (part of the patch `sns_delivery`).

https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
"""

import time
from dataclasses import dataclass, field

from ministack.core.arn import parse_arn


@dataclass(frozen=True)
class Published:
    """A message, for one protocol."""

    topic_arn: str
    message_id: str
    text: str
    subject: str
    attributes: dict
    group_id: str
    deduplication_id: str
    sequence_number: str | None
    published_at: float = field(default_factory=time.time)


def notification(message: Published, subscription_arn: str) -> dict:
    """The JSON that a queue receives, unless its delivery is raw."""
    region = parse_arn(message.topic_arn).region
    host = f"https://sns.{region}.amazonaws.com"
    fields = {
        "Type": "Notification",
        "MessageId": message.message_id,
        "SequenceNumber": message.sequence_number,
        "TopicArn": message.topic_arn,
        "Subject": message.subject or None,
        "Message": message.text,
        "Timestamp": _timestamp(message.published_at),
        "SignatureVersion": "1",
        "Signature": "bm8gc2lnbmF0dXJl",
        "SigningCertURL": f"{host}/SimpleNotificationService-local.pem",
        "UnsubscribeURL": f"{host}/?Action=Unsubscribe&SubscriptionArn={subscription_arn}",
        "MessageAttributes": _shown(message.attributes) or None,
    }
    return {name: value for name, value in fields.items() if value is not None}


def function_event(message: Published, subscription_arn: str) -> dict:
    """The event that a function receives: other spellings, and nothing is left out."""
    fields = notification(message, subscription_arn)
    sns = {
        **fields,
        "Subject": message.subject or None,
        "SigningCertUrl": fields["SigningCertURL"],
        "UnsubscribeUrl": fields["UnsubscribeURL"],
        "MessageAttributes": _shown(message.attributes),
    }
    for name in ("SigningCertURL", "UnsubscribeURL"):
        del sns[name]
    record = {
        "EventSource": "aws:sns",
        "EventVersion": "1.0",
        "EventSubscriptionArn": subscription_arn,
        "Sns": sns,
    }
    return {"Records": [record]}


def _shown(attributes: dict) -> dict:
    return {
        name: {"Type": attribute["DataType"], "Value": attribute.get("StringValue") or attribute.get("BinaryValue", "")}
        for name, attribute in attributes.items()
    }


def _timestamp(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + f".{int(seconds * 1000) % 1000:03d}Z"
