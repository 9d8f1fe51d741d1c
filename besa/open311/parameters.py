"""What a program asks for in its address: checked here, and refused in Open311's own form."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from besa.open311.errors import bad, missing
from besa.open311.moments import read_moment
from besa.places.models import Municipality
from besa.places.queries import municipality_of_slug
from besa.reports.models.report import CLOSED, OPEN
from besa.reports.nearby import WIDEST_M, Circle
from besa.reports.rulebook import rulebook

LONGEST_SPAN = dt.timedelta(days=90)
MOST_ROWS = 1_000
_MAX_ID = 2**63 - 1
_STATES = {"open": OPEN, "closed": CLOSED}


@dataclass(frozen=True)
class Page:
    """A part of the answer: the `number`th, from 1, of `size` rows."""

    number: int = 1
    size: int = MOST_ROWS

    @property
    def first(self) -> int:
        """Rows before it."""
        return (self.number - 1) * self.size

    @property
    def after(self) -> int:
        """Rows up to its end."""
        return self.first + self.size


@dataclass(frozen=True)
class Span:
    """From a time on, up to and including another; None is no limit."""

    start: dt.datetime | None = None
    end: dt.datetime | None = None

    def __bool__(self) -> bool:
        return self.start is not None or self.end is not None


@dataclass(frozen=True)
class Wanted:
    """Which reports are asked for. With `ids`, these and nothing else."""

    municipality: Municipality | None = None
    ids: list[int] | None = None
    category_ids: list[int] = field(default_factory=list)
    states: frozenset[str] | None = None
    requested: Span = Span()
    updated: Span = Span()
    circle: Circle | None = None
    page: Page = Page()
    extensions: bool = False


def value_of(query: Mapping[str, str], name: str) -> str:
    """One parameter without blanks around it; empty when it is not there. No database takes a NUL."""
    text = query.get(name, "").strip()
    if "\x00" in text:
        raise bad(f"{name} holds a character that cannot be used.")
    return text


def posted_values(request: HttpRequest) -> QueryDict:
    """What was posted; key and jurisdiction count from the address too, where many programs write them."""
    data = request.POST.copy()
    for name in ("api_key", "jurisdiction_id"):
        if not value_of(data, name) and (given := value_of(request.GET, name)):
            data[name] = given
    return data


def values_of(query: QueryDict, name: str) -> str:
    """All values of a parameter that may be given several times, or once with commas."""
    return ",".join(text for given in query.getlist(name) if (text := value_of({name: given}, name)))


def read_jurisdiction(query: Mapping[str, str]) -> Municipality | None:
    """The municipality of `jurisdiction_id`, None without it; Open311Error 404 for an unknown one."""
    slug = value_of(query, "jurisdiction_id")
    if not slug:
        return None
    found = municipality_of_slug(slug)
    if found is None:
        raise missing(
            "jurisdiction_id was not found. It is the name of a municipality as in its address here."
        )
    return found


def read_wanted(query: QueryDict) -> Wanted:
    """The filters of GET requests. Open311Error 400 or 404 for what cannot be understood or is not there."""
    municipality = read_jurisdiction(query)
    page, extensions = read_page(query), value_of(query, "extensions").lower() == "true"
    if (ids := read_ids(query)) is not None:
        return Wanted(municipality, ids=ids, page=page, extensions=extensions)
    updated, category_ids = _read_span(query, "updated_after", "updated_before"), _read_categories(query)
    wanted = Wanted(
        municipality,
        category_ids=category_ids or [],
        states=_read_states(values_of(query, "status")),
        requested=read_window(query, everything=bool(updated)),
        updated=updated,
        circle=_read_circle(query),
        page=page,
        extensions=extensions,
    )
    # For services that do not exist GeoReport has no error here: nothing was reported to them.
    return replace(wanted, ids=[]) if category_ids == [] else wanted


def read_page(query: Mapping[str, str]) -> Page:
    """`page`, from 1, and `page_size`, at most 1,000."""
    number = _whole_number(query, "page", 1, 1_000_000)
    return Page(number, _whole_number(query, "page_size", MOST_ROWS, MOST_ROWS))


def read_window(query: Mapping[str, str], *, everything: bool = False) -> Span:
    """`start_date` to `end_date`: 90 days at most, and the last 90 days without both, unless `everything`."""
    span = _read_span(query, "start_date", "end_date")
    if not span:
        return span if everything else Span(timezone.now() - LONGEST_SPAN)
    try:
        start = span.start or (span.end or timezone.now()) - LONGEST_SPAN
        end = span.end or start + LONGEST_SPAN
    except OverflowError:
        raise bad("start_date and end_date are too far from now.") from None
    if end < start:
        raise bad("end_date is before start_date.")
    if end - start > LONGEST_SPAN:
        raise bad("start_date and end_date may be at most 90 days apart. Ask for one part after the other.")
    return Span(start, end)


def read_id(text: str) -> int | None:
    """A report's number; None for what cannot be one."""
    text = text.strip()
    is_number = text.isascii() and text.isdigit() and len(text) <= 19
    return int(text) if is_number and int(text) <= _MAX_ID else None


def read_ids(query: QueryDict) -> list[int] | None:
    """The numbers in `service_request_id`; None without it."""
    text = values_of(query, "service_request_id")
    return _read_ids(text) if text else None


def _read_span(query: Mapping[str, str], first: str, last: str) -> Span:
    start, end = value_of(query, first), value_of(query, last)
    return Span(read_moment(first, start) if start else None, read_moment(last, end) if end else None)


def _read_ids(text: str) -> list[int]:
    parts = text.split(",")
    if len(parts) > MOST_ROWS:
        raise bad("service_request_id may list at most 1,000 reports.")
    return [number for part in parts if (number := read_id(part)) is not None]


def _read_categories(query: QueryDict) -> list[int] | None:
    """The services asked for, as far as there are such; None when none is named."""
    codes = {code.strip() for code in values_of(query, "service_code").split(",") if code.strip()}
    if not codes:
        return None
    return sorted(one.pk for one in rulebook().categories.values() if one.key in codes)


def _read_states(text: str) -> frozenset[str] | None:
    words = {word.strip().lower() for word in text.split(",") if word.strip()}
    if words - set(_STATES):
        raise bad("status is open, closed, or both with a comma between them.")
    return None if len(words) != 1 else frozenset(_STATES[words.pop()])


def _read_circle(query: Mapping[str, str]) -> Circle | None:
    given = [value_of(query, name) for name in ("lat", "long", "radius")]
    if not any(given):
        return None
    try:
        lat, lon, radius = (float(text) for text in given)
    except ValueError:
        raise bad("lat, long and radius belong together: degrees, degrees and metres.") from None
    if not (abs(lat) <= 85 and abs(lon) <= 180 and 0 < radius <= WIDEST_M) or math.isnan(radius):
        raise bad(
            f"lat, long and radius are not a circle on the map; the radius is at most {WIDEST_M} metres."
        )
    return Circle(lat, lon, radius)


def _whole_number(query: Mapping[str, str], name: str, default: int, most: int) -> int:
    text = value_of(query, name)
    if not text:
        return default
    number = read_id(text)
    if not number or number > most:
        raise bad(f"{name} is a whole number from 1 to {most}.")
    return number
