"""Promises of municipalities."""

from __future__ import annotations

from besa.places.models import Municipality, long_ago
from besa.reports.deadlines import Terms
from besa.reports.deadlines.promises import COMMON_FIX, COMMON_RESPONSE
from besa.reports.models import Category, DeadlineRule


def promise(
    municipality: Municipality,
    category: Category | None = None,
    *,
    response: Terms = COMMON_RESPONSE,
    fix: Terms = COMMON_FIX,
) -> DeadlineRule:
    """A promise that was always there."""
    return DeadlineRule.objects.create(
        municipality=municipality,
        category=category,
        response_amount=response.amount,
        response_unit=response.unit,
        fix_amount=fix.amount,
        fix_unit=fix.unit,
        valid_from=long_ago(),
        set_by="coordinator",
    )
