"""Fault: ends a function's process in the middle of an invocation, as AWS does when a sandbox fails. Not a symptom of
ministack.
"""

import threading

import faults
from ministack.core import lambda_runtime


def install() -> None:
    invoke = lambda_runtime.Worker.invoke

    def invoke_and_maybe_kill(self, *args, **options):
        fault = faults.take_kill(self.func_name)
        if fault is None:
            return invoke(self, *args, **options)
        # The time counts from when the handler can run, not from the cold start.
        lambda_runtime.ensure_spawned(self)
        timer = threading.Timer((fault.get("afterMs") or 0) / 1000, _kill, [self])
        timer.start()
        try:
            return invoke(self, *args, **options)
        finally:
            timer.cancel()

    lambda_runtime.Worker.invoke = invoke_and_maybe_kill


def kill_running(function_name: str) -> int:
    """Ends every process of the function that is at work now; says how many."""
    with lambda_runtime._lock:
        workers = [worker for pool in lambda_runtime._workers.values() for worker in pool]
    return sum(_kill(worker) for worker in workers if worker.in_use and worker.func_name == function_name)


def _kill(worker) -> int:
    process = worker._proc
    if process is None or process.poll() is not None:
        return 0
    process.kill()
    return 1
