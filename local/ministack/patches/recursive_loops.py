"""Symptom: a function that sends into the queue or the topic that feeds it does so for ever: ministack counts the Invokes
of its own stub of the SDK, and nothing that comes by SQS, SNS or the real SDK.

Lambda counts in the trace header how often each function has run in a chain, and does not run one for the 17th time:
https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html. SDKs send the header on, queues keep it. A batch
fails as a whole and stays in its queue until its receives are used up; an asynchronous event goes to the function's
dead letters; a direct call is refused.
"""

import contextvars
import hashlib
import logging
import secrets
import time

import request_scope
from ministack.services import lambda_svc, sqs
from patches import async_invoke

_MOST_RUNS = 16
# What Lambda detects: what comes through EventBridge, streams or an API is not counted.
_SOURCES_BY_REQUEST = ("aws:sns", "aws:s3")
_INVOKE = "/invocations"
_log = logging.getLogger("local.loops")
# How often each function has run in the chain of the invocation that starts now, itself included.
_chain: contextvars.ContextVar[dict] = contextvars.ContextVar("local_chain")


def install() -> None:
    execute, trace, drop = (
        lambda_svc._execute_function,
        lambda_svc._xray_trace_id_for_invocation,
        lambda_svc._recursive_loop_drop,
    )
    keep = sqs._build_send_sys_attrs

    def execute_unless_looping(function: dict, event: dict) -> dict:
        config = function.get("config") or function
        chain, key = _chain_of(event), _key(config["FunctionName"])
        if chain.get(key, 0) >= _MOST_RUNS and not _is_allowed(config["FunctionName"]):
            _log.warning("%s: stopped, it runs in a loop", config["FunctionName"])
            return _stopped(config)
        token = _chain.set({**chain, key: chain.get(key, 0) + 1})
        try:
            return execute(function, event)
        finally:
            _chain.reset(token)

    def trace_with_lineage(config: dict, *inbound) -> str:
        header = trace(config, *inbound) or (
            f"Root=1-{int(time.time()):08x}-{secrets.token_hex(12)};Parent={secrets.token_hex(8)};Sampled=0"
        )
        return f"{header};Lineage={'|'.join(f'{key}:{runs}' for key, runs in _chain.get({}).items())}"

    def drop_by_lineage(name: str, function: dict, depth: int):
        # Asynchronous events are accepted, and stopped when they should run.
        if request_scope.header("x-amz-invocation-type") == "Event":
            return None
        return drop(name, function, max(depth, _chain_of_request().get(_key(name), 0) + 1))

    def keep_trace(now: float, given: dict) -> dict:
        kept = keep(now, given)
        header = request_scope.header("x-amzn-trace-id")
        if header and "Lineage=" in header:
            kept.setdefault("AWSTraceHeader", header)
        return kept

    lambda_svc._execute_function = execute_unless_looping
    lambda_svc._xray_trace_id_for_invocation = trace_with_lineage
    lambda_svc._recursive_loop_drop = drop_by_lineage
    sqs._build_send_sys_attrs = keep_trace
    async_invoke._is_final = lambda result: result.get("stopped", False)


def _chain_of(event: dict) -> dict:
    """The longest way that led to an event; each message of a batch has its own."""
    records = event.get("Records") if isinstance(event, dict) else None
    chain: dict = {}
    for record in records if isinstance(records, list) else []:
        source = record.get("eventSource") or record.get("EventSource")
        if source == "aws:sqs":
            _join(chain, _read(record["attributes"].get("AWSTraceHeader")))
        elif source in _SOURCES_BY_REQUEST:
            _join(chain, _chain_of_request())
    if not records and request_scope.path().endswith(_INVOKE):
        return _chain_of_request()
    return chain


def _chain_of_request() -> dict:
    return _read(request_scope.header("x-amzn-trace-id"))


def _join(chain: dict, other: dict) -> None:
    for key, runs in other.items():
        chain[key] = max(runs, chain.get(key, 0))


def _read(header: str | None) -> dict:
    lineage = next((part[8:] for part in (header or "").split(";") if part.startswith("Lineage=")), "")
    pairs = (pair.rsplit(":", 1) for pair in lineage.split("|") if ":" in pair)
    return {key: int(runs) for key, runs in pairs if runs.isdigit()}


def _key(function_name: str) -> str:
    return hashlib.sha256(function_name.encode()).hexdigest()[:8]


def _is_allowed(function_name: str) -> bool:
    return (lambda_svc._functions.get(function_name) or {}).get("recursive_loop") == "Allow"


def _stopped(config: dict) -> dict:
    message = (
        "Lambda has detected your function being invoked in a recursive loop with other Amazon Web Services resources "
        f"and stopped your function's invocation: {config['FunctionArn']}"
    )
    error = {"errorType": "RecursiveInvocationException", "errorMessage": message}
    return {"body": error, "error": True, "stopped": True, "log": ""}
