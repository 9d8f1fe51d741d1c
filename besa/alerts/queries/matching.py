"""Who wants to hear of something that happened to a report: one look in the index of topics, whatever their number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from besa.alerts.kinds import Kind, wanted_by
from besa.alerts.models import Frequency, Topic
from besa.alerts.topics import topics_of
from besa.core.geo import distance_m
from besa.reports.models import Report

_RANK = {Frequency.NOW.value: 0, Frequency.DAILY.value: 1, Frequency.WEEKLY.value: 2}


@dataclass(frozen=True)
class Match:
    """A subscription that wants to hear of it, and what decides when it is told."""

    subscription_id: int
    subscriber_id: int
    frequency: str
    time_zone: str
    quiet_from: int | None
    quiet_until: int | None


def matches_of(report: Report, kind: Kind) -> list[Match]:
    """One match for each address, by the subscription that tells it soonest (of these the oldest)."""
    return _soonest(_found(report, kind))


def matches_of_words(words: list[str], kind: Kind) -> list[Match]:
    """The same for whatever is found by some words alone, such as a pledge."""
    rows = _rows(words, kind).iterator()
    return _soonest(
        Match(pk, subscriber, frequency, zone or "", quiet_from, quiet_until)
        for _, _, _, pk, subscriber, frequency, zone, quiet_from, quiet_until in rows
    )


def _soonest(found: Iterable[Match]) -> list[Match]:
    best: dict[int, Match] = {}
    for match in found:
        known = best.get(match.subscriber_id)
        if known is None or _order(match) < _order(known):
            best[match.subscriber_id] = match
    return list(best.values())


def _order(match: Match) -> tuple[int, int]:
    return _RANK.get(match.frequency, 0), match.subscription_id


def _found(report: Report, kind: Kind) -> list[Match]:
    rows = _rows(topics_of(report), kind)
    return [
        Match(pk, subscriber, frequency, zone or "", quiet_from, quiet_until)
        for radius, lat, lon, pk, subscriber, frequency, zone, quiet_from, quiet_until in rows.iterator()
        if radius is None or distance_m(lat or 0, lon or 0, report.lat, report.lon) <= radius
    ]


def _rows(words: list[str], kind: Kind) -> QuerySet[Topic, Any]:
    """Where, who and when, of every subscription that is found by one of the words and wants this kind."""
    return (
        Topic.objects.filter(word__in=words)
        .annotate(wanted=F("kinds").bitand(int(wanted_by(kind))))
        .exclude(wanted=0)
        .values_list(
            "subscription__radius_m",
            "subscription__lat",
            "subscription__lon",
            "subscription_id",
            "subscription__subscriber_id",
            "subscription__frequency",
            "subscription__municipality__time_zone",
            "subscription__subscriber__quiet_from",
            "subscription__subscriber__quiet_until",
        )
    )
