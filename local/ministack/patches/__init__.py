"""One small file for each thing that ministack 1.5.33 does not do as AWS does, with the symptom at its top.

Each has an `install()`; each can be left out, so that its test can be seen to fail without it.
"""

import importlib

# In this order: a later patch may wrap what an earlier one has put in place.
NAMES = [
    # Before any service imports what it replaces.
    "root_key",
    "role_keys",
    "public_paths",
    "init_scripts",
    "runtime_api",
    "function_environment",
    "secure_transport",
    "api_actions",
    "leading_keys",
    "alarms",
    "authorizers",
    "api_tags",
    "sqs_send",
    "mapping_fields",
    "mapping_filters",
    "sqs_mapping",
    "mapping_role",
    "function_versions",
    "async_invoke",
    "sns_filters",
    "sns_subscriptions",
    "sns_publish",
    "sns_delivery",
    "http_api",
    "http_preflight",
    "jwt_authorizers",
    "lambda_authorizers",
    "http_throttle",
    "access_logs",
    "scheduler_targets",
    "recursive_loops",
    "function_errors",
    "log_end",
    "call_records",
    "invocation_records",
    "running_invocations",
    "worker_kill",
    "api_faults",
    "model_violations",
    "dependent_actions",
    "policy_records",
]


def install(left_out: list[str]) -> None:
    unknown = set(left_out) - set(NAMES)
    if unknown:
        raise SystemExit(f"no such patch: {', '.join(sorted(unknown))}; there are: {', '.join(NAMES)}")
    for name in NAMES:
        if name not in left_out:
            importlib.import_module(f"patches.{name}").install()
