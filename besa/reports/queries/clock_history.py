"""What was changed about days off, working hours and reminders, as the ledger tells it, newest first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from besa.core.dates import day_of
from besa.people.setting_history import Details, SettingChange, changes_of
from besa.places.models import Municipality
from besa.reports.labels import DEADLINE_LABELS, TARGET_LABELS, pause_label

_CALENDAR: Final = ("calendar.day_added", "calendar.day_removed", "calendar.hours_changed")
_REMINDERS: Final = ("escalation.step_added", "escalation.step_removed", "escalation.limits_changed")


def calendar_history(municipality: Municipality) -> list[SettingChange]:
    """Days that were declared and taken back, and other working hours."""
    return changes_of(municipality=municipality.slug, verbs=_CALENDAR, tell=_of_a_day)


def reminder_history(municipality: Municipality) -> list[SettingChange]:
    """Reminders that were decided and ended, and how long a clock may stand still."""
    return changes_of(municipality=municipality.slug, verbs=_REMINDERS, tell=_of_a_reminder)


def _of_a_day(public: Mapping[str, Any]) -> Details:
    if "day" not in public:
        return ()
    offices = pgettext("offices", "open") if public["works"] else pgettext("offices", "closed")
    return ((_("Day"), day_of(date.fromisoformat(public["day"]))), (_("Offices"), offices))


def _of_a_reminder(public: Mapping[str, Any]) -> Details:
    if "days" in public:
        return tuple(
            (str(pause_label(reason)), ngettext("%(n)d day", "%(n)d days", n) % {"n": n})
            for reason, n in public["days"].items()
        )
    return (
        (_("Deadline"), str(DEADLINE_LABELS[public["deadline"]])),
        (_("When"), _when(public["working_days"])),
        (_("Who"), str(TARGET_LABELS[public["target"]])),
    )


def _when(working_days: int) -> str:
    n = abs(working_days)
    if working_days < 0:
        text = ngettext("%(n)s working day before", "%(n)s working days before", n)
    elif working_days:
        text = ngettext("%(n)s working day after", "%(n)s working days after", n)
    else:
        return _("when it is due")
    return text % {"n": n}
