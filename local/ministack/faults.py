"""Faults that tests ask for over the control path; the patches ask here whether one is due."""

import threading
import time
import uuid

_lock = threading.Lock()
_faults: dict[str, dict] = {}


def add(fault: dict) -> str:
    """Fields by kind: kill {functionName, afterMs}, duplicate {mappingId, count, afterMs}, pause {mappingId},
    entries {topicArn, positions, code?, count},
    api {service, action?, resource?, role?, code?, status?, delayMs?, count?, forMs?}. Returns the fault's id."""
    if fault.get("kind") not in ("kill", "duplicate", "pause", "entries", "api"):
        raise ValueError(f"unknown kind of fault: {fault.get('kind')}")
    name = str(uuid.uuid4())
    until = time.time() + fault["forMs"] / 1000 if fault.get("forMs") is not None else None
    with _lock:
        _faults[name] = {**fault, "until": until, "left": fault.get("count")}
    return name


def remove(name: str) -> None:
    with _lock:
        _faults.pop(name, None)


def clear() -> None:
    with _lock:
        _faults.clear()


def mapping_is_paused(mapping_id: str) -> bool:
    return _take("pause", lambda fault: fault["mappingId"] == mapping_id) is not None


def take_duplicate(mapping_id: str) -> dict | None:
    return _take("duplicate", lambda fault: fault["mappingId"] == mapping_id)


def take_kill(function_name: str) -> dict | None:
    return _take("kill", lambda fault: fault["functionName"] == function_name)


def take_failing_entries(topic_arn: str) -> dict | None:
    return _take("entries", lambda fault: fault["topicArn"] == topic_arn)


def take_api(service: str, action: str, resource: str, role: str) -> dict | None:
    """The first fault that fits this call; a field that a fault does not name fits every call."""
    call = {"service": service, "action": action, "resource": resource, "role": role}
    return _take("api", lambda fault: all(fault.get(name) in (None, value) for name, value in call.items()))


def _take(kind: str, fits) -> dict | None:
    """The first fault that is due, counted down; without a count it stays until it is removed or its time is over."""
    with _lock:
        for name, fault in list(_faults.items()):
            if fault["until"] is not None and fault["until"] < time.time():
                del _faults[name]
            elif fault["kind"] == kind and fits(fault):
                if fault["left"] is not None:
                    fault["left"] -= 1
                    if fault["left"] <= 0:
                        del _faults[name]
                return fault
    return None


def any_api() -> bool:
    """Cheap, for it is asked on every call."""
    return any(fault["kind"] == "api" for fault in list(_faults.values()))
