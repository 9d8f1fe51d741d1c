"""Lists of public reports: a page of the newest ones, ready to be shown, wherever they are listed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Avg, BigIntegerField, Q, QuerySet
from django.db.models.functions import Left

from besa.core.moments import read
from besa.places.gazetteer import gazetteer, municipality_of
from besa.places.models import Municipality
from besa.places.terms import in_words_of
from besa.reports.labels import state_label
from besa.reports.models import Photo, Report, Update
from besa.reports.models.report import Visibility
from besa.reports.nearby import Box, Circle, about_how_many, box_around, reports_in
from besa.reports.photo_links import drawn_size, photo_url
from besa.reports.rulebook import category_of

PAGE = 20
_EXCERPT = 140
#: in a box with fewer reports all are looked at; with more, the newest are walked until enough lie in it
_FEW_IN_BOX = 6_000
_FIELDS = (
    "pk",
    "excerpt",
    "state",
    "created_at",
    "changed_at",
    "lat",
    "lon",
    "category_id",
    "place_id",
    "municipality_id",
    "me_too_count",
)

# Every list and every report asks these: written out, they take a quarter of the time.
_LINES = f"""
    SELECT id, substr(text, 1, {_EXCERPT}), state, created_at, changed_at, lat, lon, category_id, place_id,
        municipality_id, me_too_count
    FROM reports_report WHERE visibility = '{Visibility.PUBLIC.value}' AND"""
_PUBLIC_PHOTOS = """
    SELECT photo.* FROM reports_photo AS photo LEFT JOIN reports_update AS note ON note.id = photo.update_id
    WHERE photo.report_id IN ({marks}) AND photo.state = %s AND (photo.update_id IS NULL OR note.audience = %s)
    ORDER BY photo.position, photo.id"""


@dataclass(frozen=True)
class Thumb:
    """The small picture of a listed report; sizes in pixels."""

    src: str
    width: int
    height: int


@dataclass(frozen=True)
class ReportLine:
    """One listed report, its words in the reader's language."""

    pk: int
    excerpt: str
    state: str
    state_label: str
    created_at: dt.datetime
    changed_at: dt.datetime
    lat: float
    lon: float
    category: str
    icon: str
    place: str
    municipality: str
    me_too_count: int
    thumb: Thumb | None


@dataclass(frozen=True)
class ListPage:
    """One page of a list; `before` is the mark by which the next page starts, empty on the last one."""

    lines: list[ReportLine]
    before: str


def page_of(reports: QuerySet[Report], *, before: str = "", size: int = PAGE) -> ListPage:
    """The newest reports after a mark. Two queries, at any depth of the list."""
    rows = _rows(_after(reports, before).order_by("-created_at", "pk")[: size + 1])
    lines = lines_of(rows[:size])
    return ListPage(lines, _mark(lines[-1]) if len(rows) > size else "")


def newest_in(municipality: Municipality, size: int) -> list[ReportLine]:
    """The newest public reports of a municipality. Two queries."""
    asked = "municipality_id = %s ORDER BY created_at DESC, id LIMIT %s"
    return lines_of(_lines(asked, [municipality.pk, size]))


def _mark(line: ReportLine) -> str:
    return f"{line.created_at.timestamp():.6f}_{line.pk}"


def page_in_box(reports: QuerySet[Report], box: Box, *, before: str = "", size: int = PAGE) -> ListPage:
    """The newest of the reports in a box, after a mark."""
    inside = _inside(reports, box)
    if about_how_many(box) > _FEW_IN_BOX:
        return page_of(inside, before=before, size=size)
    newest = _newest_first(_after(inside, before), box)
    lines = lines_by_id([pk for _, pk in newest[:size]])
    more = _mark(lines[-1]) if lines and len(newest) > size else ""
    return ListPage(lines, more)


def _inside(reports: QuerySet[Report], box: Box) -> QuerySet[Report]:
    return reports.filter(lat__range=(box.south, box.north), lon__range=(box.west, box.east))


def _newest_first(reports: QuerySet[Report], box: Box) -> list[tuple[dt.datetime, int]]:
    """Sorted here: asked for an order, the engine would rather walk all reports in the order of time."""
    ids = reports_in(box.ranges, limit=2 * _FEW_IN_BOX)
    found = reports.filter(pk__in=ids).order_by().values_list("created_at", "pk")
    return sorted(found, key=lambda row: (-row[0].timestamp(), row[1]))


