"""Records each invocation, whoever asked for it: function, duration, outcome. Not a symptom of ministack."""

import time

import records
from ministack.services import lambda_svc


def install() -> None:
    dispatch, acquire = lambda_svc._execute_function_dispatch, lambda_svc._acquire_execution_slot

    def dispatch_and_record(function, config, event, request_id, started):
        begin = time.monotonic()
        result = dispatch(function, config, event, request_id, started)
        body = result.get("body") if result.get("error") else None
        records.add(
            "invocations",
            functionName=config.get("FunctionName"),
            requestId=request_id,
            durationMs=round((time.monotonic() - begin) * 1000),
            outcome="error" if result.get("error") else "ok",
            **({"errorType": body.get("errorType")} if isinstance(body, dict) else {}),
        )
        return result

    def acquire_and_record(function, config):
        slot, limit = acquire(function, config)
        if slot is None:
            records.add("invocations", functionName=config.get("FunctionName"), durationMs=0, outcome="throttled")
        return slot, limit

    lambda_svc._execute_function_dispatch, lambda_svc._acquire_execution_slot = dispatch_and_record, acquire_and_record
