"""Kinds and states of publications, in words. Stored data holds keys."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LABELS: Final[dict[str, Promise]] = {
    "monitoring_report": _("Monitoring report"),
    "policy_analysis": _("Policy analysis"),
    "infographic_page": _("Infographic page"),
    "news": pgettext_lazy("a publication", "News"),
    "manual": pgettext_lazy("a publication", "Manual"),
}

STATES: Final[dict[str, Promise]] = {
    "draft": pgettext_lazy("state of a text", "Draft"),
    "in_review": pgettext_lazy("state of a text", "With reviewers"),
    "approved": pgettext_lazy("state of a text", "Approved"),
    "scheduled": pgettext_lazy("state of a text", "Scheduled"),
    "published": pgettext_lazy("state of a text", "Published"),
    "withdrawn": pgettext_lazy("state of a text", "Withdrawn"),
}


def kind_label(key: str) -> Promise | str:
    """The words of a kind."""
    return LABELS.get(key, key)


def kind_choices() -> list[tuple[str, Promise]]:
    """For a select, in the order of the list."""
    return list(LABELS.items())