def newest_in_circle(reports: QuerySet[Report], circle: Circle, size: int) -> list[ReportLine]:
    """The newest of the reports in a circle, at most `size`."""
    box = box_around(circle.lat, circle.lon, circle.radius_m)
    # The circle fills π/4 of its rectangle: twice as many leave enough in nearly every case.
    lines = page_in_box(reports, box, size=2 * size).lines
    return [line for line in lines if circle.holds(line.lat, line.lon)][:size]


def middle_of_all() -> dict[str, float | None]:
    """Where a map of all municipalities that take reports begins: degrees, and a zoom that shows most."""
    middle = Municipality.objects.filter(active=True).aggregate(lat=Avg("lat"), lon=Avg("lon"))
    return {**middle, "zoom": 7.5}


def lines_by_id(ids: Sequence[int], thumbs: Mapping[int, Thumb] | None = None) -> list[ReportLine]:
    """Public reports with these ids, in the order of the ids; what is not public is left out.

    One query, and one for the thumbnails when they are not given.
    """
    known = [pk for pk in ids if pk <= BigIntegerField.MAX_BIGINT]  # SQLite takes no larger number
    if not known:
        return []
    marks = ", ".join(["%s"] * len(known))
    by_id = {row["pk"]: row for row in _lines(f"id IN ({marks})", known)}
    return lines_of([by_id[pk] for pk in ids if pk in by_id], thumbs)


def lines_of(rows: Sequence[dict[str, Any]], thumbs: Mapping[int, Thumb] | None = None) -> list[ReportLine]:
    """Listed reports from their values. One query for their thumbnails when they are not given."""
    if thumbs is None:
        thumbs = thumbs_of(public_photos([row["pk"] for row in rows]))
    return [_line(row, thumbs.get(row["pk"])) for row in rows]


def _line(row: dict[str, Any], thumb: Thumb | None) -> ReportLine:
    category = category_of(row["category_id"])
    municipality = municipality_of(row["municipality_id"])
    place = gazetteer().places.get(row["place_id"])
    return ReportLine(
        pk=row["pk"],
        excerpt=row["excerpt"],
        state=row["state"],
        state_label=in_words_of(municipality.country, state_label(row["state"])),
        created_at=row["created_at"],
        changed_at=row["changed_at"],
        lat=row["lat"],
        lon=row["lon"],
        category=category.name,
        icon=category.icon,
        place=place.name if place else "",
        municipality=municipality.name,
        me_too_count=row["me_too_count"],
        thumb=thumb,
    )


def _rows(reports: QuerySet[Report]) -> list[dict[str, Any]]:
    return list(reports.annotate(excerpt=Left("text", _EXCERPT)).values(*_FIELDS))


def _lines(asked: str, values: Sequence[Any]) -> list[dict[str, Any]]:
    """What `_rows` gives, of public reports, asked for by plain SQL."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_LINES} {asked}", values)
        rows = [dict(zip(_FIELDS, row, strict=True)) for row in cursor.fetchall()]
    for row in rows:
        row["created_at"], row["changed_at"] = read(row["created_at"]), read(row["changed_at"])
    return rows


def _after(reports: QuerySet[Report], before: str) -> QuerySet[Report]:
    moment, _, pk = before.partition("_")
    try:
        at = dt.datetime.fromtimestamp(float(moment), dt.UTC)
        last = int(pk) if len(pk) < 19 else 0
    except (ValueError, OverflowError, OSError):
        return reports
    # The first condition alone lets the index begin there; the second tells apart what came at the same time.
    return reports.filter(created_at__lte=at).filter(Q(created_at__lt=at) | Q(pk__gt=last))


def public_photos(ids: Collection[int]) -> list[Photo]:
    """Photos of some reports that everybody may see, in their order. One query; none for no reports."""
    if not ids:
        return []
    marks = ", ".join(["%s"] * len(ids))
    values = [*ids, Photo.State.READY, Update.Audience.PUBLIC]
    return list(Photo.objects.raw(_PUBLIC_PHOTOS.format(marks=marks), values))


def thumbs_of(photos: Sequence[Photo]) -> dict[int, Thumb]:
    """The small picture of each report: its first photo."""
    firsts = {photo.report_id: photo for photo in reversed(photos)}
    return {pk: Thumb(photo_url(photo, "thumb"), *drawn_size(photo, "thumb")) for pk, photo in firsts.items()}
