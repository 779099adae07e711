"""Makes the virtual environment of the local AWS: install.py FOLDER REQUIREMENTS. Ends, with pip and what is half made, when its parent does."""

import subprocess
import sys

import lifetime


def main(folder: str, requirements: str) -> int:
    lifetime.end_with_parent(folder)
    pip = [f"{folder}/bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    steps = [
        [sys.executable, "-m", "venv", folder],
        [*pip, "--require-hashes", "--requirement", requirements],
    ]
    # Their standard input is not this one's, whose end is the sign to end.
    return next((code for code in (subprocess.call(step, stdin=subprocess.DEVNULL) for step in steps) if code), 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
