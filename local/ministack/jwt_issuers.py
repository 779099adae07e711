"""Keys of issuers that tests make up, by the issuer's URL (part of the patch `jwt_authorizers`)."""

_key_sets: dict[str, dict] = {}


def add(issuer: str, key_set: dict) -> None:
    if not isinstance(key_set.get("keys"), list):
        raise ValueError("jwks needs keys")
    _key_sets[issuer.rstrip("/")] = key_set


def keys_of(issuer: str) -> dict | None:
    return _key_sets.get(issuer.rstrip("/"))


def clear() -> None:
    _key_sets.clear()
