"""What SNS refuses as a filter policy (part of the patch `sns_filters`).

https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
"""

import json

from event_pattern import TEXT_RULES, is_alternatives

_MAX_KEYS = 5
_MAX_COMBINATIONS = 150
_MAX_BYTES = 256 * 1024
_TEXT_EXCEPTIONS = ("prefix", "suffix", "equals-ignore-case", "wildcard")
_COMPARISONS = ("=", "<", "<=", ">", ">=")


class Refused(Exception):
    """Why SNS does not take the policy."""


def check(text: str, scope: str) -> None:
    if len(text.encode()) > _MAX_BYTES:
        raise Refused(f"Filter policy can not be larger than {_MAX_BYTES} bytes")
    try:
        policy = json.loads(text)
    except ValueError as error:
        raise Refused(f"failed to parse JSON. {error}") from error
    if not isinstance(policy, dict):
        raise Refused("Filter policy must be an object")
    # Of a policy for bodies, the keys at the top count; `$or` is none, those of its alternatives are.
    if len(_keys(policy)) > _MAX_KEYS:
        raise Refused(f"Filter policy can not have more than {_MAX_KEYS} keys")
    if _combinations(policy, scope) > _MAX_COMBINATIONS:
        raise Refused("Filter policy is too complex")


def _keys(policy: dict) -> set:
    names = set()
    for name, value in policy.items():
        names |= set().union(*map(_keys, value)) if is_alternatives(name, value) else {name}
    return names


def _combinations(policy: dict, scope: str, depth: int = 1) -> int:
    """The values of all arrays multiplied, each times its depth; alternatives add up."""
    product = 1
    for name, value in policy.items():
        if is_alternatives(name, value):
            product *= sum(_combinations(alternative, scope, depth) for alternative in value)
        elif isinstance(value, dict):
            if scope == "MessageAttributes":
                raise Refused("Filter policy scope MessageAttributes does not support nested filter policy")
            product *= _combinations(value, scope, depth + 1)
        elif isinstance(value, list):
            if not value:
                raise Refused("Empty arrays are not allowed")
            for rule in value:
                _check_rule(rule)
            product *= len(value) * depth
        else:
            raise Refused(f'"{name}" must be an object or an array')
    return product


def _check_rule(rule) -> None:
    if isinstance(rule, list):
        raise Refused("Match value must be String, number, true, false, or null")
    if not isinstance(rule, dict):
        return
    if len(rule) != 1:
        raise Refused("Only one key allowed in match expression")
    ((kind, value),) = rule.items()
    if kind in TEXT_RULES:
        _check_text(kind, value)
    elif kind == "exists":
        if not isinstance(value, bool):
            raise Refused("exists match pattern must be either true or false.")
    elif kind == "numeric":
        _check_numeric(value)
    elif kind == "anything-but":
        _check_exception(value)
    else:
        raise Refused(f"Unrecognized match type {kind}")


def _check_text(kind: str, value) -> None:
    if not isinstance(value, str):
        raise Refused(f"{kind} match pattern must be a string")
    if kind == "wildcard" and "**" in value:
        raise Refused("Consecutive wildcard characters are not allowed")


def _check_exception(value) -> None:
    if isinstance(value, dict):
        if len(value) != 1 or next(iter(value)) not in _TEXT_EXCEPTIONS:
            raise Refused(f"Value of anything-but must be an array, a value or one of {', '.join(_TEXT_EXCEPTIONS)}")
        ((kind, texts),) = value.items()
        for text in texts if isinstance(texts, list) and texts else [texts]:
            _check_text(kind, text)
        return
    values = value if isinstance(value, list) else [value]
    texts = [item for item in values if isinstance(item, str)]
    if not values or not (len(texts) == len(values) or not texts and all(map(_is_number, values))):
        raise Refused("Value of anything-but must be strings or numbers")


def _check_numeric(value) -> None:
    if not isinstance(value, list) or len(value) not in (2, 4):
        raise Refused("Value of numeric must be an array of one or two comparisons")
    signs, bounds = value[::2], value[1::2]
    if not all(sign in _COMPARISONS for sign in signs):
        raise Refused(f"Unrecognized numeric range operator: {signs}")
    if not all(map(_is_number, bounds)):
        raise Refused("Value of numeric comparison must be numeric")
    if len(signs) == 2 and not (signs[0].startswith(">") and signs[1].startswith("<")):
        raise Refused("Bad numeric range operator: a range is > or >= first, then < or <=")
    if len(bounds) == 2 and bounds[0] >= bounds[1]:
        raise Refused("Bottom must be less than top")


def _is_number(value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
