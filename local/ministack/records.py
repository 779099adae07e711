"""What happened, as lines of JSON in the run folder: `calls.jsonl` (who called what) and `invocations.jsonl`."""

import json
import os
import threading
import time

_lock = threading.Lock()
_files: dict[str, object] = {}


def open_in(run_folder: str) -> None:
    for kind in ("calls", "invocations", "violations", "policies", "lost_answers"):
        # Opened for appending, so that clear() can cut the file under the writer.
        _files[kind] = open(os.path.join(run_folder, f"{kind}.jsonl"), "a", encoding="utf-8", buffering=1)


def add(kind: str, **fields) -> None:
    """One line; written at once, so that a reader sees it as soon as the caller has its answer."""
    line = json.dumps({"at": int(time.time() * 1000), **fields}) + "\n"
    with _lock:
        _files[kind].write(line)


def clear() -> None:
    with _lock:
        for file in _files.values():
            file.truncate(0)
