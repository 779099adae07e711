"""Nothing in this process listens for other machines, whatever a service of ministack asks for: some bind to 0.0.0.0."""

import socket
import sys

_OWN = ("127.0.0.1", "::1", "localhost")


def only() -> None:
    """From now on, and for good: an audit hook cannot be removed. https://docs.python.org/3/library/audit_events.html"""
    sys.addaudithook(_refuse_others)


def _refuse_others(event: str, args: tuple) -> None:
    if event != "socket.bind":
        return
    listener, address = args
    if listener.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in _OWN:
        raise PermissionError(f"the local AWS listens on 127.0.0.1 only, not on {address[0] or 'every address'}")
