"""What moderators look through."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Min, Q, QuerySet

from besa.people.permissions import EVERYWHERE, TABLE, Standing
from besa.reports.models import AbuseReport, Photo, Report, Update
from besa.reports.models.report import Visibility

ACTION = "reports.moderate"
_SHOWN_AT_ONCE = 50
_PHOTOS_AT_ONCE = 24


@dataclass(frozen=True)
class Queue:
    """All that waits for a moderator; `complaints` are reports with `complaints` and `since`."""

    awaiting: list[Report]
    additions: list[Update]
    complaints: list[Report]
    photos: list[Photo]
    hidden: list[Report]


def moderated_municipalities(standing: Standing) -> Collection[int] | None:
    """Ids of the municipalities in which the person moderates; None for all."""
    for membership in standing.memberships:
        if membership.municipality_id is None and membership.role in EVERYWHERE & TABLE[ACTION]:
            return None
    return [municipality.pk for municipality in standing.municipalities_for(ACTION)]


def moderation_queue(municipalities: Collection[int] | None) -> Queue:
    """What waits in some municipalities: the oldest first where somebody waits, else the newest."""
    reports = _in(Report.objects.select_related("category", "municipality", "place"), municipalities)
    photos = Photo.objects.select_related("report__category", "report__municipality")
    if municipalities is not None:
        photos = photos.filter(report__municipality__in=municipalities)
    return Queue(
        awaiting=list(
            reports.filter(visibility=Visibility.AWAITING_MODERATION).order_by("created_at")[:_SHOWN_AT_ONCE]
        ),
        additions=list(_additions(municipalities)[:_SHOWN_AT_ONCE]),
        complaints=list(_with_complaints(reports)[:_SHOWN_AT_ONCE]),
        photos=list(
            photos.filter(state=Photo.State.READY, by_official=False)
            .exclude(report__visibility__in=(Visibility.ERASED, Visibility.HIDDEN, Visibility.PRACTICE))
            .order_by("-pk")[:_PHOTOS_AT_ONCE]
        ),
        hidden=list(reports.filter(visibility=Visibility.HIDDEN).order_by("-changed_at")[:_SHOWN_AT_ONCE]),
    )


def _additions(municipalities: Collection[int] | None) -> QuerySet[Update]:
    """What reporters added and nobody has read yet, oldest first."""
    waiting = Update.objects.filter(audience=Update.Audience.WAITING).exclude(
        report__visibility__in=(Visibility.ERASED, Visibility.HIDDEN)
    )
    if municipalities is not None:
        waiting = waiting.filter(report__municipality__in=municipalities)
    return waiting.select_related("report__category", "report__municipality", "report__place").order_by(
        "created_at", "pk"
    )


def open_complaints(report: Report) -> list[AbuseReport]:
    """Complaints about a report that no moderator has settled, oldest first."""
    return list(AbuseReport.objects.filter(report=report, settled_at__isnull=True).order_by("created_at"))


def _with_complaints(reports: QuerySet[Report]) -> QuerySet[Report]:
    unsettled = Q(abuse_reports__settled_at__isnull=True)
    return (
        reports.filter(pk__in=AbuseReport.objects.filter(settled_at__isnull=True).values("report"))
        .exclude(visibility=Visibility.ERASED)
        .annotate(
            complaints=Count("abuse_reports", filter=unsettled),
            since=Min("abuse_reports__created_at", filter=unsettled),
        )
        .order_by("since")
    )


def _in(reports: QuerySet[Report], municipalities: Collection[int] | None) -> QuerySet[Report]:
    return reports if municipalities is None else reports.filter(municipality__in=municipalities)
