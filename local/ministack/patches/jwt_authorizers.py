"""Symptoms: a JWT without `exp` never expires, one with a time that is no number is answered with 500, and one signed
with RS384 or RS512 is refused. No test can have a token of an issuer that is not on the Internet.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
"""

import json

import jwt_issuers
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from ministack.services import apigateway

_HASHES = {"RS256": hashes.SHA256, "RS384": hashes.SHA384, "RS512": hashes.SHA512}
_LOCAL = "local:"


def install() -> None:
    resolve, fetch, validate = apigateway._resolve_jwks_url, apigateway._fetch_jwks, apigateway._validate_jwt_authorizer

    async def resolve_or_local(authorizer: dict) -> str | None:
        issuer = (authorizer.get("jwtConfiguration") or {}).get("issuer") or ""
        return _LOCAL + issuer if jwt_issuers.keys_of(issuer) else await resolve(authorizer)

    async def fetch_or_local(url: str) -> dict:
        return jwt_issuers.keys_of(url.removeprefix(_LOCAL)) if url.startswith(_LOCAL) else await fetch(url)

    async def validate_strictly(*args) -> tuple:
        try:
            claims, scopes, refusal = await validate(*args)
        except (TypeError, ValueError):
            return None, None, apigateway._jwt_unauthorized()
        if refusal is None and "exp" not in claims:
            return None, None, apigateway._jwt_unauthorized()
        return claims, scopes, refusal

    apigateway._resolve_jwks_url, apigateway._fetch_jwks = resolve_or_local, fetch_or_local
    apigateway._validate_jwt_authorizer = validate_strictly
    apigateway._verify_rs256_signature = _is_signed_by


def _is_signed_by(token: str, key: dict) -> bool:
    header, claims, signature = token.split(".")
    hash_of = _HASHES.get(json.loads(apigateway._b64url_decode(header)).get("alg"))
    if hash_of is None:
        return False
    try:
        modulus, exponent = (int.from_bytes(apigateway._b64url_decode(key[name]), "big") for name in ("n", "e"))
        public_key = rsa.RSAPublicNumbers(exponent, modulus).public_key()
        signed = f"{header}.{claims}".encode()
        public_key.verify(apigateway._b64url_decode(signature), signed, padding.PKCS1v15(), hash_of())
    except (InvalidSignature, KeyError, ValueError):
        return False
    return True
