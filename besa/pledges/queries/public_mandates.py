"""Mandates as everybody sees them, and the moments by which one knows whether what was made of one still holds."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Max, OuterRef, QuerySet, Subquery

from besa.places.models import Municipality
from besa.pledges.models import Baseline, Correction, Mandate, Post, Round

#: what pages say of a mandate
_PARTS = ("person", "post", "municipality", "party", "monitored_by")


def public_mandates() -> QuerySet[Mandate]:
    """Mandates with all that pages say of them."""
    return Mandate.objects.select_related(*_PARTS)


def public_mandate(slug: str) -> Mandate | None:
    """A mandate with the newest of everything that was published about it, in one query."""
    return with_stamps(public_mandates().filter(slug=slug[:120])).first()


def with_stamps(mandates: QuerySet[Mandate]) -> QuerySet[Mandate]:
    """When a list was last frozen, a round published, a rating corrected: `listed_at`, `told_at`, `corrected_at`."""
    lists = Baseline.objects.filter(mandate=OuterRef("pk")).order_by()
    rounds = Round.objects.filter(mandate=OuterRef("pk"), state=Round.State.PUBLISHED).order_by()
    corrections = Correction.objects.filter(rating__pledge__mandate=OuterRef("pk")).order_by()
    newest = {"listed_at": (lists, "frozen_at"), "told_at": (rounds, "published_at")}
    newest["corrected_at"] = (corrections, "published_at")
    return mandates.annotate(
        **{
            name: Subquery(rows.values(group).annotate(newest=Max(column)).values("newest"))
            for name, (rows, column) in newest.items()
            for group in ["rating__pledge__mandate" if name == "corrected_at" else "mandate"]
        }
    )


def stamp_of(mandate: Mandate) -> tuple[object, ...]:
    """Changes with everything that a mandate's page is made of. For a mandate of `with_stamps`."""
    stamps = tuple(getattr(mandate, name) for name in ("listed_at", "told_at", "corrected_at"))
    names = (mandate.person.names, mandate.municipality.names, mandate.party and mandate.party.names)
    facts = (mandate.starts, mandate.ends, mandate.ending, mandate.term_ends, mandate.programme_state)
    return (mandate.pk, *stamps, *facts, str(names), mandate.monitored_by_id)


def mayors(municipality: Municipality | None = None) -> QuerySet[Mandate]:
    """Mandates of mayors, the newest of each municipality first."""
    found = public_mandates().filter(post__kind=Post.Kind.MAYOR)
    return found.filter(municipality=municipality) if municipality else found


def end_of_day(mandate: Mandate, day: date) -> datetime:
    """The last moment of a day by the municipality's clock: what a page of that day could know."""
    zone = ZoneInfo(mandate.municipality.time_zone)
    return datetime.combine(day + timedelta(days=1), time(), zone) - timedelta(microseconds=1)
