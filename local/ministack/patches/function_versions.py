"""Symptom: the reserved concurrency of a function does not bound the invocations of its versions and aliases.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
"""

from ministack.services import lambda_svc


def install() -> None:
    reserved = lambda_svc._reserved_concurrency

    def reserved_of_function(record: dict, config: dict) -> int | None:
        # A version is a record of its own, without what belongs to the function.
        return reserved(lambda_svc._functions.get(config.get("FunctionName")) or record, config)

    lambda_svc._reserved_concurrency = reserved_of_function
