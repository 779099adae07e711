"""Symptom: scripts that lie in /docker-entrypoint-initaws.d or /etc/localstack/init are run at each start, with the server's environment.

They were put there for another emulator. Nothing of this machine's settings reaches this one.
"""

from ministack import app


def install() -> None:
    app._collect_scripts = lambda *folders: []
