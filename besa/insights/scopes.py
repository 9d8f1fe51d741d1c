"""What is asked for, in the words of an address: a municipality, filters, a period, an as-of date.

The same parameters make the same `Asked` on a page, in a CSV, in a figure of a publication, and in the JSON list.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from besa.core.figures import AskedWrongly
from besa.insights.measures import Scope
from besa.insights.periods import EARLIEST, PERIODS, USUAL, AsOf, Period, as_of_day, period_of
from besa.people.models import Department
from besa.places.gazetteer import gazetteer
from besa.places.models import Municipality, Place
from besa.reports.models import Category
from besa.reports.rulebook import rulebook


class ScopeError(AskedWrongly):
    """A parameter that means nothing here; `field` names it."""


@dataclass(frozen=True)
class Asked:
    """Which reports are counted, and as of when."""

    municipality: Municipality
    category: Category | None
    department: Department | None
    place: Place | None
    period_key: str
    period: Period
    as_of: AsOf

    @property
    def zone(self) -> ZoneInfo:
        """The clock by which days begin and end."""
        return ZoneInfo(self.municipality.time_zone)

    @property
    def scope(self) -> Scope:
        """The same as the columns keep it."""
        since, until = self.period.bounds(self.zone)
        return Scope(
            as_of=self.as_of.seconds,
            since=since,
            until=until,
            categories=frozenset({self.category.pk}) if self.category else None,
            department=self.department.pk if self.department else None,
            place=self.place.pk if self.place else None,
        )

    @property
    def parameters(self) -> dict[str, str]:
        """What an address needs to ask for the same again, at any later time; without the municipality."""
        own = {"since": self.period.since, "until": self.period.until} if self.period_key == OWN else {}
        asked = {
            "category": self.category.key if self.category else "",
            "department": self.department.slug if self.department else "",
            "place": self.place.slug if self.place else "",
            "period": self.period_key,
            **{name: day.isoformat() for name, day in own.items() if day},
            "as_of": self.as_of.day.isoformat(),
        }
        return {name: value for name, value in asked.items() if value}

    @property
    def query(self) -> str:
        """`parameters` as they stand in an address."""
        return urlencode(self.parameters)


#: a period that is given by its days instead of a key
OWN = "own"


def ask(
    municipality: Municipality,
    *,
    category: str = "",
    department: str = "",
    place: str = "",
    period: str = "",
    since: date | None = None,
    until: date | None = None,
    as_of: date | None = None,
    now: datetime | None = None,
) -> Asked:
    """Look the names up; ScopeError for one that is not there.

    Without a period, the days decide if there are any, else it is the last 12 months before the as-of date. One query
    for a department, else none. `now` is the moment of which all figures of one work are read.
    """
    when = as_of_day(as_of, ZoneInfo(municipality.time_zone), now)
    if as_of and as_of < EARLIEST:
        raise ScopeError("as_of")
    period_key = period or (OWN if since or until else USUAL)
    return Asked(
        municipality=municipality,
        category=_category(municipality, category),
        department=_department(municipality, department),
        place=_place(municipality, place),
        period_key=period_key,
        period=_period(period_key, since, until, when.day),
        as_of=when,
    )


def _period(key: str, since: date | None, until: date | None, day: date) -> Period:
    if key in PERIODS:
        return period_of(key, day)
    if key != OWN:
        raise ScopeError("period")
    last = min(until or day, day)
    if since and not EARLIEST <= since <= last:
        raise ScopeError("since")
    if last < EARLIEST:
        raise ScopeError("until")
    return Period(since, last)


def _category(municipality: Municipality, key: str) -> Category | None:
    if not key:
        return None
    found = rulebook().category_of_key(key)
    if found is None or found.municipality_id not in (None, municipality.pk):
        raise ScopeError("category")
    return found


def _department(municipality: Municipality, slug: str) -> Department | None:
    if not slug:
        return None
    plain = slug.replace("\x00", "")[:100]  # PostgreSQL refuses to look for it
    found = Department.objects.filter(municipality=municipality, slug=plain).first()
    if found is None:
        raise ScopeError("department")
    return found


def _place(municipality: Municipality, slug: str) -> Place | None:
    if not slug:
        return None
    places = gazetteer().places.values()
    found = next((one for one in places if (one.municipality_id, one.slug) == (municipality.pk, slug)), None)
    if found is None:
        raise ScopeError("place")
    return found
