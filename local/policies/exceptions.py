"""Where parliament errs, each with its reason: issue, pattern of its detail, reason."""

import re

IDENTITY: tuple[tuple[str, re.Pattern, str], ...] = (
    (
        "UNKNOWN_ACTION",
        re.compile(r"apigateway:TagResource"),
        "The list of actions does not have it, and API Gateway refuses by it: https://github.com/aws-amplify/amplify-cli/issues/12316",
    ),
    (
        "RESOURCE_STAR",
        re.compile(r"^\[('ec2:\w+NetworkInterface'(, )?|'ec2:(Una|A)ssignPrivateIpAddresses'(, )?)+\]"),
        "Lambda makes network interfaces later, so nobody knows their ids. AWS's own policy for it says * as well: "
        "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaVPCAccessExecutionRole.html",
    ),
)
