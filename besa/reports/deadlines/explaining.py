"""Why a report is late, or is not: every date in a plain sentence, in order, counted from the rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from besa.core.dates import day_of, exactly
from besa.places.calendar import Calendar, CalendarHistory
from besa.places.public_days import public_day_name, public_days
from besa.reports.deadlines.history import History, Leg, Stop, history_of, legs_of
from besa.reports.deadlines.words import late_by, span_in_words, terms_in_words
from besa.reports.labels import because, state_label
from besa.reports.models import Category, Change, Deadline, Pause, Report, Unit

_MOST_DAYS_NAMED = 8


@dataclass(frozen=True)
class Line:
    """One thing that happened to a deadline; `due_at` is the date that held after it, where it set one."""

    at: datetime
    text: str
    due_at: datetime | None = None


@dataclass(frozen=True)
class Account:
    """One deadline, line by line. `agrees` says whether the report's row has the date that the lines lead to."""

    deadline: Deadline
    lines: tuple[Line, ...]
    due_at: datetime | None
    is_late: bool
    agrees: bool


@dataclass(frozen=True)
class Explanation:
    """Both deadlines of a report, and the pause that it is in."""

    answer: Account
    repair: Account
    pause: Pause | None

    @property
    def accounts(self) -> tuple[Account, Account]:
        """The answer's first, as it is due first."""
        return self.answer, self.repair

    @property
    def lines(self) -> list[Line]:
        """All lines of both in the order of time."""
        return sorted((*self.answer.lines, *self.repair.lines), key=lambda line: line.at)


def explain(report: Report, now: datetime) -> Explanation:
    """Why the deadlines of a report are what they are at a moment, in the active language. Four queries."""
    history = history_of(report)
    changes = _category_lines(report)
    running = (pause for pause in history.pauses if _runs(pause, now))
    return Explanation(
        answer=_account(Deadline.RESPONSE, history, report, changes, now),
        repair=_account(Deadline.FIX, history, report, changes, now),
        pause=next(running, None),
    )


def running_pause(report: Report, now: datetime) -> Pause | None:
    """The pause a report is in. No query for a report that is in none."""
    if report.paused_until is None or report.paused_until <= now:
        return None
    return next((pause for pause in Pause.objects.filter(report_id=report.pk) if _runs(pause, now)), None)


def _runs(pause: Pause, now: datetime) -> bool:
    return pause.ended_at is None and pause.started_at <= now < pause.until


def _account(
    deadline: Deadline, history: History, report: Report, changes: list[Line], now: datetime
) -> Account:
    legs = legs_of(history, deadline)
    lines = [line for leg in legs for line in _of_leg(leg, deadline, history, now)]
    is_answer = deadline is Deadline.RESPONSE
    due = legs[-1].due_at if legs and legs[-1].ended_at is None else None
    stored = report.response_due_at if is_answer else report.fix_due_at
    done = report.responded_at if is_answer else report.closed_at
    if legs:
        lines += changes
    elif history.imported:
        text = _("The report came from another system, so nothing was promised for it here.")
        lines.append(Line(history.start, text))
    if not (agrees := _same(due, stored)):
        lines.append(Line(history.start, _set_elsewhere(stored), stored))
    lines += _ending(deadline, report, stored, done, now)
    late = stored is not None and (done or now) > stored
    return Account(deadline, tuple(sorted(lines, key=lambda line: line.at)), stored, late, agrees)


def _same(one: datetime | None, other: datetime | None) -> bool:
    return one == other


def _set_elsewhere(stored: datetime | None) -> str:
    if stored is None:
        return _("No date was written down when the report came in.")
    return _(
        "This date was written down when the report came in. It does not follow from the rules known here."
    )


def _of_leg(leg: Leg, deadline: Deadline, history: History, now: datetime) -> Iterator[Line]:
    yield Line(leg.start, _beginning(leg, deadline, history), leg.first_due_at)
    calendar = history.calendars.known_at(leg.start)
    if closed := _closed_days(leg, calendar, history.calendars):
        yield Line(leg.start, closed)
    for stop in leg.stops:
        yield Line(stop.standstill.start, _of_stop(stop, leg, now), stop.due_at)
    if leg.ended_at is not None:
        whom = next((step.whom for step in history.steps if step.outside and step.at == leg.ended_at), "")
        text = _("It was forwarded to %(whom)s. From then on the municipality itself owed no repair.")
        other = _("It was forwarded. From then on the municipality itself owed no repair.")
        yield Line(leg.ended_at, text % {"whom": whom} if whom else other)


