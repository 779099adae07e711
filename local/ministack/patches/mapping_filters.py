"""Symptom: filter criteria with `$or`, `wildcard`, `equals-ignore-case`, nested `anything-but` or on arrays match
nothing, and the mapping deletes the messages without a word.

The rules are those of EventBridge patterns, which Lambda shares:
https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
"""

import json

from event_pattern import matches
from ministack.services import lambda_svc


def install() -> None:
    lambda_svc._apply_filter_criteria = lambda records, mapping: [r for r in records if passes(r, mapping)]


def passes(record: dict, mapping: dict) -> bool:
    """Whether one filter of the mapping lets the record through; without filters every record goes through."""
    patterns = [
        json.loads(f["Pattern"]) for f in (mapping.get("FilterCriteria") or {}).get("Filters") or [] if f.get("Pattern")
    ]
    return not patterns or any(matches(_view(record, pattern), pattern) for pattern in patterns)


def _view(record: dict, pattern: dict) -> dict:
    """The record with its body as the pattern wants it: an object for an object, else the text, if it is no JSON."""
    if "kinesis" in record:
        return lambda_svc._kinesis_record_for_match(record)
    if "body" not in pattern or not isinstance(record.get("body"), str):
        return record
    try:
        body = json.loads(record["body"])
    except ValueError:
        body = record["body"]
    if isinstance(pattern["body"], dict) != isinstance(body, dict):
        # A pattern for objects and a text, or the other way round: Lambda drops the message.
        return {**record, "body": {} if isinstance(pattern["body"], list) else None}
    return {**record, "body": body}
