"""Symptom: an invocation that logs nothing takes 50 ms longer than its handler, for ministack waits that long for
lines; and under load a line that comes later than that is logged with the next invocation.

The Node worker now says in its log where an invocation's lines end.
"""

import queue
import time

from ministack.core import lambda_runtime

# "End of transmission": nothing that a logger writes.
_END = "\x04"
_WRITE = "const _realStdoutWrite = process.stdout.write.bind(process.stdout);"
# Writes to pipes are synchronous in Node, so the mark is in its pipe before the result is in the other.
_MARK_AND_WRITE = (
    "const _plainStdoutWrite = process.stdout.write.bind(process.stdout);\n"
    'const _realStdoutWrite = (text) => { if (!text.startsWith(\'{"status":"ready"\')) _stderrWrite("\\u0004\\n"); '
    "return _plainStdoutWrite(text); };"
)
_PATIENCE_SECONDS = 0.25


def install() -> None:
    if _WRITE not in lambda_runtime._NODEJS_WORKER_SCRIPT:
        raise RuntimeError("ministack's worker script has changed")
    lambda_runtime._NODEJS_WORKER_SCRIPT = lambda_runtime._NODEJS_WORKER_SCRIPT.replace(_WRITE, _MARK_AND_WRITE)
    drain = lambda_runtime.Worker._drain_stderr_bounded

    def drain_to_mark(self, *args, **options):
        if not str(self.config.get("Runtime", "")).startswith("nodejs"):
            return drain(self, *args, **options)
        lines = []
        deadline = time.monotonic() + _PATIENCE_SECONDS
        # A process that died has left no mark.
        while time.monotonic() < deadline and not (self._proc is None and self._stderr_queue.empty()):
            try:
                line = self._stderr_queue.get(timeout=0.01)
            except queue.Empty:
                continue
            if line == _END:
                break
            lines.append(line)
        return "\n".join(lines)

    lambda_runtime.Worker._drain_stderr_bounded = drain_to_mark
