"""Ends the local AWS with the process that started it, however that one ended."""

import os
import shutil
import signal
import sys
import threading


def end_with_parent(run_folder: str) -> None:
    """Watches standard input, a pipe from the parent: the system closes it even when the parent is killed."""
    threading.Thread(target=_wait_and_end, args=(run_folder,), daemon=True, name="parent-watch").start()


def _wait_and_end(run_folder: str) -> None:
    while sys.stdin.buffer.raw.read(4096):
        pass
    # Ours alone: the parent starts this process as the leader of a new group, and the workers inherit it.
    if os.getpgrp() != os.getpid():
        os._exit(1)
    # Twice, because a worker may still write while its folder goes.
    for _ in range(2):
        shutil.rmtree(run_folder, ignore_errors=True)
    os.killpg(os.getpid(), signal.SIGKILL)
