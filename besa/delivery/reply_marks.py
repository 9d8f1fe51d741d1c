"""How a mail of ours is known again: by a line above which answers are written, and by a header."""

from __future__ import annotations

import re

#: survives quoting, line wrapping and translation programs
MARK = "##- Besa -##"
#: on every mail of ours: one that comes in with it has gone in a circle
OWN_HEADER = "X-Besa-Delivery"
_IN_A_LINE = re.compile(r"##-\s*besa\s*-##", re.IGNORECASE)


def has_mark(line: str) -> bool:
    """True for the line itself, however it is quoted."""
    return bool(_IN_A_LINE.search(line))
