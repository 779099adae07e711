"""What a web page may ask for: a browser on this machine reaches the local AWS too, whosever page it shows.

Its requests carry the Host that the page's URL names, and the page's Origin.
"""

import json

import public_target
import signatures

# Names that lead to this machine in every browser, so that nobody else's domain can be made to (DNS rebinding):
# https://datatracker.ietf.org/doc/html/rfc6761#section-6.3
_OWN_NAMES = ("127.0.0.1", "localhost")


def refusal(scope: dict) -> str | None:
    """Why this request is none for the local AWS, or none of a page that may send it; None for all others."""
    hosts = _values(scope, b"host")
    if len(hosts) != 1 or not _is_own(hosts[0]):
        return f"The local AWS does not answer to the name {json.dumps(', '.join(hosts))}."
    origins = _values(scope, b"origin")
    if not origins and _is_of_other_page(scope):
        return "The local AWS takes nothing from other pages but with an Origin: images, scripts and frames have none."
    # A page of the same URL: what an API or a function serves.
    if not origins or origins == [f"{scope['scheme'].replace('ws', 'http')}://{hosts[0]}"]:
        return None
    if len(origins) == 1 and _admitted(scope, hosts[0], origins[0]):
        return None
    return f"The local AWS takes nothing from pages of {json.dumps(', '.join(origins))}: no CORS settings of what it asks for admit them."


def _values(scope: dict, header: bytes) -> list[str]:
    return [value.decode("latin-1").strip() for name, value in scope["headers"] if name.lower() == header]


def _is_of_other_page(scope: dict) -> bool:
    """Whether a browser sends this for a page of another URL, and not because a person follows a link to it.

    https://www.w3.org/TR/fetch-metadata/; browsers alone send it, and no page can leave it out or change it.
    """
    site = _values(scope, b"sec-fetch-site")
    way = _values(scope, b"sec-fetch-mode") + _values(scope, b"sec-fetch-dest")
    return not {"same-origin", "none"}.issuperset(site) and way != ["navigate", "document"]


def _is_own(host: str) -> bool:
    name = host.partition(":")[0].lower()
    return name in _OWN_NAMES or name.endswith(".localhost") or public_target.is_custom_domain(host)


def _admitted(scope: dict, host: str, origin: str) -> bool:
    if scope["type"] != "http":
        # WebSocket APIs have no CORS settings.
        return False
    headers, method = signatures.headers_of(scope), scope["method"]
    target = public_target.reached(host, scope["path"], method, headers, signatures.query_of(scope))
    # A preflight request only asks; what is asked for is judged when it comes.
    return target is not None and (method == "OPTIONS" or target.admits(origin))
