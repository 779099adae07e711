"""Symptom: an update of a function, its deletion, or the crash of one of its environments kills all invocations that are at work.

On AWS a function can be invoked while it is updated (https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html), and an
environment ends between invocations (https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html): what has begun ends as it
began, and what comes later meets the change.
"""

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

# Where workers wait for the end of their invocation: a key of the pool that no invocation asks for.
_RETIRED = "retired"


def install() -> None:
    kill, release = lambda_runtime.kill_workers, lambda_svc.release_worker

    def kill_idle(workers) -> None:
        with lambda_runtime._lock:
            busy = [worker for worker in workers if worker.in_use and not _ended(worker)]
            lambda_runtime._workers.setdefault(_RETIRED, []).extend(busy)
        kill([worker for worker in workers if worker not in busy])

    def release_or_kill(worker) -> None:
        release(worker)
        with lambda_runtime._lock:
            retired = lambda_runtime._workers.get(_RETIRED, [])
            is_retired = worker in retired
            if is_retired:
                retired.remove(worker)
        if is_retired:
            kill([worker])

    def reset() -> None:
        """Everything ends with what it works on."""
        with lambda_runtime._lock:
            workers = [worker for pool in lambda_runtime._workers.values() for worker in pool]
            lambda_runtime._workers.clear()
        kill(workers)

    lambda_runtime.kill_workers, lambda_svc.release_worker, lambda_runtime.reset = kill_idle, release_or_kill, reset


def _ended(worker) -> bool:
    return worker._proc is not None and worker._proc.poll() is not None
