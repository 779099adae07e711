"""Runs ministack with the project's patches, on 127.0.0.1 only, for as long as the process that started it lives.

serve.py RUN_FOLDER ACCOUNT_ID REGION [PATCH_TO_LEAVE_OUT ...]

Reads its keys from the first line of its standard input (see run_keys.py) and prints one line of JSON with its port once it
listens. Everything it writes goes into the run folder, for nobody else to read. It ends, with every process that it started, when
its standard input ends.
"""

import asyncio
import json
import os
import socket
import sys

# Connections that wait for a busy server.
_BACKLOG = 1024
# Longer than any client keeps an idle connection (Go's, and so the provider's: 90 s, net/http DefaultTransport.IdleConnTimeout). Whoever closes
# first must be the client: a request that arrives as the server's timer fires is done, its connection is closed, and the client sends it again.
IDLE_SECONDS = 3600


def settings(run_folder: str, port: int, account_id: str, region: str) -> dict[str, str]:
    """What ministack reads from the environment. It listens on 0.0.0.0 by default, hence BIND_HOST.

    MINISTACK_HOST stays unset: APIs are then named a1b2.execute-api.localhost, and queue URLs have their caller's host.
    """
    return {
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_ACCOUNT_ID": account_id,
        "MINISTACK_REGION": region,
        "AUTH": "true",
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "LOG_LEVEL": "WARNING",
        # By default in /tmp, under names that every user knows.
        "STATE_DIR": os.path.join(run_folder, "state"),
        "S3_DATA_DIR": os.path.join(run_folder, "s3"),
        # No Docker daemon: without this ministack looks for one at its usual place and would reap its containers.
        "DOCKER_HOST": "unix:///nonexistent",
    }


def raise_open_file_limit() -> None:
    """Each Node worker takes three pipes: 1,024 open files are too few for a burst."""
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    # macOS says "unlimited" but refuses more than OPEN_MAX (10,240).
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 10240) if hard > 0 else 10240, hard))


def main() -> None:
    run_folder, account_id, region, *left_out = sys.argv[1:]

    os.umask(0o077)

    import run_keys

    run_keys.read(sys.stdin.buffer)

    import lifetime

    lifetime.end_with_parent(run_folder)

    import loopback

    loopback.only()
    raise_open_file_limit()

    # The system chooses the port, and the socket goes on to the server: no other process can take it in between.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", 0))
    listener.listen(_BACKLOG)
    port = listener.getsockname()[1]
    os.environ.update(settings(run_folder, port, account_id, region))

    import records

    records.open_in(run_folder)

    import patches

    patches.install(left_out)

    import control
    from hypercorn.asyncio import serve
    from hypercorn.config import Config

    config = Config()
    config.bind = [f"fd://{listener.fileno()}"]
    config.keep_alive_timeout = IDLE_SECONDS
    # asyncio listens again, with this instead of the backlog above.
    config.backlog = _BACKLOG
    config.loglevel = "WARNING"
    print(json.dumps({"port": port}), flush=True)
    asyncio.run(serve(control.app, config))


if __name__ == "__main__":
    main()
