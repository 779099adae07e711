"""Whether a request is signed by a key of this account, as AWS verifies it:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html

Header and query signatures, of the root user, of users and of sessions, for every service and every path.
"""

import hashlib
import re
from urllib.parse import parse_qs

from ministack.core import iam_evaluator
from ministack.core.iam_evaluator import AuthError, ResolvedCredential
from ministack.core.responses import get_account_id
from ministack.services import s3

# https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html
_NOT_HASHED = re.compile("UNSIGNED-PAYLOAD$|STREAMING-")
_FOR_S3 = re.compile("Credential=[^,]*/s3/aws4_request")


def query_of(scope: dict) -> dict[str, list[str]]:
    return parse_qs(scope["query_string"].decode("utf-8", errors="replace"), keep_blank_values=True)


def headers_of(scope: dict) -> dict[str, str]:
    """Values of a header that comes twice are joined, as ministack joins them."""
    headers: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        headers[key] = f"{headers[key]}, {text}" if key in headers else text
    return headers


def is_signed(scope: dict) -> bool:
    """Whether the request claims a caller, rightly or not."""
    query = query_of(scope)
    return any(name.lower() == b"authorization" for name, _ in scope["headers"]) or any(
        name.lower() in ("x-amz-algorithm", "x-amz-signature", "awsaccesskeyid") for name in query
    )


def failure(scope: dict, body: bytes) -> AuthError | tuple | None:
    """None for a request that a key of this account signed; else why not, or the answer that S3 gives to a presigned URL."""
    headers, query = headers_of(scope), query_of(scope)
    if not is_signed(scope):
        return AuthError("MissingAuthenticationToken", "Request is missing Authentication Token")
    claims = sum(name.lower() == b"authorization" for name, _ in scope["headers"])
    claims += any(name.lower() in ("x-amz-algorithm", "awsaccesskeyid") for name in query)
    if claims != 1:
        # Else one would be verified, and the other one judged.
        return AuthError("IncompleteSignature", "Only one auth mechanism allowed")
    raw_path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1")
    iam_evaluator.pin_signed_request(scope["method"], raw_path, query, scope["headers"])
    iam_evaluator.pin_signed_body(body)
    request = iam_evaluator._signed_request.get()
    if request is None:
        return AuthError("MissingAuthenticationToken", "Request is missing Authentication Token")
    if request.s3_scoped:
        return s3._verify_presigned_sigv4(scope["method"], scope["path"], headers, query)
    account_id = iam_evaluator.find_iam_access_key_account(request.access_key_id) or get_account_id()
    verified = iam_evaluator.authenticate(request.access_key_id, account_id)
    if isinstance(verified, ResolvedCredential):
        return _body_failure(headers, body)
    return verified or AuthError("IncompleteSignature", "The signature names no key")


def _body_failure(headers: dict[str, str], body: bytes) -> AuthError | None:
    """The hash that is signed has to be that of the body. Only S3 takes bodies that are not signed."""
    stated = headers.get("x-amz-content-sha256")
    if stated is None or stated == hashlib.sha256(body).hexdigest():
        return None
    if _NOT_HASHED.match(stated) and _FOR_S3.search(headers.get("authorization", "")):
        return None
    return AuthError(
        "XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed."
    )
