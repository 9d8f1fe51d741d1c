"""The board of all mayors in office, side by side, each with what its shares are shares of."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Final

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from besa.core import languages
from besa.core.folding import fold
from besa.core.links import absolute_url
from besa.insights.infographics.absence import NO_RATING, NothingToShow
from besa.insights.infographics.boards import CompareRow, Comparison, NoSubject
from besa.insights.queries.boards.frame import Request, parts_in_words, parts_of_board, short, status_word
from besa.insights.writing import day, plain
from besa.pledges.models import Mandate
from besa.pledges.public_tally import LEVEL_TOKENS, level_parts, percent_of
from besa.pledges.queries.bitemporal import Tally, tally_as_of
from besa.pledges.queries.public_mandates import end_of_day, mayors
from besa.pledges.queries.public_social import words_without_list
from besa.pledges.queries.public_tallies import tallies_of
from besa.pledges.statuses import LEVEL_LABELS, Level

#: the subject of the board: every mayor in office
ALL: Final = "all"


def compare_board(asked: Request) -> Comparison:
    """By the names of the municipalities, never by how the mayors do."""
    if asked.subject != ALL:
        raise NoSubject(asked.subject)
    today = timezone.localdate()
    on = min(asked.as_of or today, today)
    mandates = sorted(_in_office(on), key=lambda one: (fold(one.municipality.name), -one.starts.toordinal()))
    tallies = _tallies(mandates, on if on < today else None)
    rows = tuple(_row(mandate, tallies[mandate.pk]) for mandate in mandates)
    if not any(row.n for row in rows):
        raise NothingToShow(NO_RATING)
    together = _together(list(tallies.values()))
    parts = parts_of_board(level_parts(together))
    return Comparison(
        template=asked.template,
        kicker=_("Pledges of mayors"),
        title=_("Mayors side by side"),
        subtitle=_("In alphabetical order: this is no league table."),
        lead=(_in_words(together, len(rows)),),
        counted=_("As of %(day)s.") % {"day": day(on)},
        method=_(
            "Shares are of the rated pledges of each mayor, whose number is shown. Evidence and method: at the address"
            " above. CC BY 4.0."
        ),
        address=short(page_of_comparison(asked)),
        words={
            **{LEVEL_TOKENS[level]: str(LEVEL_LABELS[level]) for level in Level},
            "qr": _("QR code of the page with all details"),
        },
        numbers=_numbers(together, len(rows)),
        rows=rows,
        parts=parts,
        parts_title=_("All together"),
        column=_("rated pledges"),
        alt="; ".join(
            f"{row.label}: {row.nothing or parts_in_words(row.parts)}"
            + (f" (n = {row.number})" if row.n else "")
            for row in rows
        ),
    )


def page_of_comparison(asked: Request) -> str:
    """The page that the board leads to."""
    return absolute_url("pledges:compare", language=get_language() or languages.SQ, brand=asked.brand.key)


def _in_office(on: date) -> list[Mandate]:
    return list(mayors().filter(Q(ends__isnull=True) | Q(ends__gte=on), starts__lte=on, term_ends__gte=on))


def _tallies(mandates: list[Mandate], on: date | None) -> dict[int, Tally]:
    """Now from the copies on the pledges; on a past day from the ratings themselves, mandate by mandate."""
    if on is None:
        return tallies_of(mandates)
    return {one.pk: tally_as_of(one, known_at=end_of_day(one, on)) for one in mandates}


def _together(tallies: list[Tally]) -> dict[Level, int]:
    found: Counter[Level] = Counter()
    for tally in tallies:
        found.update(tally.by_level)
    return dict(found)


def _row(mandate: Mandate, tally: Tally) -> CompareRow:
    nothing = ""
    if not tally.total:
        nothing = words_without_list(mandate)
    elif not tally.scored:
        nothing = f"{status_word('')}."
    return CompareRow(
        key=mandate.slug,
        label=mandate.municipality.name,
        who=mandate.person.name,
        n=tally.scored,
        number=plain(tally.scored),
        # Translators: stands behind a number that is set in bold: "6 rated pledges".
        counted=ngettext("rated pledge", "rated pledges", tally.scored),
        parts=parts_of_board(level_parts(tally.by_level)) if tally.scored else (),
        nothing=nothing,
    )


def _numbers(together: dict[Level, int], mandates: int) -> dict[str, str]:
    n, fulfilled = sum(together.values()), together.get(Level.FULFILLED, 0)
    found = {"mayors": plain(mandates), "rated": plain(n), "fulfilled": plain(fulfilled)}
    return {**found, "fulfilled_percent": percent_of(fulfilled / n)}


def _in_words(together: dict[Level, int], mandates: int) -> str:
    n = sum(together.values())
    fulfilled = together.get(Level.FULFILLED, 0)
    words = {
        "n": plain(fulfilled),
        "of": plain(n),
        "mayors": plain(mandates),
        "percent": percent_of(fulfilled / n),
    }
    return (
        ngettext(
            "%(mayors)s mayor: %(n)s of %(of)s rated pledges are fulfilled, %(percent)s.",
            "%(mayors)s mayors: %(n)s of %(of)s rated pledges are fulfilled, %(percent)s.",
            mandates,
        )
        % words
    )
