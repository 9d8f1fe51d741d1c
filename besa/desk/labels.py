"""Words of the desk's views and filters."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from besa.reports.models.report import Visibility

VIEW_LABELS: Final[dict[str, Promise]] = {
    "new": pgettext_lazy("list of reports", "New"),
    "mine": pgettext_lazy("list of reports", "Mine"),
    "department": pgettext_lazy("list of reports", "My department"),
    "late": pgettext_lazy("list of reports", "Late"),
    "today": pgettext_lazy("list of reports", "Due today"),
    "reopened": pgettext_lazy("list of reports", "Reopened"),
    "silent": pgettext_lazy("list of reports", "No answer from the department"),
    "open": pgettext_lazy("list of reports", "All open"),
    "closed": pgettext_lazy("list of reports", "Closed"),
    "all": pgettext_lazy("list of reports", "All"),
}
#: what an empty view says
VIEW_EMPTY: Final[dict[str, Promise]] = {
    "new": _("Nothing new: every report has been seen."),
    "mine": _("Nothing is assigned to you."),
    "department": _("Your department has nothing open."),
    "late": _("Nothing is late."),
    "today": _("Nothing more is due today."),
    "reopened": _("Nobody has said that something is not fixed."),
    "silent": _("No department has kept still for three days."),
    "open": _("Nothing is open."),
    "closed": _("Nothing is closed yet."),
    "all": _("There are no reports yet."),
}
#: keys of filters.LATENESS
LATENESS_LABELS: Final[dict[str, Promise]] = {
    "late": pgettext_lazy("filter of reports", "late"),
    "answer": pgettext_lazy("filter of reports", "answer is late"),
    "repair": pgettext_lazy("filter of reports", "repair is late"),
    "today": pgettext_lazy("filter of reports", "due today"),
}
#: keys of filters.AGES
AGE_LABELS: Final[dict[str, Promise]] = {
    "7": pgettext_lazy("filter of reports", "reported in the last 7 days"),
    "30": pgettext_lazy("filter of reports", "reported in the last 30 days"),
    "over30": pgettext_lazy("filter of reports", "older than 30 days"),
    "over90": pgettext_lazy("filter of reports", "older than 90 days"),
}
#: keys of filters.PRIORITIES; a filter takes what is more urgent as well
PRIORITY_LABELS: Final[dict[str, Promise]] = {
    "normal": pgettext_lazy("priority", "normal"),
    "high": pgettext_lazy("priority", "high"),
    "urgent": pgettext_lazy("priority", "urgent"),
}
#: who sees a report that not everybody sees
VISIBILITY_LABELS: Final[dict[str, Promise]] = {
    Visibility.AWAITING_MODERATION: _("not yet published"),
    Visibility.PRIVATE: _("private"),
    Visibility.HIDDEN: _("hidden"),
    Visibility.PRACTICE: _("practice"),
}
NO_DEPARTMENT = pgettext_lazy("filter of reports", "no department")
NOBODYS = pgettext_lazy("filter of reports", "assigned to nobody")
MINE = pgettext_lazy("filter of reports", "assigned to me")
