"""Symptom: a function's process.env holds the whole environment of the server (its settings, its ports, AUTH).

On AWS a function sees its own variables and those of the runtime.
"""

import os
import subprocess
import types

from ministack.core import lambda_runtime

# Needed to start Node at all, and to keep temporary files in the run folder.
_KEPT = {"PATH", "HOME", "TMPDIR"}


def _popen(command, *args, env, **options):
    inherited = {name for name, value in os.environ.items() if name not in _KEPT and env.get(name) == value}
    return subprocess.Popen(command, *args, env={k: v for k, v in env.items() if k not in inherited}, **options)


def install() -> None:
    # The module's own name for subprocess, so that no other user of it is touched.
    lambda_runtime.subprocess = types.SimpleNamespace(**{**vars(subprocess), "Popen": _popen})
