"""Symptoms: Subscribe takes a FIFO queue on a standard topic, a RedrivePolicy that names no queue and raw delivery to a
function; a policy set to `{}` stays instead of going; a second Subscribe with other attributes is answered as if it had
been done.

https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
"""

import json

import sns_requests
from ministack.core.arn import ArnParseError, parse_arn
from ministack.services import sns

_POLICIES = ("FilterPolicy", "RedrivePolicy")


def install() -> None:
    subscribe, set_attributes = sns._subscribe, sns._set_subscription_attributes

    def subscribe_if_valid(params: dict) -> tuple:
        topic = sns._topic_by_arn_any_scope(sns._normalize_arn(sns._p(params, "TopicArn")))
        protocol, endpoint = sns._p(params, "Protocol"), sns._p(params, "Endpoint")
        given = sns_requests.subscribe_attributes(params)
        reason = topic and _reason_to_refuse(topic, protocol, endpoint, given)
        return sns_requests.refusal(reason) if reason else subscribe(params)

    def set_if_valid(params: dict) -> tuple:
        arn, name, value = (sns._p(params, key) for key in ("SubscriptionArn", "AttributeName", "AttributeValue"))
        topic_arn = sns._sub_arn_to_topic.get(arn) or ""
        subscription = sns._find_subscription(topic_arn, arn)
        if subscription is None:
            return set_attributes(params)
        topic = sns._topic_by_arn_any_scope(topic_arn)
        reason = _reason_in_attributes(topic, subscription["protocol"], {name: value})
        if reason:
            return sns_requests.refusal(reason)
        answer = set_attributes(params)
        if answer[0] == 200 and name in _POLICIES and value in ("", "{}"):
            del subscription["attributes"][name]
        return answer

    sns._subscribe, sns._set_subscription_attributes = subscribe_if_valid, set_if_valid


def _reason_to_refuse(topic: dict, protocol: str, endpoint: str, given: dict) -> str | None:
    if protocol == "sqs" and endpoint.endswith(".fifo") and not sns._is_fifo_topic(topic):
        return "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics"
    if protocol != "sqs" and sns._is_fifo_topic(topic):
        return f"Invalid protocol type: {protocol}"
    for subscription in topic["subscriptions"]:
        same = subscription["protocol"] == protocol and subscription["endpoint"] == endpoint
        if same and any(subscription["attributes"].get(name) != value for name, value in given.items()):
            return "Attributes Reason: Subscription already exists with different attributes"
    reason = _reason_in_attributes(topic, protocol, given)
    return f"Attributes Reason: {reason}" if reason else None


def _reason_in_attributes(topic: dict, protocol: str, given: dict) -> str | None:
    raw = given.get("RawMessageDelivery", "false")
    if raw not in ("true", "false"):
        return f"RawMessageDelivery: Invalid value [{raw}]. Must be true or false."
    if raw == "true" and protocol == "lambda":
        return f"Delivery protocol [{protocol}] does not support raw message delivery."
    redrive = given.get("RedrivePolicy")
    return _reason_in_redrive(topic, redrive) if redrive and redrive != "{}" else None


def _reason_in_redrive(topic: dict, text: str) -> str | None:
    try:
        queue = parse_arn(json.loads(text)["deadLetterTargetArn"])
    except (ValueError, TypeError, KeyError, ArnParseError):
        return "RedrivePolicy: deadLetterTargetArn is an invalid arn"
    if queue.service != "sqs":
        return "RedrivePolicy: deadLetterTargetArn must be the ARN of an SQS queue"
    if queue.resource.endswith(".fifo") != sns._is_fifo_topic(topic):
        return "RedrivePolicy: must use the same type of queue as the topic"
    return None
