"""Where parliament errs, each with its reason: issue, pattern of its detail, reason."""

import re

IDENTITY: tuple[tuple[str, re.Pattern, str], ...] = ()
