"""What alerts do when something happened to a report. Runs in the worker, at least once per event."""

from __future__ import annotations

from besa.alerts.services import notices, subscriptions
from besa.core.events import listen
from besa.core.registries import companions
from besa.reports.events import (
    FollowWanted,
    PhotoRefused,
    ReportErased,
    ReportPublished,
    ReportReceived,
    StateChanged,
    UpdateAdded,
)
from besa.reports.models import Photo, Report, Transition, Update
from besa.reports.models.report import State, Visibility


def _report(pk: int) -> Report | None:
    """A report that may be told about, with what the mails say of it."""
    found = Report.objects.select_related(
        "municipality", "category", "department", "place", "reporter"
    ).filter(pk=pk)
    return found.exclude(visibility=Visibility.ERASED).first()


@listen(ReportReceived)
def send_receipt(event: ReportReceived) -> None:
    """The reporter gets the private link."""
    if report := _report(event.report):
        notices.send_receipt(report=report, again=event.again)


@listen(ReportPublished)
def tell_the_municipality(event: ReportPublished) -> None:
    """Whoever is answerable learns of a new report."""
    report = _report(event.report)
    if report is not None and report.is_open:
        notices.tell_offices(report=report, kind="new", once=f"report:{report.pk}")


@listen(StateChanged)
def tell_of_change(event: StateChanged) -> None:
    """Reporter and followers learn the new state; the municipality, what comes back or over to it."""
    report = _report(event.report)
    change = Transition.objects.select_related("update").filter(pk=event.transition).first()
    if report is None or change is None:
        return
    notices.tell_of_change(report=report, change=change)
    words = change.update.text if change.update else ""
    if change.new == State.REOPENED:
        notices.tell_offices(report=report, kind="reopened", once=f"transition:{change.pk}", words=words)
    if change.new == State.FORWARDED and change.department_id:
        notices.tell_offices(report=report, kind="forwarded", once=f"transition:{change.pk}", words=words)


@listen(UpdateAdded)
def tell_of_update(event: UpdateAdded) -> None:
    """Reporter and followers learn what was said."""
    report = _report(event.report)
    update = Update.objects.filter(pk=event.update).first()
    if report is not None and update is not None:
        notices.tell_of_update(report=report, update=update)


@listen(PhotoRefused)
def tell_of_refused_photo(event: PhotoRefused) -> None:
    """Whoever sent a photo that cannot be used learns why."""
    photo = (
        Photo.objects.select_related("report__category", "report__reporter", "update__author")
        .filter(pk=event.photo, state=Photo.State.REFUSED)
        .first()
    )
    if photo is not None and photo.report.visibility != Visibility.ERASED:
        notices.tell_of_refused_photo(photo=photo)


@listen(FollowWanted)
def ask_to_follow(event: FollowWanted) -> None:
    """Whoever stood behind a report instead of making a second one is asked whether they want mails about it."""
    report = _report(event.report)
    if report is not None and report.visibility == Visibility.PUBLIC:
        subscriptions.follow_report(
            report=report, email=event.email, language=event.language, brand=event.brand
        )


@listen(ReportErased)
def forget(event: ReportErased) -> None:
    """Nobody follows an erased report, and no mail about it stays."""
    subscriptions.forget_report(report_id=event.report)
    notices.forget_mails(report_id=event.report)


def forget_followers(subject: str) -> None:
    """The same for the addresses of followers, in the very transaction that erases the report."""
    uid = subject.removeprefix("report:")
    for pk in Report.objects.filter(uid=uid).values_list("pk", flat=True):
        subscriptions.forget_report(report_id=pk)


companions.register("alerts.followers", forget_followers)
