"""Public reports as plain values, in parts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.urls import reverse

from besa.api.cursors import Cursor, cursor_at
from besa.api.moments import moment, moment_or_none
from besa.api.queries.updates import described, photo_row
from besa.core import languages
from besa.core.brands import DEFAULT
from besa.core.links import site_address
from besa.people.models import Department
from besa.places import memory
from besa.reports.labels import state_label
from besa.reports.models import Category, Report
from besa.reports.models.report import CLOSED, State
from besa.reports.nearby import Box, Circle
from besa.reports.queries.given_answers import public_questions
from besa.reports.queries.newest import Criteria, Mark, in_order_of_change, newest_in, newest_of_changed
from besa.reports.queries.photo_addresses import PublicPhoto, photos_of_reports
from besa.reports.queries.public import public_reports
from besa.reports.queries.steps import WantedSteps, steps_of

NEWEST, CHANGED = "newest", "changed"
_FIELDS: Final = (
    "pk", "municipality_id", "place_id", "category_id", "department_id", "state", "text", "language", "address",
    "lat", "lon", "created_at", "published_at", "changed_at", "response_due_at", "responded_at", "fix_due_at",
    "closed_at", "confirmed_fixed", "duplicate_of_id", "me_too_count", "answers",
)  # fmt: skip
_CREATED, _CHANGED = _FIELDS.index("created_at"), _FIELDS.index("changed_at")
#: a story longer than this goes on at `updates`
_LONGEST_STORY = 500
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Wanted:
    """Which reports are asked for, in which order, and after which mark."""

    criteria: Criteria
    area: Circle | Box | None = None
    order: str = NEWEST
    after: Cursor | None = None
    limit: int = 50


@dataclass(frozen=True)
class _Words:
    """Names by id, in the reader's language, looked up once for all rows."""

    categories: dict[int, tuple[str, str]]
    departments: dict[int, str]
    originals: set[int]
    page: str


def reports_page(wanted: Wanted) -> tuple[list[dict[str, Any]], Cursor | None]:
    """A part of the reports, and the mark of the next one. At most nine queries."""
    rows, more = _in_area(wanted, wanted.area) if wanted.area else _in_time(wanted)
    name, column = (CHANGED, _CHANGED) if _by_change(wanted) else (NEWEST, _CREATED)
    mark = cursor_at(name, rows[-1][column], rows[-1][0]) if more and rows else None
    return _described(rows), mark


def report_in_full(pk: int) -> dict[str, Any] | None:
    """One public report with its story; None when there is none that everybody may see."""
    rows = list(public_reports().filter(pk=pk).values_list(*_FIELDS))
    if not rows:
        return None
    steps = steps_of(WantedSteps(report_ids=[pk]), limit=_LONGEST_STORY)
    return {**_described(rows)[0], "updates": described(steps)}


def changed_without_photos(pk: int) -> dt.datetime | None:
    """When a public report last changed; None for one with photos, which appear when they are drawn, a while later."""
    reports = public_reports().filter(pk=pk, photos=None)
    return reports.values_list("changed_at", flat=True).first()


def _by_change(wanted: Wanted) -> bool:
    return wanted.order == CHANGED and wanted.area is None


def list_name(order: str, *, in_area: bool) -> str:
    """Which list a cursor belongs to."""
    return CHANGED if order == CHANGED and not in_area else NEWEST


def _in_area(wanted: Wanted, area: Circle | Box) -> tuple[list[Row], bool]:
    after = Mark(wanted.after.at, wanted.after.pk) if wanted.after else None
    found = newest_in(area, wanted.criteria, limit=wanted.limit, after=after)
    rows = {row[0]: row for row in public_reports().filter(pk__in=found.ids).values_list(*_FIELDS)}
    return [rows[pk] for pk in found.ids if pk in rows], found.more


def _in_time(wanted: Wanted) -> tuple[list[Row], bool]:
    ids = _known_to_an_index(wanted)
    if ids is None:
        reports = _after(_matching(wanted), wanted.after).order_by("-created_at", "pk")
        rows = list(reports.values_list(*_FIELDS)[: wanted.limit + 1])
    else:
        by_id = {row[0]: row for row in public_reports().filter(pk__in=ids).values_list(*_FIELDS)}
        rows = [by_id[pk] for pk in ids if pk in by_id]
    return rows[: wanted.limit], len(rows) > wanted.limit


