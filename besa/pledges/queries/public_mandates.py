"""Mandates as everybody sees them, and how one knows whether what was made of one still holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import QuerySet

from besa.core.counting import Counts, write_counts
from besa.places.models import Municipality
from besa.pledges.models import Mandate, Post, Round

#: what pages say of a mandate
_PARTS = ("person", "post", "municipality", "party", "monitored_by")


def public_mandates() -> QuerySet[Mandate]:
    """Mandates with all that pages say of them."""
    return Mandate.objects.select_related(*_PARTS)


def public_mandate(slug: str) -> Mandate | None:
    """The mayor of an address; a member of an assembly has a page there."""
    return public_mandates().filter(slug=slug[:120], post__kind=Post.Kind.MAYOR).first()


#: by SQL, as every request for a page that is kept asks just this
_NEWEST = """
    SELECT (SELECT MAX(frozen_at) FROM pledges_baseline WHERE mandate_id = %s),
        (SELECT MAX(published_at) FROM pledges_round WHERE mandate_id = %s AND state = %s),
        (SELECT MAX(c.published_at) FROM pledges_correction c JOIN pledges_rating r ON r.id = c.rating_id
            JOIN pledges_pledge p ON p.id = r.pledge_id WHERE p.mandate_id = %s),
        (SELECT MAX(v.recorded_at) FROM pledges_votecount v JOIN pledges_votecount_pledges l ON l.votecount_id = v.id
            JOIN pledges_pledge p ON p.id = l.pledge_id WHERE p.mandate_id = %s)"""


class Stamp(NamedTuple):
    """The newest of all that was published about a mandate, as the database has it; `facts` are those of its row."""

    mandate: int
    frozen: object
    published: object
    corrected: object
    voted: object
    facts: tuple[object, ...]


def stamp_of(mandate: Mandate) -> Stamp:
    """Changes with everything that a mandate's page is made of, in one small query."""
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, [mandate.pk, mandate.pk, Round.State.PUBLISHED.value, mandate.pk, mandate.pk])
        frozen, published, corrected, voted = cursor.fetchone()
    return Stamp(mandate.pk, frozen, published, corrected, voted, facts_of(mandate))


def facts_of(mandate: Mandate) -> tuple[object, ...]:
    """What pages say of a mandate itself: who, where, from when to when."""
    person = (mandate.person.names, mandate.person.gender)
    names = (person, mandate.municipality.names, mandate.party and mandate.party.names)
    days = (
        mandate.starts,
        mandate.origin,
        mandate.ends,
        mandate.ending,
        mandate.term_ends,
        mandate.programme_state,
    )
    return (mandate.slug, mandate.municipality.country, *days, str(names), mandate.monitored_by_id)


#: by SQL, for the same reason; a correction anywhere counts for all mandates, as there are few
_PUBLISHED = """
    SELECT m.id,
        (SELECT MAX(frozen_at) FROM pledges_baseline WHERE mandate_id = m.id),
        (SELECT COUNT(*) FROM pledges_baseline WHERE mandate_id = m.id),
        (SELECT MAX(published_at) FROM pledges_round WHERE mandate_id = m.id AND state = %s),
        (SELECT COUNT(*) FROM pledges_round WHERE mandate_id = m.id AND state = %s),
        (SELECT MAX(id) FROM pledges_correction),
        (SELECT MAX(published_at) FROM pledges_correction)
    FROM pledges_mandate m WHERE m.id IN ({marks})"""


def states_of(mandates: Iterable[int]) -> dict[int, tuple[object, ...]]:
    """By mandate, what changes with all that moves its counts, in one small query whatever their number."""
    keys = list(mandates)
    if not keys:
        return {}
    published = Round.State.PUBLISHED.value
    with connection.cursor() as cursor:
        cursor.execute(_PUBLISHED.format(marks=", ".join(["%s"] * len(keys))), [published, published, *keys])
        return {row[0]: tuple(row) for row in cursor.fetchall()}


def mayors(municipality: Municipality | None = None) -> QuerySet[Mandate]:
    """Mandates of mayors, the newest of each municipality first."""
    found = public_mandates().filter(post__kind=Post.Kind.MAYOR)
    return found.filter(municipality=municipality) if municipality else found


#: stands for the key of a municipality while the statement is written
_MUNICIPALITY = -101


@lru_cache(maxsize=2)
def _one_mayor(vendor: str) -> Counts:
    return write_counts([mayors().filter(municipality=_MUNICIPALITY)[:1]])


def has_mayors(municipality: Municipality) -> bool:
    """Whether any mandate is known: asked for each page of a municipality, in a fraction of a list's time."""
    return bool(_one_mayor(connection.vendor).ask({_MUNICIPALITY: municipality.pk})[0])


def end_of_day(mandate: Mandate, day: date) -> datetime:
    """The last moment of a day by the municipality's clock: what a page of that day could know."""
    return end_of(ZoneInfo(mandate.municipality.time_zone), day)


def end_of(zone: ZoneInfo, day: date) -> datetime:
    """The last moment of a day by a clock."""
    return datetime.combine(day + timedelta(days=1), time(), zone) - timedelta(microseconds=1)
