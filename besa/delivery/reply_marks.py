"""The line above which an answer is written. It is in every mail that can be answered, in whatever language."""

from __future__ import annotations

import re

#: survives quoting, line wrapping and translation programs
MARK = "##- Besa -##"
_IN_A_LINE = re.compile(r"##-\s*besa\s*-##", re.IGNORECASE)


def has_mark(line: str) -> bool:
    """True for the line itself, however it is quoted."""
    return bool(_IN_A_LINE.search(line))
