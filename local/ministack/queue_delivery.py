"""Messages that an AWS service, not a caller of the API, sends to a queue."""

import contextvars

from ministack.core.arn import parse_arn
from ministack.core.responses import request_scope
from ministack.services import sqs

_judged: contextvars.ContextVar[bool] = contextvars.ContextVar("local_delivery_judged", default=False)


class NotDelivered(Exception):
    """The queue is gone, does not admit the service or refuses the message."""


def install() -> None:
    """ministack judges the queue's policy by the caller of the request, who is not the one that sends here."""
    enforce = sqs._enforce_queue_policy
    if enforce.__name__ == "enforce_unless_judged":
        return

    def enforce_unless_judged(queue: dict, action: str) -> None:
        if not _judged.get():
            enforce(queue, action)

    sqs._enforce_queue_policy = enforce_unless_judged


def send_as_service(queue_arn: str, service: str, source_arn: str, message: dict) -> None:
    """Sends as a service for a resource, which the queue's policy has to admit. `message` is that of SendMessage."""
    if sqs._queue_by_arn(queue_arn) is None:
        raise NotDelivered("the queue does not exist")
    if not sqs.queue_policy_allows(queue_arn, service, source_arn, parse_arn(source_arn).account_id):
        raise NotDelivered("the queue's policy does not admit it")
    send(queue_arn, message)


def send(queue_arn: str, message: dict) -> None:
    """Sends without asking the queue's policy: whoever calls this has judged already."""
    queue = parse_arn(queue_arn)
    token = _judged.set(True)
    try:
        with request_scope(queue.account_id, queue.region):
            sqs._act_send_message(message, sqs._queue_url_for_account(queue.account_id, queue.resource))
    except sqs._Err as error:
        raise NotDelivered(error.message) from error
    finally:
        _judged.reset(token)
