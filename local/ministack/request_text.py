"""Inputs that arrive as text: URLs, headers, forms (query and ec2) and XML, as the types that the model gives them."""

import re

from botocore.model import ListShape, MapShape, Shape, StructureShape

_TAG = re.compile(r"\{.*\}")


def scalar(shape: Shape, text: str):
    """Text as the shape's type; as it is where it is none, for the rules to say so."""
    try:
        if shape.type_name in ("integer", "long"):
            return int(text)
        if shape.type_name in ("float", "double"):
            return float(text)
    except ValueError:
        return text
    return {"true": True, "false": False}.get(text, text) if shape.type_name == "boolean" else text


def wire_name(name: str, shape: Shape) -> str:
    """What a member is called on the way."""
    return shape.serialization.get("name", name)


def from_form(shape: Shape, form: dict[str, str], used: set[str], *, ec2: bool = False, prefix: str = ""):
    """A value out of `A.member.1.B=…`; `used` gets the names of what was read."""
    if isinstance(shape, StructureShape):
        result = {}
        for name, member in shape.members.items():
            key = _joined(prefix, _form_name(name, member, ec2))
            if _has(form, key):
                result[wire_name(name, member)] = from_form(member, form, used, ec2=ec2, prefix=key)
        return result
    if isinstance(shape, ListShape):
        flat = ec2 or shape.serialization.get("flattened")
        base = prefix if flat else _joined(prefix, shape.member.serialization.get("name", "member"))
        used.add(prefix)  # an empty list is "A="
        return [
            from_form(shape.member, form, used, ec2=ec2, prefix=f"{base}.{index}") for index in _indexes(form, base)
        ]
    if isinstance(shape, MapShape):
        base = prefix if shape.serialization.get("flattened") else f"{prefix}.entry"
        key_name, value_name = shape.key.serialization.get("name", "key"), shape.value.serialization.get("name", "value")
        used.add(prefix)
        result = {}
        for index in _indexes(form, base):
            used.add(f"{base}.{index}.{key_name}")
            key = form.get(f"{base}.{index}.{key_name}")
            result[key] = from_form(shape.value, form, used, ec2=ec2, prefix=f"{base}.{index}.{value_name}")
        return result
    used.add(prefix)
    return scalar(shape, form.get(prefix, ""))


def _form_name(name: str, member: Shape, ec2: bool) -> str:
    traits = member.serialization
    if ec2:
        given = traits.get("queryName") or traits.get("name")
        return traits.get("queryName") or (given[0].upper() + given[1:] if given else name)
    flat_list = isinstance(member, ListShape) and member.serialization.get("flattened")
    if flat_list:
        # A flattened list is named after its items where they have a name.
        return member.member.serialization.get("name", traits.get("name", name))
    return traits.get("name", name)


def _joined(prefix: str, name: str) -> str:
    return f"{prefix}.{name}" if prefix else name


def _has(form: dict[str, str], key: str) -> bool:
    return key in form or any(name.startswith(f"{key}.") for name in form)


def _indexes(form: dict[str, str], base: str) -> list[int]:
    start = f"{base}."
    found = {name[len(start) :].partition(".")[0] for name in form if name.startswith(start)}
    return sorted(int(index) for index in found if index.isdigit())


def from_xml(shape: Shape, element):
    """A value out of an XML element. What no member is called so stays, for the rules to name it."""
    if isinstance(shape, StructureShape):
        return _structure_from_xml(shape, element)
    if isinstance(shape, ListShape):
        return [from_xml(shape.member, child) for child in element]
    if isinstance(shape, MapShape):
        entries = ({_tag(part): part for part in entry} for entry in element)
        return {entry["key"].text: from_xml(shape.value, entry["value"]) for entry in entries}
    return scalar(shape, element.text or "")


def _structure_from_xml(shape: StructureShape, element) -> dict:
    children: dict[str, list] = {}
    for child in element:
        children.setdefault(_tag(child), []).append(child)
    attributes = {_TAG.sub("", name): value for name, value in element.attrib.items()}
    result: dict[str, object] = {}
    for name, member in shape.members.items():
        traits = member.serialization
        # xsi:type is an attribute of its element.
        key = traits.get("name", name)
        if traits.get("xmlAttribute"):
            if key.rpartition(":")[2] in attributes:
                result[key] = attributes[key.rpartition(":")[2]]
            continue
        found = children.pop(key, None)
        if found is None:
            continue
        flat = isinstance(member, ListShape) and member.serialization.get("flattened")
        result[key] = [from_xml(member.member, child) for child in found] if flat else from_xml(member, found[0])
    return {**result, **{tag: found[0].text for tag, found in children.items()}}


def _tag(element) -> str:
    return _TAG.sub("", element.tag)
