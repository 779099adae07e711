"""What parliament finds in an identity policy, less what AWS has learned since: parliament 1.6.4 knows the IAM of April 2025."""

import json
import warnings
from collections.abc import Iterator

import exceptions

with warnings.catch_warnings():
    # It imports pkg_resources, which says at each import that it will go.
    warnings.simplefilter("ignore")
    import parliament


def findings(document: str) -> Iterator[tuple[str, str]]:
    for finding in parliament.analyze_policy_string(document).findings:
        detail = f"{finding.detail} {_place(finding.location)}".strip()
        if not any(issue == finding.issue and pattern.search(detail) for issue, pattern, _ in exceptions.IDENTITY):
            yield finding.issue, detail


def knows(action: str) -> bool:
    """Whether IAM has such an action; wildcards count when anything fits."""
    try:
        parliament.expand_action(action)
    except (ValueError, parliament.UnknownActionException, parliament.UnknownPrefixException):
        return False
    return True


def _place(location: dict) -> str:
    return json.dumps({key: value for key, value in location.items() if key not in ("filepath", "lineno", "column")})
