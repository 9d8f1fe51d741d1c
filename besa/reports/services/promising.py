"""What a municipality promises: by when it answers and repairs, and when its offices are open.

Everything is a new row that holds from now on. What was promised to somebody stays as it was promised.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from besa.core import languages
from besa.core.held import CHECK_EVERY_S
from besa.ledger.services import record
from besa.places.calendar import Hours, calendar_of, zone_of
from besa.places.models import Holiday, Municipality, WorkingWeek
from besa.places.public_days import public_day_name
from besa.reports.deadlines.promises import COMMON, Promise
from besa.reports.models import Category, DeadlineRule
from besa.reports.services.categories import ChangedMeanwhile

#: longer than another process needs to notice: nobody is given a date by a rule that was already another
_SETTLES = timedelta(seconds=2 * CHECK_EVERY_S)


def _soon() -> datetime:
    return timezone.now() + _SETTLES


class DayIsPast(ValueError):
    """A day that has begun: nobody's deadline may be changed by what is declared afterwards."""


class DayIsTaken(ValueError):
    """Something else is declared for this day already."""


@dataclass(frozen=True)
class Day:
    """A day off, or (`works`) a day on which the offices are open although they usually are not."""

    day: date
    works: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    #: key of a public holiday that is taken over
    feast: str = ""

    @property
    def name(self) -> str:
        """What it is called in the reader's language."""
        return languages.choose(self.names) or public_day_name(self.feast)


def set_deadlines(
    *,
    municipality: Municipality,
    category: Category | None,
    promise: Promise | None,
    seen: int,
    role: str,
    at: datetime | None = None,
) -> DeadlineRule:
    """Promise something for reports of a category from now on; without a category, for all that have no own promise.

    Without a promise the category follows the common one again. `seen` is the number of the newest promise the form
    was opened with (0 for none); raises ChangedMeanwhile when there is a newer one.
    """
    at = at or _soon()
    if promise is None and category is None:
        raise ValueError("the promise for all categories cannot follow another one")
    terms = promise or COMMON
    with transaction.atomic():
        # Whoever comes second waits here (PostgreSQL; SQLite waits anyway) and sees the first one's row.
        list(Municipality.objects.filter(pk=municipality.pk).select_for_update().values_list("pk"))
        if newest_rule_id(municipality, category) != seen:
            raise ChangedMeanwhile
        rule = DeadlineRule.objects.create(
            municipality=municipality,
            category=category,
            follows_common=promise is None,
            response_amount=terms.response.amount,
            response_unit=terms.response.unit,
            fix_amount=terms.fix.amount,
            fix_unit=terms.fix.unit,
            valid_from=at,
            set_by=role,
        )
        record(
            verb="deadlines.changed",
            subject=f"category:{category.key}" if category else f"municipality:{municipality.slug}",
            actor_role=role,
            municipality=municipality.slug,
            public={"category": category.key if category else "", **_told(promise)},
        )
    return rule


def newest_rule_id(municipality: Municipality, category: Category | None) -> int:
    """The number of the newest promise for a category (or for all), 0 when there is none."""
    rules = DeadlineRule.objects.filter(municipality=municipality, category=category)
    return rules.order_by("-valid_from", "-pk").values_list("pk", flat=True).first() or 0


def _told(promise: Promise | None) -> dict[str, object]:
    if promise is None:
        return {"follows_common": True}
    return {
        "response": [promise.response.amount, str(promise.response.unit)],
        "fix": [promise.fix.amount, str(promise.fix.unit)],
    }


def declare_days(
    *, municipality: Municipality, days: Iterable[Day], role: str, at: datetime | None = None
) -> int:
    """Declare days off, or days that are worked; the number of new ones. What is declared already stays.

    Raises DayIsPast for a day that is not in the future by the municipality's clock, and DayIsTaken for one of which
    the opposite is declared.
    """
    at = at or _soon()
    today = at.astimezone(zone_of(municipality)).date()
    declared = 0
    with transaction.atomic():
        for day in days:
            if day.day <= today:
                raise DayIsPast(day.day)
            declared += _declare(municipality, day, role, at)
    return declared


def _declare(municipality: Municipality, day: Day, role: str, at: datetime) -> int:
    known = Holiday.objects.filter(municipality=municipality, day=day.day, known_until=None).first()
    if known is not None:
        if known.works != day.works:
            raise DayIsTaken(day.day)
        return 0
    try:
        with transaction.atomic():
            Holiday.objects.create(
                municipality=municipality,
                day=day.day,
                works=day.works,
                names=dict(day.names),
                feast=day.feast,
                known_from=at,
            )
    except IntegrityError:
        raise DayIsTaken(day.day) from None
    _record_day("calendar.day_added", municipality, day.day, day.works, role)
    return 1


def remove_day(*, holiday: Holiday, role: str, at: datetime | None = None) -> bool:
    """Take back what was declared for a day that has not begun; False when somebody did so before. Raises DayIsPast."""
    at = at or _soon()
    municipality = holiday.municipality
    if holiday.day <= at.astimezone(zone_of(municipality)).date():
        raise DayIsPast(holiday.day)
    with transaction.atomic():
        removed = Holiday.objects.filter(pk=holiday.pk, known_until__isnull=True).update(known_until=at)
        if removed:
            _record_day("calendar.day_removed", municipality, holiday.day, holiday.works, role)
    return bool(removed)


def change_day(*, holiday: Holiday, day: Day, role: str, at: datetime | None = None) -> bool:
    """Take back one day and declare another, all or nothing; False when somebody took it back before.

    Raises DayIsPast and DayIsTaken.
    """
    at = at or _soon()
    with transaction.atomic():
        if not remove_day(holiday=holiday, role=role, at=at):
            return False
        declare_days(municipality=holiday.municipality, days=[day], role=role, at=at)
    return True


def set_working_week(
    *, municipality: Municipality, week: Sequence[Hours], role: str, at: datetime | None = None
) -> bool:
    """The offices have other hours from now on; False when they are what they were.

    `week` holds opening and closing in minutes after midnight, Monday first, None for a closed day. Raises ValueError
    for a week without an open day.
    """
    at = at or _soon()
    if len(week) != 7 or not any(week) or any(day and not 0 <= day[0] < day[1] <= 1440 for day in week):
        raise ValueError("seven days, at least one of them open, each closing after it opens")
    if calendar_of(municipality, at).week == tuple(week):
        return False
    hours = [list(day) if day else None for day in week]
    with transaction.atomic():
        WorkingWeek.objects.create(municipality=municipality, hours=hours, valid_from=at)
        record(
            verb="calendar.hours_changed",
            subject=f"municipality:{municipality.slug}",
            actor_role=role,
            municipality=municipality.slug,
            public={"hours": hours},
        )
    return True


def _record_day(verb: str, municipality: Municipality, day: date, works: bool, role: str) -> None:
    record(
        verb=verb,
        subject=f"municipality:{municipality.slug}",
        actor_role=role,
        municipality=municipality.slug,
        public={"day": day.isoformat(), "works": works},
    )
