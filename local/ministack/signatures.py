"""Whether a request is signed by a key of this account, as AWS verifies it:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html

Header and query signatures, of the root user, of users and of sessions, for every service and every path.
"""

import hashlib
import re
from urllib.parse import parse_qs

from ministack.app import _routing_params
from ministack.core import iam_evaluator, sigv4
from ministack.core.iam_evaluator import AuthError, ResolvedCredential
from ministack.core.responses import get_account_id
from ministack.core.router import SERVICE_PATTERNS, detect_service
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
        refused = s3._verify_presigned_sigv4(scope["method"], scope["path"], headers, query)
        return refused or _extent_failure(scope, headers, query, body)
    account_id = iam_evaluator.find_iam_access_key_account(request.access_key_id) or get_account_id()
    verified = iam_evaluator.authenticate(request.access_key_id, account_id)
    if isinstance(verified, ResolvedCredential):
        return _extent_failure(scope, headers, query, body) or _body_failure(headers, body)
    return verified or AuthError("IncompleteSignature", "The signature names no key")


def _extent_failure(scope: dict, headers: dict[str, str], query: dict, body: bytes) -> AuthError | None:
    """A signature is for one service, and for the headers that say what is asked of it: nobody may add others.

    https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html wants content-type signed as well. AWS's own
    presigner leaves it out (https://github.com/aws/aws-sdk-js-v3/pull/1017), so it may be added here.
    """
    in_header = "authorization" in headers
    signature = sigv4.parse_header_signature(headers) if in_header else sigv4.parse_query_signature(query)
    if isinstance(signature, tuple):
        return AuthError(*signature)
    signed = signature.signed_headers.lower().split(";")
    if "host" not in signed:
        return AuthError(
            "SignatureDoesNotMatch", "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."
        )
    if any(name.startswith("x-amz-") and name not in signed for name in headers):
        return AuthError("AccessDenied", "There were headers present in the request which were not signed")
    parameters = _routing_params(scope["method"], scope["path"], headers, body, query)
    called = detect_service(scope["method"], scope["path"], headers, parameters)
    if called in _services_of(signature.service, scope, parameters):
        return None
    return AuthError("SignatureDoesNotMatch", f"Credential should be scoped to correct service: '{called}'.")


def _services_of(signed_as: str, scope: dict, parameters: dict) -> list[str]:
    """ministack's names of the services that sign so, of which the path and the parameters tell some apart."""
    claim = {"authorization": f"AWS4-HMAC-SHA256 Credential=key/date/region/{signed_as}/aws4_request"}
    alone = detect_service("GET", "/", claim, {})
    if alone == "s3" and signed_as != "s3":
        # What ministack takes any request for whose signature names no service that there is.
        return []
    told_apart = detect_service(scope["method"], scope["path"], claim, parameters)
    sharing = [name for name, how in SERVICE_PATTERNS.items() if how.get("credential_scope") == signed_as]
    return [alone, told_apart, *sharing]


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
