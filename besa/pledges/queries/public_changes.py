"""What was published of late, and what was corrected: for feeds and for the public log."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from besa.pledges.models import Correction, Mandate, Pledge, Rating

_A_PAGE = 15


def newest_ratings(mandate: Mandate, most: int) -> list[Rating]:
    """The newest ratings of a mandate, each with its pledge and what it corrected."""
    rows = Rating.objects.filter(pledge__mandate=mandate, pledge__state=Pledge.State.FROZEN)
    wanted = rows.select_related("pledge__mandate", "correction").order_by("-recorded_at", "pledge__number")
    return list(wanted[:most])


def corrections_page(number: str, mandate: Mandate | None = None) -> Page[Correction]:
    """A page of the public log, the newest first; the nearest one for a number that there is not."""
    return Paginator(_corrections(mandate), _A_PAGE).get_page(number)


def _corrections(mandate: Mandate | None) -> QuerySet[Correction]:
    rows = Correction.objects.filter(rating__pledge__state=Pledge.State.FROZEN)
    if mandate:
        rows = rows.filter(rating__pledge__mandate=mandate)
    return rows.select_related(
        "rating__corrects",
        "rating__pledge__mandate__person",
        "rating__pledge__mandate__post",
        "rating__pledge__mandate__municipality",
    ).order_by("-published_at", "-pk")
