"""What somebody can want to hear of, as bits of one number, so that the index can leave out the rest."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntFlag
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from besa.places.models import Municipality
from besa.places.terms import in_words_of


class Kind(IntFlag):
    """Kinds of news. A subscription holds several; a happening is told to whoever wants one of its bits."""

    NEW = 1
    CHANGED = 2
    FIXED = 4
    LATE = 8


ALL = Kind.NEW | Kind.CHANGED | Kind.FIXED | Kind.LATE
#: whoever follows one report knows that it is there
OF_A_REPORT = Kind.CHANGED | Kind.FIXED | Kind.LATE

#: names in forms and addresses
NAMES: Final[dict[str, Kind]] = {
    "new": Kind.NEW,
    "changed": Kind.CHANGED,
    "fixed": Kind.FIXED,
    "late": Kind.LATE,
}
LABELS: Final[dict[str, Promise]] = {
    "new": _("New reports"),
    "changed": _("Answers, and every change of state"),
    "fixed": _("When the municipality says that it is fixed"),
    "late": _("When a deadline has passed"),
}


#: the one kind of news of publications, which stands under CHANGED in the index
OF_PUBLICATIONS: Final[Promise] = _("New publications and corrections")
#: the one kind of news of pledges, which stands under CHANGED in the index
OF_PLEDGES: Final[Promise] = _("New ratings and corrections")


def label_of(name: str, town: Municipality | None) -> str:
    """The words for a kind of news, in the Albanian of the country that it comes from."""
    return in_words_of(town.country, LABELS[name]) if town else str(LABELS[name])


def kinds_of(names: Iterable[str]) -> Kind:
    """The bits of some names; KeyError for an unknown one."""
    found = Kind(0)
    for name in names:
        found |= NAMES[name]
    return found


def names_of(kinds: int) -> list[str]:
    """The names of some bits."""
    return [name for name, kind in NAMES.items() if kinds & kind]


def wanted_by(kind: Kind) -> Kind:
    """Whoever wants every change wants the fix too."""
    return kind | Kind.CHANGED if kind is Kind.FIXED else kind
