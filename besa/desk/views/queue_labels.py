"""Words of the desk's lists."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

TAB_LABELS: Final[dict[str, Promise]] = {
    "new": pgettext_lazy("list of reports", "New"),
    "late": pgettext_lazy("list of reports", "Late"),
    "open": pgettext_lazy("list of reports", "Open"),
    "reopened": pgettext_lazy("list of reports", "Reopened"),
    "department": pgettext_lazy("list of reports", "My department"),
    "closed": pgettext_lazy("list of reports", "Closed"),
}
#: what an empty list says
TAB_EMPTY: Final[dict[str, Promise]] = {
    "new": _("Nothing new: every report has been seen."),
    "late": _("Nothing is late."),
    "open": _("Nothing is open."),
    "reopened": _("Nobody has said that something is not fixed."),
    "department": _("Your department has nothing open."),
    "closed": _("Nothing is closed yet."),
}
