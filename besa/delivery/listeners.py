"""What happens to reports, as deliveries see it. Runs in the worker, at least once for each event."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from besa.core.events import listen
from besa.core.registries import companions
from besa.delivery.services.dispatching import route_report, send_again, send_to_again
from besa.delivery.services.following_up import note_act
from besa.delivery.services.forgetting import forget_report, scrub_tables
from besa.reports.events import ReportChanged, ReportPublished, StateChanged, UpdateAdded, WordsForgotten
from besa.reports.models import Change, Report, Transition, Update
from besa.reports.models.report import State, Visibility
from besa.reports.transitions import OFFICIAL

companions.register("delivery", forget_report)


@listen(ReportPublished, _("Send a new report to its recipients"))
def deliver_new_report(event: ReportPublished) -> None:
    """Whoever is to have it gets it."""
    _route(event.report)


@listen(ReportChanged, _("Send a changed report to its recipients"))
def deliver_elsewhere(event: ReportChanged) -> None:
    """Another department, category, place or municipality: whoever is to have it now gets it, and nobody else.

    A department that had it before gets it again.
    """
    report = _route(event.report)
    change = Change.objects.filter(pk=event.change).first()
    if report is not None and change is not None:
        send_to_again(report=report, change=change)


@listen(StateChanged, _("Send a reopened or forwarded report to its recipients"))
def follow_state(event: StateChanged) -> None:
    """Reopened: out again. Forwarded inside: to that department. Closed: what waits is not needed any more."""
    change = Transition.objects.filter(pk=event.transition).first()
    if change is None:
        return
    forwarded = change.new == State.FORWARDED and change.department_id is not None
    occasion = "forwarded" if forwarded else "reopened" if change.new == State.REOPENED else "new"
    report = _route(event.report, occasion, change.pk)
    if report is None:
        return
    if occasion != "new":
        send_again(report=report, occasion=occasion, cause=change.pk, department_only=forwarded)
    if change.actor_role in OFFICIAL:
        note_act(report_id=report.pk, at=change.at)


@listen(UpdateAdded, _("Note that a delivered report was answered"))
def note_answer(event: UpdateAdded) -> None:
    """An answer of an official: what went out before was not in vain."""
    update = Update.objects.filter(pk=event.update, author_role__in=OFFICIAL).first()
    if update is not None:
        note_act(report_id=update.report_id, at=update.created_at)


@listen(WordsForgotten, _("Remove the last traces of erased words"))
def forget_on_disk(event: WordsForgotten) -> None:
    """The rows went with the report; their traces in the database's files go now."""
    scrub_tables()


def _route(pk: int, occasion: str = "new", cause: int = 0) -> Report | None:
    report = Report.objects.select_related("municipality").filter(pk=pk).exclude(visibility=Visibility.ERASED)
    if found := report.first():
        route_report(report=found, occasion=occasion, cause=cause)
        return found
    return None
