"""Requests about subscriptions (part of the patches `sns_filters` and `sns_subscriptions`)."""

from ministack.services import sns


def subscribe_attributes(params: dict) -> dict:
    """The attributes of a Subscribe request."""
    found, number = {}, 1
    while name := sns._p(params, f"Attributes.entry.{number}.key"):
        found[name] = sns._p(params, f"Attributes.entry.{number}.value")
        number += 1
    return found


def refusal(reason: str) -> tuple:
    return sns._error("InvalidParameter", f"Invalid parameter: {reason}", 400)
