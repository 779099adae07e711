"""Symptom: rarely, a message that was sent while a mapping deletes others is lost: requests change a queue's list of messages on
the event loop, mappings in threads, and both replace the list after walking it.

Every change of a queue now happens under one lock.
"""

import functools
import threading

from ministack.services import sqs


def install() -> None:
    # Reentrant, because some of these call others.
    lock = threading.RLock()
    sqs._queues_lock = lock

    def locked(function):
        @functools.wraps(function)
        def call(*args, **options):
            with lock:
                return function(*args, **options)

        return call

    # ReceiveMessage waits in between; the three steps that it repeats are locked instead.
    for name in ("_expire_retained", "_dlq_sweep", "_collect_msgs", "_refresh_counts"):
        setattr(sqs, name, locked(getattr(sqs, name)))
    for action, handler in sqs._HANDLERS.items():
        if action != "ReceiveMessage":
            sqs._HANDLERS[action] = locked(handler)
