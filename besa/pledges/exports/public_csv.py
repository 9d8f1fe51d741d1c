"""A mandate's pledges as a table: a row for each, with keys that stay, and texts that no spreadsheet runs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from besa.core.spreadsheets import csv_text
from besa.pledges.models import Mandate, Pledge
from besa.pledges.queries.bitemporal import Standing, standings_as_of
from besa.pledges.queries.public_mandates import end_of_day

_HEAD = (
    "uid", "number", "quote", "language", "title_sq", "title_sr", "title_en", "area", "places", "page",
    "due_on", "due_is_end_of_term", "budget", "currency", "added_later", "status", "flags", "gap_level",
    "effective_on", "checked_at", "reason", "reason_language", "other_reason", "other_reason_language",
    "method_version", "corrected", "unratable_reasons", "mandate", "municipality", "as_of",
)  # fmt: skip


def mandate_table(mandate: Mandate, day: date) -> str:
    """What was public at the end of a day."""
    standings = standings_as_of(mandate, known_at=end_of_day(mandate, day))
    places: dict[int, list[str]] = {}
    shown = [standing.pledge for standing in standings]
    for link in Pledge.places.through.objects.filter(pledge__in=shown).select_related("place"):
        places.setdefault(link.pledge_id, []).append(link.place.slug)
    about = (mandate.slug, mandate.municipality.slug, day.isoformat())
    rows = (
        [*_row(standing, " ".join(sorted(places.get(standing.pledge.pk, [])))), *about]
        for standing in standings
    )
    return csv_text(_HEAD, rows)


def _row(standing: Standing, places: str) -> Iterator[object]:
    pledge, rating = standing.pledge, standing.rating
    yield from (pledge.uid, pledge.number, pledge.quote, pledge.language)
    yield from (pledge.titles.get(language, "") for language in ("sq", "sr", "en"))
    yield from (pledge.area, places, pledge.page, pledge.due.isoformat(), _truth(pledge.due_on is None))
    yield from (pledge.budget, pledge.currency, _truth(pledge.added_later), standing.status)
    yield from (" ".join(standing.flags), standing.level.value if standing.level else None)
    if rating is None:
        yield from (None,) * 8
    else:
        yield from (rating.effective_on.isoformat(), rating.recorded_at.isoformat(), rating.reason)
        yield from (
            rating.language,
            "\n\n".join(rating.other_reasons.values()),
            " ".join(rating.other_reasons),
        )
        yield from (rating.method_version, _truth(rating.corrects_id is not None))
    yield " ".join(pledge.unratable_reasons)


def _truth(value: bool) -> str:
    return "true" if value else "false"