def _beginning(leg: Leg, deadline: Deadline, history: History) -> str:
    time = {"time": terms_in_words(leg.terms)}
    if leg.start != history.start:
        text = _("The report came back to the municipality. The repair is due within %(time)s.") % time
    elif deadline is Deadline.RESPONSE:
        text = _("The municipality could see the report. A first answer is due within %(time)s.") % time
    else:
        text = _("The municipality could see the report. The repair is due within %(time)s.") % time
    if leg.since is not None and leg.since.year > 1990:
        text += " " + _("This holds for reports since %(day)s.") % {"day": day_of(leg.since)}
    return text


def _closed_days(leg: Leg, calendar: Calendar, known: CalendarHistory) -> str:
    """Which days in between do not count; nothing for a deadline that runs on whatever the calendar says."""
    if leg.terms.unit == Unit.HOURS:
        return ""
    if leg.terms.unit == Unit.DAYS:
        counted = calendar.local(leg.start) + timedelta(days=leg.terms.amount)
        if counted.date() == calendar.local(leg.first_due_at).date():
            return ""
        text = _(
            "The last day, %(day)s, is a day on which the offices are closed. The next working day counts."
        )
        return text % {"day": day_of(counted)}
    first, last = (calendar.local(moment).date() for moment in (leg.start, leg.first_due_at))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    closed = [day for day in days if not calendar.is_working_day(day)]
    if not closed:
        return ""
    return _("Not counted, because the offices are closed: %(days)s.") % {
        "days": ", ".join(_closed_in_words(closed, calendar, known))
    }


def _closed_in_words(closed: list[date], calendar: Calendar, known: CalendarHistory) -> Iterator[str]:
    holidays = [day for day in closed if calendar.is_holiday(day)]
    for day in holidays[:_MOST_DAYS_NAMED]:
        name = holiday_name(known, day)
        yield f"{day_of(day)} ({name})" if name else day_of(day)
    if weekend := len(closed) - len(holidays[:_MOST_DAYS_NAMED]):
        yield ngettext("%(n)d day of the weekend", "%(n)d days of the weekend", weekend) % {"n": weekend}


def holiday_name(known: CalendarHistory, day: date) -> str:
    """What a holiday is called in the reader's language: by the municipality, else by the country."""
    own = [holiday.name for holiday in known.holidays if holiday.day == day and holiday.name]
    return own[-1] if own else public_day_name(public_days(known.country, day.year).get(day, ""))


def _of_stop(stop: Stop, leg: Leg, now: datetime) -> str:
    still = stop.standstill
    moved = _("That moves the deadline by %(time)s.") % {"time": span_in_words(leg.terms.unit, stop.counted)}
    if still.pause is None:
        text = _("The report was closed, and opened again on %(end)s.") % {"end": exactly(still.end)}
    elif _runs(still.pause, now):
        values = {"why": because(still.pause.reason, still.pause.body), "end": exactly(still.end)}
        text = (
            _("The clock stands still, because %(why)s. It goes on by itself on %(end)s at the latest.")
            % values
        )
    else:
        values = {"why": because(still.pause.reason, still.pause.body), "end": exactly(still.end)}
        text = _("The clock stood still until %(end)s, because %(why)s.") % values
    return f"{text} {moved}"


def _category_lines(report: Report) -> list[Line]:
    """Changes of the category. Deadlines are counted as if the last one had been right from the beginning."""
    changes = list(Change.objects.filter(report_id=report.pk, kind=Change.Kind.CATEGORISED))
    if not changes:
        return []
    ids = [pk for change in changes for pk in (change.before.get("category"), change.after.get("category"))]
    names = {category.pk: category.name for category in Category.objects.filter(pk__in=ids)}
    text = _(
        "The category was changed from “%(old)s” to “%(new)s”. The time is counted as if it had always been so."
    )
    return [
        Line(
            change.at,
            text
            % {
                "old": names.get(change.before.get("category"), ""),
                "new": names.get(change.after.get("category"), ""),
            },
        )
        for change in changes
    ]


def _ending(
    deadline: Deadline, report: Report, due: datetime | None, done: datetime | None, now: datetime
) -> Iterable[Line]:
    """How it stands: done in time, done late, late now, or still to come."""
    if deadline is Deadline.RESPONSE:
        did, open_words = _("The municipality answered."), _("There is no answer yet.")
        over = report.is_open
    else:
        did = _("The report was closed: %(state)s.") % {"state": state_label(report.state)}
        open_words, over = _("It is not fixed yet."), True
    if done is not None:
        return [Line(done, f"{did} {_how(due, done)}".strip())]
    if due is None or not over:
        return []
    if now > due:
        text = _("The deadline passed %(time)s ago.") % {"time": late_by(due, now)}
        return [Line(now, f"{open_words} {text}")]
    return [Line(now, f"{open_words} " + _("It is due on %(day)s.") % {"day": exactly(due)})]


def _how(due: datetime | None, done: datetime) -> str:
    if due is None:
        return ""
    if done <= due:
        return _("That was in time.")
    return _("That was %(time)s late.") % {"time": late_by(due, done)}
