"""Symptom: the key, the secret and the session token of a function's role are made of the ARNs of both, so whoever guesses
those signs as that role.

They come from a secret that is made for this run and kept nowhere.
"""

import hashlib
import hmac
import secrets

from ministack.core import lambda_runtime
from ministack.services import lambda_svc, sts

_SECRET = secrets.token_bytes(32)


def install() -> None:
    # The second one imports the first one's by name.
    lambda_runtime.execution_credentials = lambda_svc.execution_credentials = execution_credentials


def execution_credentials(config: dict) -> dict[str, str]:
    """A session of the function's role, the same one for each of its processes."""
    account_id, _ = lambda_runtime._account_region_from_function_config(config)
    role_arn, function_arn = config.get("Role", ""), config.get("FunctionArn", "")
    role = role_arn.rsplit("/", 1)[-1]
    session = config.get("FunctionName", "function")[:64]

    def made(what: str) -> str:
        return hmac.new(_SECRET, f"{what}:{function_arn}:{role_arn}".encode(), hashlib.sha256).hexdigest()

    access_key, secret_key, token = f"ASIA{made('key')[:16].upper()}", made("secret")[:40], made("token")
    sts.register_session(
        access_key,
        {
            "Arn": f"arn:aws:sts::{account_id}:assumed-role/{role}/{session}",
            "UserId": f"{role}:{session}",
            "SecretAccessKey": secret_key,
            "SessionToken": token,
        },
    )
    return {"AWS_ACCESS_KEY_ID": access_key, "AWS_SECRET_ACCESS_KEY": secret_key, "AWS_SESSION_TOKEN": token}
