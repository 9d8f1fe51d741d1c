"""Who is told about a report without following it: its reporter, and the municipality."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils import timezone

from besa.alerts.models import Silence, Subscription
from besa.core.brands import DEFAULT
from besa.core.links import absolute_url
from besa.people.models import Department, Membership, Role
from besa.reports.models import Report, Reporter
from besa.reports.models.report import Visibility
from besa.reports.private_links import secret_of
from besa.reports.queries.merged import told_with


@dataclass(frozen=True)
class Recipient:
    """The reporter's address, how to write to it, and its own links: to the report, to a verdict, to no more mail."""

    email: str
    language: str
    brand: str
    is_reporter: bool
    link: str
    fixed_link: str
    not_fixed_link: str
    stop_link: str


@dataclass(frozen=True)
class Office:
    """Somebody in the municipality who is told of new reports."""

    email: str
    language: str
    brand: str


def wants_mail(report: Report, reporter: Reporter) -> bool:
    """True when the reporter's address is confirmed and they did not ask for silence."""
    if not reporter.email or reporter.email_confirmed_at is None:
        return False
    return not Silence.objects.filter(report=report).exists()


def reporter_recipient(report: Report, reporter: Reporter) -> Recipient:
    """The reporter, with links that only they have."""
    secret = secret_of(reporter)
    where = {"language": reporter.language, "brand": reporter.brand}
    verdict = absolute_url("reports:private_verdict", report.uid, secret, **where)
    return Recipient(
        email=reporter.email,
        is_reporter=True,
        link=absolute_url("reports:receipt", report.uid, secret, **where),
        fixed_link=f"{verdict}?fixed=yes",
        not_fixed_link=f"{verdict}?fixed=no",
        stop_link=absolute_url("alerts:stop_reporter", report.uid, secret, **where),
        **where,
    )


@dataclass(frozen=True)
class FollowerLinks:
    """The private addresses of one subscription."""

    confirm: str
    stop: str
    following: str


def follower_links(subscription: Subscription) -> FollowerLinks:
    """Where a subscription is confirmed, stopped, and changed, in its language and on its brand's host."""
    where = {"language": subscription.language, "brand": subscription.brand}
    return FollowerLinks(
        confirm=absolute_url("alerts:confirm", subscription.key, **where),
        stop=absolute_url("alerts:stop", subscription.key, **where),
        following=absolute_url("alerts:following", subscription.subscriber.key, **where),
    )


def reporters_of_duplicates(report: Report) -> list[Recipient]:
    """Who reported the same problem and wants mail, each address once, with the links that everybody has.

    Of a report that is public only: the others' words are none of theirs.
    """
    numbers = [pk for pk in told_with(report) if pk != report.pk]
    if not numbers or report.visibility != Visibility.PUBLIC:
        return []
    own = Reporter.objects.filter(report=report).values_list("email", flat=True).first() or ""
    found: dict[str, Recipient] = {}
    for reporter in Reporter.objects.filter(report__in=numbers).select_related("report"):
        if wants_mail(reporter.report, reporter) and reporter.email.lower() != own.lower():
            found.setdefault(reporter.email.lower(), _of_duplicate(report, reporter))
    return list(found.values())


def _of_duplicate(report: Report, reporter: Reporter) -> Recipient:
    where = {"language": reporter.language, "brand": reporter.brand}
    verdict = absolute_url("reports:verdict", report.pk, **where)
    return replace(
        reporter_recipient(reporter.report, reporter),
        is_reporter=False,
        link=absolute_url("reports:detail", report.pk, **where),
        fixed_link=f"{verdict}?fixed=yes",
        not_fixed_link=f"{verdict}?fixed=no",
    )


def offices_of(report: Report) -> list[Office]:
    """Who in the municipality is told: the department by its address, else the coordinators by theirs."""
    department: Department | None = report.department
    if department is not None and department.email:
        return [Office(department.email, _first_language(report), DEFAULT.key)]
    now = timezone.now()
    members = Membership.objects.filter(
        Q(until__isnull=True) | Q(until__gt=now),
        role=Role.COORDINATOR,
        municipality_id=report.municipality_id,
        since__lte=now,
        user__is_active=True,
    ).select_related("user")
    people = {member.user.email: member.user for member in members}
    return [Office(email, user.language, DEFAULT.key) for email, user in sorted(people.items())]


def _first_language(report: Report) -> str:
    spoken: list[str] = report.municipality.languages
    return spoken[0] if spoken else DEFAULT.language
