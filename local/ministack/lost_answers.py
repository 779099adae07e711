"""Gives an answer once more to a client that did not get it.

Now and then, when the machine is busy, a call is served and its connection breaks before the answer is read; why is not known. The SDK sends
the call again, and what it wanted to make is there already. AWS may do the same to a caller, but so rarely that Terraform does not
provide for it. SDKs send the same amz-sdk-invocation-id with each try of a call: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html.

A call that a fault of a test cut off or failed has no answer that is kept: it is served again, as AWS does.
"""

import asyncio
import re
import time
from collections import OrderedDict

import records

# SDKs wait 20 s at most between two tries.
_KEPT_SECONDS = 60
# Of calls that make or change something, answers are small.
_MOST_BYTES = 100_000
_ATTEMPT = re.compile(rb"attempt=(\d+)")

# By caller and invocation: the messages of the answer, or a promise of them.
_answers: OrderedDict[tuple[str, bytes], tuple[float, asyncio.Future]] = OrderedDict()


async def serve(scope, send, caller: str, handle) -> None:
    """Runs `handle(send)`, unless this is a further try of a call that was served."""
    headers = dict(scope["headers"])
    invocation = headers.get(b"amz-sdk-invocation-id")
    if invocation is None or scope["method"] in ("GET", "HEAD"):
        await handle(send)
        return
    attempt = _ATTEMPT.search(headers.get(b"amz-sdk-request", b""))
    key = (caller, invocation)
    if attempt and int(attempt[1]) > 1 and (messages := await _kept(key)):
        target = headers.get(b"x-amz-target", scope["path"].encode()).decode("latin-1")
        records.add("lost_answers", caller=caller, request=f"{scope['method']} {target}", attempt=int(attempt[1]))
        for message in messages:
            await send(message)
        return
    await _keeping(key, send, handle)


async def _kept(key: tuple[str, bytes]) -> list | None:
    """The first try may still be at work."""
    _, answer = _answers.get(key, (0, None))
    return None if answer is None else await asyncio.shield(answer)


async def _keeping(key: tuple[str, bytes], send, handle) -> None:
    now = time.monotonic()
    while _answers and next(iter(_answers.values()))[0] < now - _KEPT_SECONDS:
        _answers.popitem(last=False)
    answer = asyncio.get_running_loop().create_future()
    _answers[key] = (now, answer)
    messages: list[dict] = []

    async def send_and_keep(message):
        messages.append(message)
        await send(message)

    try:
        await handle(send_and_keep)
    finally:
        whole = bool(messages) and messages[-1]["type"] == "http.response.body" and not messages[-1].get("more_body")
        worth = whole and 200 <= messages[0]["status"] < 300 and sum(len(one.get("body", b"")) for one in messages) <= _MOST_BYTES
        answer.set_result(messages if worth else None)
        if not worth:
            _answers.pop(key, None)