def _known_to_an_index(wanted: Wanted) -> list[int] | None:
    """Numbers of a part and one more, where an index of changes is the way to them."""
    after = Mark(wanted.after.at, wanted.after.pk) if wanted.after else None
    if _by_change(wanted):
        return in_order_of_change(wanted.criteria, limit=wanted.limit + 1, after=after)
    if any(wanted.criteria.changed):
        return newest_of_changed(wanted.criteria, limit=wanted.limit + 1, after=after)
    return None


def _after(reports: QuerySet[Report], cursor: Cursor | None) -> QuerySet[Report]:
    if cursor is None:
        return reports
    # The first condition alone lets the index begin there; the second tells apart what came at the same time.
    begins, further = Q(created_at__lte=cursor.at), Q(created_at__lt=cursor.at)
    return reports.filter(begins).filter(further | Q(pk__gt=cursor.pk))


def _matching(wanted: Wanted) -> QuerySet[Report]:
    asked = wanted.criteria
    limits = {
        "municipality__in": asked.municipality_ids,
        "category__in": asked.category_ids,
        "place__in": asked.place_ids,
        "state__in": asked.states,
        "created_at__gte": asked.created[0],
        "created_at__lte": asked.created[1],
        "changed_at__gte": asked.changed[0],
        "changed_at__lte": asked.changed[1],
    }
    return public_reports().filter(**{name: limit for name, limit in limits.items() if limit})


def _described(rows: Sequence[Row]) -> list[dict[str, Any]]:
    if not rows:
        return []
    words = _words(rows)
    photos = photos_of_reports([row[0] for row in rows])
    public = public_questions({row[3] for row in rows if row[-1]})
    return [_report(row, words, photos.get(row[0], ()), public) for row in rows]


def _words(rows: Sequence[Row]) -> _Words:
    departments = Department.objects.filter(pk__in={row[4] for row in rows if row[4]})
    originals = {row[_FIELDS.index("duplicate_of_id")] for row in rows} - {None}
    return _Words(
        categories={
            pk: (key, languages.choose(names))
            for pk, key, names in Category.objects.values_list("pk", "key", "names")
        },
        departments={pk: languages.choose(names) for pk, names in departments.values_list("pk", "names")},
        originals=set(public_reports().filter(pk__in=originals).values_list("pk", flat=True))
        if originals
        else set(),
        page=site_address(DEFAULT.key) + reverse("reports:detail", args=[0]),
    )


def _report(
    row: Row, words: _Words, photos: Iterable[PublicPhoto], public: set[tuple[int, str]]
) -> dict[str, Any]:
    pk, municipality_id, place_id, category_id, department_id, state, text, language, address, lat, lon = row[
        :11
    ]
    confirmed, duplicate_of, me_too_count, answers = row[18:]
    known = memory.current()
    municipality, key_and_name = known.municipalities[municipality_id], words.categories[category_id]
    return {
        "id": pk,
        "url": words.page.replace("/0/", f"/{pk}/"),
        "municipality": {"key": municipality.slug, "name": languages.choose(municipality.names)},
        "settlement": _settlement(place_id, known),
        "category": {"key": key_and_name[0], "name": key_and_name[1]},
        "department": words.departments.get(department_id),
        "state": state,
        "state_label": str(state_label(state)),
        "open": state not in CLOSED,
        "text": text,
        "language": languages.TAGS.get(language, language),
        "address": address,
        "lat": lat,
        "lon": lon,
        **_times(*row[11:18]),
        "confirmed_fixed": confirmed,
        "duplicate_of": duplicate_of
        if state == State.DUPLICATE and duplicate_of in words.originals
        else None,
        "me_too_count": me_too_count,
        "photos": [photo_row(photo) for photo in photos],
        "answers": [
            {"key": key, "value": value} for key, value in answers.items() if (category_id, key) in public
        ],
    }


def _times(created: dt.datetime, *others: dt.datetime | None) -> dict[str, str | None]:
    published, changed, response_due, responded, fix_due, closed = map(moment_or_none, others)
    return {
        "reported_at": moment(created),
        "published_at": published,
        "changed_at": changed,
        "response_due_at": response_due,
        "responded_at": responded,
        "fix_due_at": fix_due,
        "closed_at": closed,
    }


def _settlement(place_id: int | None, known: memory.Memory) -> dict[str, Any] | None:
    note = known.place_by_id.get(place_id) if place_id else None
    return {"id": note.id, "name": languages.choose(note.names)} if note else None
