"""Closed is not fixed: what the reporter and the neighbours say after the municipality said "fixed"."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from besa.places.models import Municipality
from besa.reports.models import Confirmation, Report, Transition, Update
from besa.reports.models.report import State
from besa.reports.services.state_change import (
    ChangeRefused,
    change_state,
    record_act,
    update_if_unchanged,
)

#: How many neighbours' devices must agree before they count without the reporter. One person with one browser
#: must not be able to undo, or to seal, a municipality's work; two are a pattern somebody should look at.
NEIGHBOURS_NEEDED = 2


def confirm_fix(
    *,
    report: Report,
    fixed: bool,
    by_role: str,
    reason: str = "",
    device: str = "",
    at: datetime | None = None,
) -> Confirmation:
    """Say whether it is really fixed: the "reporter" by the private link, a "neighbour" once by device.

    The reporter's word counts at once: "not fixed" reopens the report with the reason as a public update.
    Neighbours count when NEIGHBOURS_NEEDED devices say the same and the reporter has not confirmed; their
    words go to the municipality only, because nobody stands behind them; the reporter's wait for a moderator
    where the municipality reads before anything is published. A second verdict replaces the first. Raises
    ChangeRefused when the report is not in the state fixed, StaleReport when it has just left it.
    """
    fixing = _fixing_of(report, by_role, device)
    at = at or timezone.now()
    with transaction.atomic():
        verdict, _ = Confirmation.objects.update_or_create(
            fixing=fixing,
            by_role=by_role,
            device=device,
            defaults={"report": report, "fixed": fixed, "at": at},
        )
        record_act(
            report=report,
            verb="reports.confirmed_fixed" if fixed else "reports.said_not_fixed",
            role=by_role,
            private={"text": reason.strip()},
        )
        _apply(report, fixing, verdict, reason.strip())
    return verdict


def _fixing_of(report: Report, by_role: str, device: str) -> Transition:
    if by_role not in ("reporter", "neighbour") or (by_role == "neighbour" and not device):
        raise ChangeRefused("not_possible")
    fixing = Transition.objects.filter(report=report, new=State.FIXED).order_by("-at", "-pk").first()
    if report.state != State.FIXED or fixing is None:
        raise ChangeRefused("not_fixed_now")
    return fixing


def _apply(report: Report, fixing: Transition, verdict: Confirmation, reason: str) -> None:
    """What the verdict changes: the report's own, or nothing until enough neighbours agree."""
    from_reporter = verdict.by_role == "reporter"
    spoken_publicly = from_reporter and report.municipality.moderation != Municipality.Moderation.BEFORE
    if reason and not (spoken_publicly and not verdict.fixed):
        _note_words(report, verdict, reason)
    if not from_reporter and not _neighbours_decide(fixing, verdict.fixed):
        return
    if verdict.fixed:
        update_if_unchanged(report, State.FIXED, {"confirmed_fixed": True, "changed_at": verdict.at})
        return
    change_state(
        report=report,
        new=State.REOPENED,
        role=verdict.by_role,
        text=reason if spoken_publicly else "",
        at=verdict.at,
    )


def _neighbours_decide(fixing: Transition, fixed: bool) -> bool:
    verdicts = Confirmation.objects.filter(fixing=fixing)
    if verdicts.filter(by_role="reporter").exists():
        return False
    return verdicts.filter(by_role="neighbour", fixed=fixed).count() >= NEIGHBOURS_NEEDED


def _note_words(report: Report, verdict: Confirmation, reason: str) -> None:
    """For the municipality; what is still wrong in the reporter's words may be shown to everybody."""
    may_be_shown = verdict.by_role == "reporter" and not verdict.fixed
    Update.objects.create(
        report=report,
        text=reason,
        audience=Update.Audience.WAITING if may_be_shown else Update.Audience.INTERNAL,
        author_role=verdict.by_role,
        created_at=verdict.at,
    )
