"""Why there is no infographic: what has no data is not offered, and whoever asks for it is told in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from besa.core.templatetags.besa import number

NO_PROGRAMME, NO_LIST, NO_ROUND, NO_RATING = "no_programme", "no_list", "no_round", "no_rating"
FEW_REPORTS: Final = "few_reports"


@dataclass(frozen=True)
class _Why:
    heading: str | Promise
    words: str | Promise


_WHY: Final = {
    NO_PROGRAMME: _Why(
        _("No programme published."),
        _(
            "We searched for a programme from before the election and found none. So there is nothing to count, and no"
            " share."
        ),
    ),
    NO_LIST: _Why(
        _("No list of pledges is published yet."),
        _("The list appears here once it is frozen: from then on no pledge can be taken off it."),
    ),
    NO_ROUND: _Why(
        _("No round is published yet"), _("Changes can be shown once the first round is published.")
    ),
    NO_RATING: _Why(
        _("No mayor's pledges are rated yet."), _("Mayors can be compared once a first round is published.")
    ),
}


class NothingToShow(Exception):
    """The subject is there, but there is nothing to count of it. `n` is the number of reports, where they are few.

    Its words are in the language that is active when they are read, which may be another than the infographic's.
    """

    def __init__(self, key: str, n: int = 0) -> None:
        super().__init__(key, n)
        self.key, self.n = key, n

    @property
    def heading(self) -> str:
        """What is missing, in a few words."""
        return str(
            _("Too few reports for an infographic") if self.key == FEW_REPORTS else _WHY[self.key].heading
        )

    @property
    def words(self) -> str:
        """Why that means that there is nothing to show."""
        if self.key != FEW_REPORTS:
            return str(_WHY[self.key].words)
        few = ngettext(
            "There is only %(n)s report in this period: one quick answer would look like a habit. Choose a longer"
            " period.",
            "There are only %(n)s reports in this period: one quick answer would look like a habit. Choose a longer"
            " period.",
            self.n,
        )
        return few % {"n": number(self.n)}

    @property
    def said(self) -> str:
        """Both in a line, for those who get only text."""
        return f"{self.heading.rstrip('.')}. {self.words}"
