"""Symptom: `dynamodb:LeadingKeys` is in no request, so that a policy that binds rights to rows by `ForAllValues`, which holds for
no values, lets everybody at every row.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
"""

import json
import re
from collections.abc import Iterator

from ministack.core import iam_actions
from ministack.services import dynamodb

_EQUALS = re.compile(r"([#\w.-]+)\s*=\s*(:\w+)")


def install() -> None:
    context_of = iam_actions.dynamodb_service_context

    def dynamodb_service_context(body: bytes) -> dict:
        context = context_of(body)
        try:
            request = json.loads(body or b"{}")
        except ValueError:
            return context
        keys = [key for key in _leading_keys(request) if key is not None]
        return {**context, "dynamodb:LeadingKeys": keys} if keys else context

    iam_actions.dynamodb_service_context = dynamodb_service_context


def _leading_keys(request: dict) -> Iterator[str | None]:
    yield from _of_item(request.get("TableName"), request)
    yield from _of_query(request)
    for table, items in (request.get("RequestItems") or {}).items():
        for key in items.get("Keys", []) if isinstance(items, dict) else []:
            yield _key(table, key)
        for write in items if isinstance(items, list) else []:
            for put_or_delete in write.values():
                yield from _of_item(table, put_or_delete)
    for transacted in request.get("TransactItems") or []:
        for action in transacted.values():
            yield from _of_item(action.get("TableName"), action)


def _of_item(table: str | None, action: dict) -> Iterator[str | None]:
    for item in (action.get("Key"), action.get("Item")):
        if table and isinstance(item, dict):
            yield _key(table, item)


def _of_query(request: dict) -> Iterator[str | None]:
    names, values = request.get("ExpressionAttributeNames") or {}, request.get("ExpressionAttributeValues") or {}
    for name, value in _EQUALS.findall(request.get("KeyConditionExpression") or ""):
        if value in values:
            yield _key(request.get("TableName"), {names.get(name, name): values[value]})


def _key(table: str | None, item: dict) -> str | None:
    """The text of an item's partition key."""
    found = dynamodb._tables.get((table or "").rpartition("/")[2])
    attribute = item.get(found["pk_name"]) if found else None
    return next((str(value) for value in attribute.values()), None) if attribute else None
