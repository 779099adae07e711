"""The keys of this run, which whoever started it made up: those of the root user, and the token of the control paths.

They come over standard input, a pipe: arguments and the environment show in `ps`, and processes inherit the latter.
"""

import json
from dataclasses import dataclass, field

# Header that carries the token.
TOKEN_HEADER = b"x-local-token"


@dataclass(frozen=True)
class RunKeys:
    access_key_id: str
    # Not in what a log may say of this object.
    secret_access_key: str = field(repr=False)
    token: str = field(repr=False)


_keys: RunKeys | None = None


def read(stream) -> None:
    """Takes them from the first line of the stream."""
    global _keys
    fields = json.loads(stream.readline())
    _keys = RunKeys(fields["accessKeyId"], fields["secretAccessKey"], fields["token"])


def current() -> RunKeys:
    if _keys is None:
        raise RuntimeError("the keys of this run were not read yet")
    return _keys
