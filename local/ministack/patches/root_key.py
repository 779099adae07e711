"""Symptoms: the access key `test`, and every one that is twelve digits, is the root user's; its secret is `test`, and its
signature is not verified.

The root user has one key pair, this run's, and its signature is verified as everybody else's.
"""

import dataclasses

import run_keys
from ministack.core import iam_evaluator


def install() -> None:
    # No key at all is left as it is: what a service does for itself. A request without a signature does not get here.
    iam_evaluator.is_root_access_key = lambda key: not key or key == run_keys.current().access_key_id
    # Asked before a signature is looked at, and where a signature is taken as good.
    iam_evaluator._is_root_key = lambda key: False
    resolve, identity = iam_evaluator.resolve_credential, iam_evaluator.resolve_caller_identity

    def resolve_credential(access_key_id, *args, **options):
        credential = resolve(access_key_id, *args, **options)
        if not access_key_id or access_key_id != run_keys.current().access_key_id:
            return credential
        if isinstance(credential, iam_evaluator.CredentialResolutionError):
            return credential
        return dataclasses.replace(credential, secret_access_key=run_keys.current().secret_access_key)

    def resolve_caller_identity(access_key_id):
        if access_key_id != run_keys.current().access_key_id:
            return identity(access_key_id)
        root = iam_evaluator.resolve_credential(access_key_id)
        return {
            "accessKey": access_key_id,
            "accountId": root.account_id,
            "userArn": root.principal_arn,
            "userId": root.principal_id,
            "principalOrgId": iam_evaluator._principal_org_id(root.account_id),
            "session": None,
        }

    iam_evaluator.resolve_credential = resolve_credential
    iam_evaluator.resolve_caller_identity = resolve_caller_identity
