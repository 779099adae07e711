"""Event patterns, whose rules EventBridge, the filters of Lambda's mappings and the filter policies of SNS share.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
"""

import fnmatch
import ipaddress
import operator

TEXT_RULES = ("prefix", "suffix", "equals-ignore-case", "wildcard", "cidr")
_ABSENT = object()


def matches(value, pattern: dict) -> bool:
    """All fields of the pattern must match; of the alternatives in `$or`, one."""
    if not isinstance(value, dict):
        return False
    for name, expected in pattern.items():
        if is_alternatives(name, expected):
            if not any(matches(value, alternative) for alternative in expected):
                return False
        elif isinstance(expected, dict):
            found = value.get(name)
            # Of an array of objects, one has to match.
            if not any(matches(item, expected) for item in (found if isinstance(found, list) else [found])):
                return False
        elif not _any_rule(value.get(name, _ABSENT), expected):
            return False
    return True


def is_alternatives(name: str, value) -> bool:
    """`$or` is the operator with two or more objects without the names of rules; else it is a name like any other."""
    rules = {"anything-but", "numeric", "exists", *TEXT_RULES}
    return (
        name == "$or"
        and isinstance(value, list)
        and len(value) > 1
        and all(isinstance(item, dict) and not rules & set(item) for item in value)
    )


def _any_rule(found, rules: list) -> bool:
    # Of an array, one item has to match; an empty array has none.
    items = found if isinstance(found, list) else [found]
    return any(_rule(item, rule) for rule in rules for item in (items or [_ABSENT]))


def _rule(found, rule) -> bool:
    if not isinstance(rule, dict):
        return _equal(found, rule)
    (kind, expected), *_ = rule.items()
    if kind == "exists":
        # An object is no leaf: `exists` is about leaves.
        return expected == (found is not _ABSENT and not isinstance(found, dict))
    if found is _ABSENT:
        return False
    if kind == "anything-but":
        alternatives = expected if isinstance(expected, list) else [expected]
        return not any(_rule(found, alternative) for alternative in _spread(alternatives))
    if kind == "numeric":
        return _in_range(found, expected)
    if not isinstance(found, str):
        return False
    if isinstance(expected, dict):
        # {"prefix": {"equals-ignore-case": "a"}}
        return _text(kind, found.lower(), str(expected["equals-ignore-case"]).lower())
    return _text(kind, found, expected)


def _spread(rules: list) -> list:
    """`{"prefix": ["a", "b"]}`, as `anything-but` may hold it, as one rule for each text."""
    return [
        {kind: item} if isinstance(rule, dict) else rule
        for rule in rules
        for kind, items in (rule.items() if isinstance(rule, dict) else [("", [rule])])
        for item in (items if isinstance(items, list) else [items])
    ]


def _text(kind: str, found: str, expected: str) -> bool:
    if kind == "prefix":
        return found.startswith(expected)
    if kind == "suffix":
        return found.endswith(expected)
    if kind == "equals-ignore-case":
        return found.lower() == expected.lower()
    if kind == "cidr":
        return _in_network(found, expected)
    if kind == "wildcard":
        # Only * is special, and \* is a plain star.
        parts = expected.replace("\\*", "\0").split("*")
        escaped = "*".join("".join(f"[{c}]" if c in "*?[" else c for c in part.replace("\0", "*")) for part in parts)
        return fnmatch.fnmatchcase(found, escaped)
    return False


def _in_network(found: str, network: str) -> bool:
    try:
        return ipaddress.ip_address(found) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False


def _in_range(found, conditions: list) -> bool:
    if isinstance(found, bool) or not isinstance(found, (int, float)):
        return False
    compare = {"=": operator.eq, ">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}
    return all(compare[sign](found, bound) for sign, bound in zip(conditions[::2], conditions[1::2]))


def _equal(found, expected) -> bool:
    # 1 == True in Python, not in JSON.
    return found is not _ABSENT and isinstance(found, bool) == isinstance(expected, bool) and found == expected
