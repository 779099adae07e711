"""Ends a process that leads a group, with its group and its folder, when the process that started it has ended, or when it is
killed itself."""

import atexit
import os
import shutil
import signal
import sys
import threading


def end_with_parent(folder: str) -> None:
    """Watches standard input, a pipe from the parent: the system closes it even when the parent is killed. A guard watches this
    process in the same way, and this process the guard, so that none can be killed alone. Of a process that ends by itself the folder
    stays: whoever started it may want to know why.

    Call it before any thread is started.
    """
    # Ours alone: the parent starts this process as the leader of a new group, and its children inherit it.
    if os.getpgrp() != os.getpid():
        raise SystemExit("this process has to lead a group of its own")
    guard_ended = _start_guard(folder)
    for stream in (sys.stdin.fileno(), guard_ended):
        threading.Thread(target=_wait_and_end, args=(stream, folder), daemon=True, name="parent-watch").start()


def _start_guard(folder: str) -> int:
    """A process that waits for the end of this one. Returns a pipe that ends with the guard."""
    leader = os.getpid()
    # Neither pipe gets to a process that is started with exec: https://peps.python.org/pep-0446/
    leader_ended, leader_lives = os.pipe()
    guard_ended, guard_lives = os.pipe()
    if os.fork() == 0:
        # Out of the group that it is to end, and off the parent's pipes.
        os.setsid()
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        os.close(leader_lives)
        os.close(guard_ended)
        ends_by_itself = os.read(leader_ended, 1) != b""
        if ends_by_itself:
            # Until it has.
            os.read(leader_ended, 1)
        _kill_group(leader)
        if not ends_by_itself:
            shutil.rmtree(folder, ignore_errors=True)
        os._exit(0)
    os.close(leader_ended)
    os.close(guard_lives)
    atexit.register(os.write, leader_lives, b".")
    return guard_ended


def _wait_and_end(stream: int, folder: str) -> None:
    while os.read(stream, 4096):
        pass
    # The guard does both again: a process of the group may write while its folder goes.
    shutil.rmtree(folder, ignore_errors=True)
    os.killpg(os.getpid(), signal.SIGKILL)


def _kill_group(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        # All of them have gone.
        pass
