"""Public reports as Open311's service requests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet

from besa.core import languages
from besa.open311.moments import moment, moment_or_none
from besa.open311.parameters import Span, Wanted
from besa.people.models import Department
from besa.places import memory
from besa.reports.labels import state_label
from besa.reports.models import Report
from besa.reports.models.report import CLOSED, State
from besa.reports.queries.given_answers import public_questions
from besa.reports.queries.newest import Criteria, newest_in, newest_of_changed
from besa.reports.queries.photo_addresses import PublicPhoto, photos_of_reports
from besa.reports.queries.public import public_reports
from besa.reports.rulebook import category_of

_FIELDS: Final = (
    "pk",
    "state",
    "category_id",
    "department_id",
    "municipality_id",
    "place_id",
    "text",
    "address",
    "lat",
    "lon",
    "created_at",
    "changed_at",
    "fix_due_at",
)
_CREATED: Final = _FIELDS.index("created_at")
_Photos = dict[int, list[PublicPhoto]]
_MORE_FIELDS: Final = ("me_too_count", "confirmed_fixed", "language", "answers")


@dataclass(frozen=True)
class _Words:
    """Names by id and key, in the reader's language, looked up once for all rows."""

    categories: dict[int, tuple[str, str]]
    departments: dict[int, str]
    municipalities: dict[int, tuple[str, str]]
    places: dict[int, str]
    states: dict[str, str]


def service_requests(wanted: Wanted) -> list[dict[str, Any]]:
    """The reports asked for, newest first. At most seven queries, eight with extensions."""
    fields = (*_FIELDS, *_MORE_FIELDS) if wanted.extensions else _FIELDS
    page, ids = wanted.page, _found(wanted)
    if ids is not None:
        some = ids[page.first : page.after]
        rows = _newest_first(public_reports().filter(pk__in=some).values_list(*fields)) if some else []
    elif wanted.ids is not None:
        rows = _newest_first(_matching(wanted).values_list(*fields))[page.first : page.after]
    else:
        newest = _matching(wanted).order_by("-created_at", "pk")
        rows = list(newest.values_list(*fields)[page.first : page.after])
    return _described(rows, extensions=wanted.extensions)


def _found(wanted: Wanted) -> list[int] | None:
    """Numbers of the newest, up to the end of the page, where an index for the question has them."""
    if wanted.circle:
        return newest_in(wanted.circle, _criteria(wanted), limit=wanted.page.after).ids
    if wanted.updated:
        return newest_of_changed(_criteria(wanted), limit=wanted.page.after)
    return None


def _criteria(wanted: Wanted) -> Criteria:
    return Criteria(
        municipality_ids=[wanted.municipality.pk] if wanted.municipality else [],
        category_ids=wanted.category_ids,
        states=sorted(wanted.states or ()),
        created=(wanted.requested.start, wanted.requested.end),
        changed=(wanted.updated.start, wanted.updated.end),
    )


def _newest_first(rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Sorted here: asked for an order, the engine would rather walk all reports in the order of time."""
    return sorted(rows, key=lambda row: (-row[_CREATED].timestamp(), row[0]))


def public_id(*, uid: str) -> tuple[bool, int | None]:
    """Whether a token names a report, and its number, which is None until everybody may see it."""
    if not Report.objects.filter(uid=uid).exists():
        return False, None
    return True, public_reports().filter(uid=uid).values_list("pk", flat=True).first()


def _matching(wanted: Wanted) -> QuerySet[Report]:
    reports = public_reports()
    if wanted.municipality:
        reports = reports.filter(municipality=wanted.municipality)
    if wanted.ids is not None:
        return reports.filter(pk__in=wanted.ids)
    if wanted.category_ids:
        reports = reports.filter(category__in=wanted.category_ids)
    if wanted.states is not None:
        reports = reports.filter(state__in=sorted(wanted.states))
    return reports.filter(_within("created_at", wanted.requested), _within("changed_at", wanted.updated))


def _within(name: str, span: Span) -> Q:
    limits = {f"{name}__gte": span.start, f"{name}__lte": span.end}
    return Q(**{key: value for key, value in limits.items() if value is not None})


def _described(rows: Sequence[tuple[Any, ...]], *, extensions: bool) -> list[dict[str, Any]]:
    if not rows:
        return []
    words = _words(rows)
    photos = photos_of_reports([row[0] for row in rows])
    described = [_request(row, words, photos) for row in rows]
    if extensions:
        public = public_questions({row[2] for row in rows})
        for row, values in zip(rows, described, strict=True):
            values["extended_attributes"] = _extended(row, words, photos, public)
    return described


def _words(rows: Sequence[tuple[Any, ...]]) -> _Words:
    """Those that the rows need."""
    known = memory.current()
    department_ids = {row[3] for row in rows if row[3]}
    departments = Department.objects.filter(pk__in=department_ids).values_list("pk", "names")
    categories = (category_of(pk) for pk in {row[2] for row in rows})
    municipalities = ((pk, known.municipalities[pk]) for pk in {row[4] for row in rows})
    places = (known.place_by_id.get(pk) for pk in {row[5] for row in rows})
    return _Words(
        categories={one.pk: (one.key, languages.choose(one.names)) for one in categories},
        departments={pk: languages.choose(names) for pk, names in departments} if department_ids else {},
        municipalities={pk: (note.slug, languages.choose(note.names)) for pk, note in municipalities},
        places={note.id: languages.choose(note.names) for note in places if note},
        states={state.value: str(state_label(state)) for state in State},
    )


def _request(row: tuple[Any, ...], words: _Words, photos: _Photos) -> dict[str, Any]:
    pk, state, category_id, department_id, municipality_id, place_id, text, address, lat, lon = row[:10]
    code, category = words.categories[category_id]
    municipality = words.municipalities[municipality_id][1]
    place = words.places.get(place_id, "")
    return {
        "service_request_id": str(pk),
        "status": "closed" if state in CLOSED else "open",
        "status_notes": words.states[state],
        "service_name": category,
        "service_code": code,
        "description": text,
        "agency_responsible": words.departments.get(department_id) or municipality,
        "service_notice": None,
        "requested_datetime": moment(row[10]),
        "updated_datetime": moment(row[11]),
        "expected_datetime": moment_or_none(row[12]),
        "address": ", ".join(part for part in (address, place, municipality) if part),
        "address_id": str(place_id) if place_id else None,
        "zipcode": None,
        "lat": lat,
        "long": lon,
        "media_url": next((one.large for one in photos.get(pk, ()) if not one.by_official), None),
    }


def _extended(
    row: tuple[Any, ...], words: _Words, photos: _Photos, public: set[tuple[int, str]]
) -> dict[str, Any]:
    me_too_count, confirmed_fixed, language, answers = row[13:17]
    return {
        "state": row[1],
        "jurisdiction_id": words.municipalities[row[4]][0],
        "language": languages.TAGS.get(language, language),
        "me_too_count": me_too_count,
        "confirmed_fixed": confirmed_fixed,
        "media_urls": [one.large for one in photos.get(row[0], ())],
        "attributes": [
            {"code": key, "value": _answer(value)}
            for key, value in answers.items()
            if (row[2], key) in public
        ],
    }


def _answer(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
