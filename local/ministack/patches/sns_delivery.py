"""Symptoms: what SNS cannot deliver is lost though the subscription has a RedrivePolicy; functions are invoked without
an aws_lambda_permission, once, and with fields that SNS does not send; a FIFO queue neither drops duplicates nor
numbers its messages; raw messages with more than ten attributes are delivered.

Errors that no further try heals (no permission, nothing there) lead to the dead-letter queue at once, as on AWS:
https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html
"""

import asyncio
import json
import logging
import threading

import function_target
import queue_delivery
import sns_message
from ministack.core.arn import parse_arn
from ministack.services import lambda_svc, sns
from queue_delivery import NotDelivered

_SERVICE = "sns.amazonaws.com"
# The quota of SQS: a raw message with more is a client-side error.
_MAX_QUEUE_ATTRIBUTES = 10
_log = logging.getLogger("local.sns")


def install() -> None:
    queue_delivery.install()
    sns._fanout = _fan_out


def _fan_out(
    topic_arn: str,
    msg_id: str,
    message: str,
    subject: str,
    message_structure: str = "",
    message_attributes: dict | None = None,
    message_group_id: str = "",
    message_dedup_id: str = "",
) -> None:
    topic = sns._topic_by_arn_any_scope(topic_arn)
    for subscription in list(topic["subscriptions"]) if topic else []:
        text = sns._resolve_message_for_protocol(message, message_structure, subscription["protocol"])
        attributes = message_attributes or {}
        if not subscription["confirmed"] or not sns._matches_filter_policy(subscription, attributes, text):
            continue
        published = sns_message.Published(
            topic_arn=topic_arn,
            message_id=msg_id,
            text=text,
            subject=subject,
            attributes=attributes,
            group_id=message_group_id,
            deduplication_id=message_dedup_id,
            # Publishing is one step after the other, so the last number is this message's.
            sequence_number=str(topic["fifo_seq"]).zfill(20) if sns._is_fifo_topic(topic) else None,
        )
        _deliver(subscription, published)


def _deliver(subscription: dict, message: sns_message.Published) -> None:
    protocol, endpoint = subscription["protocol"], subscription["endpoint"]
    try:
        if protocol == "sqs":
            queue_delivery.send_as_service(endpoint, _SERVICE, message.topic_arn, _for_queue(subscription, message))
        elif protocol == "lambda":
            _invoke(subscription, message)
        elif protocol in ("http", "https"):
            body = json.dumps(sns_message.notification(message, subscription["arn"]))
            threading.Thread(target=asyncio.run, args=[sns._deliver_to_http(endpoint, body)], daemon=True).start()
    except NotDelivered as reason:
        _dead_letter(subscription, message, str(reason))


def _for_queue(subscription: dict, message: sns_message.Published) -> dict:
    raw = subscription["attributes"].get("RawMessageDelivery") == "true"
    if raw and len(message.attributes) > _MAX_QUEUE_ATTRIBUTES:
        raise NotDelivered(f"a raw message may have {_MAX_QUEUE_ATTRIBUTES} attributes")
    body = message.text if raw else json.dumps(sns_message.notification(message, subscription["arn"]))
    return _send_message(body, message, message.attributes if raw else {})


def _send_message(body: str, message: sns_message.Published, attributes: dict) -> dict:
    return {
        "MessageBody": body,
        "MessageAttributes": attributes,
        "MessageGroupId": message.group_id or None,
        "MessageDeduplicationId": message.deduplication_id or None,
    }


def _invoke(subscription: dict, message: sns_message.Published) -> None:
    topic = parse_arn(message.topic_arn)
    function = parse_arn(subscription["endpoint"])
    target = function_target.find(subscription["endpoint"], function.account_id, function.region)
    if target is None:
        raise NotDelivered("the function does not exist")
    if not function_target.may_invoke(target, _SERVICE, message.topic_arn, topic.account_id, function.region):
        raise NotDelivered("the function's policy does not admit it")
    # Asynchronous, with Lambda's own retries: for SNS it is delivered now.
    lambda_svc.invoke_async_with_retry(target.record, sns_message.function_event(message, subscription["arn"]))


def _dead_letter(subscription: dict, message: sns_message.Published, reason: str) -> None:
    redrive = json.loads(subscription["attributes"].get("RedrivePolicy") or "{}")
    queue_arn = redrive.get("deadLetterTargetArn")
    if queue_arn is None:
        return _log.warning("%s: dropped, for %s", subscription["arn"], reason)
    raw = subscription["attributes"].get("RawMessageDelivery") == "true"
    body = message.text if raw else json.dumps(_undelivered(subscription, message))
    # Of what a raw message has too much of, the queue takes as much as it may hold.
    attributes = dict(list(message.attributes.items())[:_MAX_QUEUE_ATTRIBUTES]) if raw else {}
    try:
        queue_delivery.send_as_service(queue_arn, _SERVICE, message.topic_arn, _send_message(body, message, attributes))
    except NotDelivered as second_reason:
        return _log.warning(
            "%s: lost, for %s, and its dead-letter queue: %s", subscription["arn"], reason, second_reason
        )
    return _log.warning("%s: dead-lettered, for %s", subscription["arn"], reason)


def _undelivered(subscription: dict, message: sns_message.Published) -> dict:
    if subscription["protocol"] == "lambda":
        return sns_message.function_event(message, subscription["arn"])["Records"][0]["Sns"]
    return sns_message.notification(message, subscription["arn"])
