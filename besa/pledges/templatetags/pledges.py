"""Words and shapes of pledges' keys, in templates."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise

from besa.pledges.areas import area_label
from besa.pledges.grading import kind_label
from besa.pledges.recordings import moment_in_words
from besa.pledges.statuses import STATUSES, Status, StatusFacts
from besa.pledges.testability import reason_label

register = template.Library()


@register.filter
def status_facts(status: str) -> StatusFacts | None:
    """All that is known of a status; None for a pledge that no round has come to."""
    return STATUSES[Status(status)] if status else None


@register.filter
def gate_reason(key: str) -> Promise | str:
    """What everybody reads of a pledge that failed a question of the test."""
    return reason_label(key)


@register.filter
def evidence_kind(key: str) -> Promise | str:
    """The words of a kind of evidence."""
    return kind_label(key)


@register.filter
def moment(second: int) -> str:
    """A moment of a recording, as players show it."""
    return moment_in_words(second)


@register.filter
def area_word(key: str) -> Promise | str:
    """The word of a policy area."""
    return area_label(key)
