"""What AWS's models demand of an input: types, required members, lengths, patterns, enums, ranges. Each shape is read once.

A rule is called with a value and its place, and yields what is wrong as (place, rule, value).
"""

import base64
import binascii
import datetime
import functools
import re
from collections.abc import Callable, Iterator

import model_exceptions
import regex
import service_models
from botocore.model import ListShape, MapShape, Shape, StructureShape
from request_text import wire_name

Violation = tuple[str, str, object]
Rule = Callable[[object, str], Iterator[Violation]]

# API Gateway's model has these limits in the names of its shapes only, such as StringWithLengthBetween1And64.
_LIMITS_IN_NAME = re.compile(r"(String|Integer)WithLengthBetween(Minus)?(\d+)And(\d+)")


def violations(service: str, operation: str, content: dict) -> Iterator[Violation]:
    shape = service_models.load(service).operation_model(operation).input_shape
    if shape is not None:
        yield from _rule_of(service, shape.name)(content, "")


@functools.cache
def _rule_of(service: str, shape_name: str) -> Rule:
    shape = service_models.load(service).shape_for(shape_name)
    if isinstance(shape, StructureShape):
        return _document if shape.is_document_type else _structure(service, shape)
    if isinstance(shape, ListShape):
        return _list(service, shape)
    if isinstance(shape, MapShape):
        return _map(service, shape)
    match shape.type_name:
        case "string" | "character":
            return _string(service, shape)
        case "integer" | "long":
            return _number(shape, lambda value: isinstance(value, int) or isinstance(value, float) and value == int(value))
        case "float" | "double":
            return _number(shape, lambda value: isinstance(value, (int, float)))
        case "boolean":
            return _type("a boolean", lambda value: isinstance(value, bool))
        case "blob":
            return _blob(shape)
        case "timestamp":
            return _type("a timestamp", lambda v: isinstance(v, (int, float, str, datetime.datetime)) and not isinstance(v, bool))
    raise TypeError(f"{service} has a shape of type {shape.type_name}: {shape_name}")


def _document(value, place: str) -> Iterator[Violation]:
    """Any JSON."""
    yield from ()


def _type(name: str, fits: Callable[[object], bool]) -> Rule:
    def rule(value, place):
        if not fits(value):
            yield place, f"must be {name}", value

    return rule


def _structure(service: str, shape: StructureShape) -> Rule:
    members = {wire_name(name, member): (name, member.name) for name, member in shape.members.items()}
    required = [(wire_name(name, shape.members[name]), name) for name in shape.required_members]

    def rule(value, place):
        if not isinstance(value, dict):
            yield place, "must be a structure", value
            return
        given = [key for key, member in value.items() if member is not None]
        for key, name in required:
            if key not in given:
                yield _within(place, name), "is required", None
        for key in given:
            if key not in members:
                yield _within(place, key), f"is no member of {shape.name}", value[key]
                continue
            name, member = members[key]
            yield from _rule_of(service, member)(value[key], _within(place, name))
        if shape.is_tagged_union and len(given) != 1:
            yield place, "must have exactly one member", given

    return rule


def _within(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _list(service: str, shape: ListShape) -> Rule:
    item = _rule_of_later(service, shape.member.name)

    def rule(value, place):
        if not isinstance(value, list):
            yield place, "must be a list", value
            return
        yield from _limits(shape, len(value), "items", place, value)
        for index, entry in enumerate(value):
            yield from item(entry, f"{place}[{index}]")

    return rule


def _map(service: str, shape: MapShape) -> Rule:
    key_rule, value_rule = _rule_of_later(service, shape.key.name), _rule_of_later(service, shape.value.name)

    def rule(value, place):
        if not isinstance(value, dict):
            yield place, "must be a map", value
            return
        yield from _limits(shape, len(value), "entries", place, value)
        for key, entry in value.items():
            yield from key_rule(key, f"{place} (key)")
            yield from value_rule(entry, f"{place}[{key!r}]")

    return rule


def _rule_of_later(service: str, shape_name: str) -> Rule:
    """Shapes may contain themselves, as DynamoDB's values do."""
    return lambda value, place: _rule_of(service, shape_name)(value, place)


def _string(service: str, shape: Shape) -> Rule:
    enum = shape.metadata.get("enum")
    pattern = shape.metadata.get("pattern")
    try:
        compiled = _compiled(pattern) if pattern else None
    except regex.error as error:
        return lambda _, place: iter([(place, f"has a pattern that is to be translated in model_exceptions.py ({error})", pattern)])
    secret = shape.metadata.get("sensitive")

    def rule(value, place):
        shown = "(hidden)" if secret else value
        if isinstance(value, bytes):
            value = value.decode(errors="replace")
        if not isinstance(value, str):
            yield place, "must be a string", shown
            return
        yield from _limits(shape, len(value), "characters", place, shown)
        if enum and value not in enum:
            yield place, f"must be one of {', '.join(enum)}", shown
        if compiled and not compiled.fullmatch(value):
            yield place, f"must match {pattern}", shown

    return rule


def _compiled(pattern: str) -> regex.Pattern:
    """The models' patterns are of Java and of JavaScript; AWS's services match the whole text, anchored or not."""
    for written, meant in model_exceptions.DIALECT:
        pattern = pattern.replace(written, meant)
    # "&&" within a class is Java's intersection.
    flags = regex.VERSION1 if "&&" in pattern else regex.VERSION0
    # \d and \w mean ASCII there, but \p{L} any letter.
    return regex.compile(pattern, flags if r"\p" in pattern else flags | regex.ASCII)


def _number(shape: Shape, fits: Callable[[object], bool]) -> Rule:
    def rule(value, place):
        if isinstance(value, bool) or not fits(value):
            yield place, f"must be of type {shape.type_name}", value
        else:
            yield from _limits(shape, value, "", place, value)

    return rule


def _blob(shape: Shape) -> Rule:
    def rule(value, place):
        content = value
        if isinstance(value, str):
            try:
                content = base64.b64decode(value, validate=True)
            except binascii.Error:
                yield place, "must be base64", "(hidden)"
                return
        yield from _limits(shape, len(content), "bytes", place, "(hidden)")

    return rule


def _limits(shape: Shape, size: float, unit: str, place: str, value) -> Iterator[Violation]:
    least, most = _limits_of(shape)
    if least is not None and size < least:
        yield place, f"must have at least {least} {unit}" if unit else f"must be at least {least}", value
    if most is not None and size > most:
        yield place, f"must have at most {most} {unit}" if unit else f"must be at most {most}", value


def _limits_of(shape: Shape) -> tuple[float | None, float | None]:
    if named := _LIMITS_IN_NAME.fullmatch(shape.name):
        return int(named[3]) * (-1 if named[2] else 1), int(named[4])
    return shape.metadata.get("min"), shape.metadata.get("max")
