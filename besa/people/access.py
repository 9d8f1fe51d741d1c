"""What each address asks of its visitor. The table is `besa/site/access.py`; this is what it is written in.

`AccessMiddleware` turns away everybody whom the table does not admit anywhere. Which municipality or department a
person may act in is the view's question, see `permissions.require`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from besa.people.permissions import TABLE


class Kind(Enum):
    """Who gets through the door."""

    PUBLIC = "everybody"
    SIGNING_IN = "everybody, on the way to being signed in"
    SECURING = "who is signed in, and an administrator who has no second factor yet"
    SIGNED_IN = "who is signed in"
    ACTION = "who may do the action somewhere"


class Practice(Enum):
    """What somebody who practises may do there. Whatever says nothing shows or changes what is real, and is closed."""

    CLOSED = "nothing"
    READ = "look"
    OPEN = "everything, to their practice reports"


@dataclass(frozen=True)
class Access:
    """One line of the table. `subject` says whose scope the view checks: "municipality", "report" or nothing.

    With `keyed` a program that writes shows its key, which the view checks too.
    """

    kind: Kind
    action: str = ""
    subject: str = ""
    practice: Practice = Practice.CLOSED
    keyed: bool = False


PUBLIC = Access(Kind.PUBLIC)
KEYED = Access(Kind.PUBLIC, keyed=True)
SIGNING_IN = Access(Kind.SIGNING_IN)
SECURING = Access(Kind.SECURING)
SIGNED_IN = Access(Kind.SIGNED_IN)

_TABLE: dict[str, Access] = {}


def who_may(action: str, of: str = "", practice: Practice = Practice.CLOSED) -> Access:
    """Access by an action of `permissions.TABLE`; KeyError for one that is not in it."""
    if action not in TABLE:
        raise KeyError(action)
    return Access(Kind.ACTION, action, of, practice)


def declare(table: Mapping[str, Access]) -> None:
    """Make the table known. Called once, by the app at the top."""
    _TABLE.update(table)


def access_to(url_name: str) -> Access | None:
    """What an address asks, by its name with namespace; None for one that nobody listed."""
    return _TABLE.get(url_name)
