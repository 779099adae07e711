"""Symptoms: SNS takes any filter policy, and one that AWS refuses filters somehow; null, arrays of objects, several
prefixes in `anything-but` do not match; numbers match texts.

https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
"""

import json

import sns_filter_policy
import sns_requests
from event_pattern import matches
from ministack.services import sns

_ATTRIBUTES = "MessageAttributes"


def install() -> None:
    subscribe, set_attributes = sns._subscribe, sns._set_subscription_attributes

    def subscribe_if_valid(params: dict) -> tuple:
        given = sns_requests.subscribe_attributes(params)
        reason = _reason_to_refuse(given.get("FilterPolicy"), given.get("FilterPolicyScope"))
        return sns_requests.refusal(f"Attributes Reason: {reason}") if reason else subscribe(params)

    def set_if_valid(params: dict) -> tuple:
        arn, name, value = (sns._p(params, key) for key in ("SubscriptionArn", "AttributeName", "AttributeValue"))
        subscription = sns._find_subscription(sns._sub_arn_to_topic.get(arn) or "", arn)
        if subscription is None or name not in ("FilterPolicy", "FilterPolicyScope"):
            return set_attributes(params)
        then = {**subscription["attributes"], name: value}
        reason = _reason_to_refuse(then.get("FilterPolicy"), then.get("FilterPolicyScope"))
        return sns_requests.refusal(reason) if reason else set_attributes(params)

    sns._subscribe, sns._set_subscription_attributes = subscribe_if_valid, set_if_valid
    sns._matches_filter_policy = _passes


def _reason_to_refuse(policy: str | None, scope: str | None) -> str | None:
    if scope not in (None, "", _ATTRIBUTES, "MessageBody"):
        return f"FilterPolicyScope: Invalid value [{scope}]. Please use either MessageBody or MessageAttributes"
    try:
        if policy:
            sns_filter_policy.check(policy, scope or _ATTRIBUTES)
    except sns_filter_policy.Refused as reason:
        return f"FilterPolicy: {reason}"
    return None


def _passes(subscription: dict, attributes: dict, text: str = "") -> bool:
    policy = json.loads(subscription["attributes"].get("FilterPolicy") or "{}")
    if not policy:
        return True
    in_attributes = subscription["attributes"].get("FilterPolicyScope", _ATTRIBUTES) == _ATTRIBUTES
    view = _view(attributes) if in_attributes else _body(text)
    # A message without any attribute, or an empty body, matches no policy, not even one of `exists: false`.
    return bool(view) and matches(view, policy)


def _view(attributes: dict) -> dict:
    """Attributes as values of JSON. Binary ones take no part."""
    view = {}
    for name, attribute in attributes.items():
        kind, _, more = attribute["DataType"].partition(".")
        text = attribute.get("StringValue", "")
        if kind == "Number":
            view[name] = float(text)
        elif kind == "String":
            view[name] = _list(text) if more == "Array" else text
    return view


def _list(text: str) -> list:
    try:
        items = json.loads(text)
    except ValueError:
        return []
    return items if isinstance(items, list) else [items]


def _body(text: str) -> dict:
    try:
        body = json.loads(text)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
