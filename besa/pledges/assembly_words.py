"""Words of what assemblies do: presence, options, results, and the assembly's own name in its country."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy

from besa.core.templatetags.besa import number
from besa.places.terms import term
from besa.pledges.models import Attendance, Ballot, PublicBody, Vote, VoteCount

PRESENCE_LABELS: Final[dict[str, Promise]] = {
    Attendance.Presence.PRESENT.value: pgettext_lazy("member at a session", "present"),
    Attendance.Presence.EXCUSED.value: pgettext_lazy("member at a session", "excused"),
    Attendance.Presence.ABSENT.value: pgettext_lazy("member at a session", "absent"),
}
OPTION_LABELS: Final[dict[str, Promise]] = {
    Ballot.Option.YES.value: pgettext_lazy("vote", "for"),
    Ballot.Option.NO.value: pgettext_lazy("vote", "against"),
    Ballot.Option.ABSTAIN.value: pgettext_lazy("vote", "abstained"),
    Ballot.Option.ABSENT.value: pgettext_lazy("vote", "absent"),
}
RESULT_LABELS: Final[dict[str, Promise]] = {
    Vote.Result.PASSED.value: pgettext_lazy("vote", "passed"),
    Vote.Result.FAILED.value: pgettext_lazy("vote", "not passed"),
}


def name_of_assembly(body: PublicBody) -> str:
    """What it is called: the country's word and the place."""
    assert body.municipality is not None
    words = {"assembly": term("assembly", body.municipality.country), "place": body.municipality.name}
    # Translators: such as "municipal assembly, Peja"
    return capfirst(gettext("%(assembly)s, %(place)s") % words)


def numbers_in_words(count: VoteCount) -> str:
    """How a vote went, such as "21 for, 9 against, 3 abstained"; in words where no number is known."""
    known = [(option, getattr(count, option)) for option in OPTION_LABELS]
    said = [f"{number(n)} {OPTION_LABELS[option]}" for option, n in known if n is not None]
    return ", ".join(said) or gettext("The minutes give no numbers.")
