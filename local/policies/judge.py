"""Judges policies: judge.py < POLICIES. Reads a JSON list of {type, service, owner, document}, writes one of {type, owner, issue, detail}.

Identity policies go to parliament; it calls trust policies malformed and knows no resource policies, so those have rules of their own.
"""

import json
import sys

import identity_policies
import principal_policies


def judge(policy: dict) -> list[dict]:
    try:
        document = json.loads(policy["document"])
    except ValueError as error:
        return [_finding(policy, "MALFORMED_JSON", str(error))]
    if policy["type"] == "identity":
        findings = identity_policies.findings(policy["document"])
    else:
        findings = principal_policies.findings(policy["type"], policy["service"], document)
    return [_finding(policy, issue, detail) for issue, detail in findings]


def _finding(policy: dict, issue: str, detail: str) -> dict:
    return {"type": policy["type"], "owner": policy["owner"], "issue": issue, "detail": detail}


if __name__ == "__main__":
    json.dump([finding for policy in json.load(sys.stdin) for finding in judge(policy)], sys.stdout)
