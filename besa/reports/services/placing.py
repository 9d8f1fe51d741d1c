"""Correcting where a report is. In another municipality, it is handed over to that one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from besa.core import geo
from besa.people.models import User
from besa.places.lookup import municipality_at, nearest_place
from besa.places.models import Municipality, Place
from besa.reports import exposure
from besa.reports.deadlines import deadlines_for
from besa.reports.events import StateChanged
from besa.reports.models import CategoryRule, Change, Pause, Report, Transition, Update
from besa.reports.models.report import State
from besa.reports.services.changing import (
    refuse_stale,
    refuse_unless_official,
    write_change,
    write_columns,
)
from besa.reports.services.state_change import ChangeRefused
from besa.reports.services.telling import tell
from besa.reports.transitions import HANDED_OVER, may_hand_over

_MICRO = 1_000_000


@dataclass(frozen=True)
class Destination:
    """Where a point is: its municipality (None: in none that is known) and the settlement closest to it."""

    municipality: Municipality | None
    place: Place | None


def destination_of(lat: float, lon: float, report: Report, place: Place | None = None) -> Destination:
    """What is at a point (degrees, WGS 84). A settlement that was chosen counts if it is in that municipality."""
    found = municipality_at(lat, lon)
    if found is None:
        return Destination(None, None)
    municipality = (
        report.municipality if found == report.municipality_id else Municipality.objects.get(pk=found)
    )
    if place is not None and place.municipality_id == found:
        return Destination(municipality, place)
    nearest = nearest_place(lat, lon, found)
    return Destination(municipality, Place.objects.filter(pk=nearest).first() if nearest else None)


def place_report(
    *,
    report: Report,
    lat: float,
    lon: float,
    role: str,
    place: Place | None = None,
    ours: bool = False,
    by: User | None = None,
    note: str = "",
    seen: str | None = None,
    at: datetime | None = None,
    undoes: Change | None = None,
) -> Change:
    """Move a report's pin within its municipality. Everybody can see that it moved, nobody where it was before.

    `ours` takes a point that the map has outside the boundary, as citizens may: borders on a map are not the last word.
    `seen` is the point's Z-order key as the official saw it. Raises ChangeRefused for a point on no ground of the
    municipality (`elsewhere`: see `hand_over_report`), StaleReport when somebody else was faster.
    """
    refuse_unless_official(report, role)
    refuse_stale(report, seen, report.zkey)
    _refuse_nonsense(lat, lon)
    there = destination_of(lat, lon, report, place)
    outside = there.municipality != report.municipality
    if outside and not ours:
        raise ChangeRefused("elsewhere")
    if (lat, lon) == (report.lat, report.lon) and (place is None or place == report.place):
        raise ChangeRefused("nothing_changed")
    old = _Where.of(report)
    now = at or timezone.now()
    values = _point(lat, lon) | {
        "outside": outside,
        "place": _own_place(report, lat, lon) if outside else there.place,
        "changed_at": now,
        "has_changes": True,
    }
    with transaction.atomic():
        write_columns(report, {"zkey": old.zkey, "municipality_id": report.municipality_id}, values)
        exposure.change(report, old_state=report.state, old_category_id=report.category_id, old_zkey=old.zkey)
        return _write_placed(report, old, role, by, now, note, undoes)


def _write_placed(
    report: Report, old: _Where, role: str, by: User | None, at: datetime, note: str, undoes: Change | None
) -> Change:
    return write_change(
        report=report,
        kind=Change.Kind.PLACED,
        role=role,
        by=by,
        at=at,
        before={"place": old.place_id},
        after={"place": report.place_id},
        kept=old.kept,
        note=note,
        facts=_on_ledger(report),
        undoes=undoes,
    )


def hand_over_report(
    *,
    report: Report,
    lat: float,
    lon: float,
    to: Municipality,
    role: str,
    place: Place | None = None,
    by: User | None = None,
    note: str = "",
    seen: str | None = None,
    at: datetime | None = None,
) -> Change:
    """Give a report whose place is in another municipality to that one, which owes an answer from now on.

    `to` is the municipality that the official agreed to: the point must really be there, and it must take reports.
    The report is new there: received, with deadlines of its own, routed by its rules. What the first municipality
    noted for itself, it keeps for itself. Raises ChangeRefused and StaleReport as `place_report` does.
    """
    refuse_unless_official(report, role)
    refuse_stale(report, seen, report.zkey)
    _refuse_nonsense(lat, lon)
    _refuse_wrong_destination(report, lat, lon, to)
    there = destination_of(lat, lon, report, place)
    now = at or timezone.now()
    values = _new_home(report, to, now) | _point(lat, lon) | {"place": there.place, "outside": False}
    old = _Where.of(report)
    with transaction.atomic():
        write_columns(
            report,
            {"zkey": old.zkey, "municipality_id": old.municipality.pk, "state": old.state},
            values,
        )
        _keep_notes(report, old.municipality)
        _receive(report, old.state, role, by, now)
        Pause.objects.filter(report=report, ended_at__isnull=True, until__gt=now).update(
            ended_at=now, ended_by=Pause.End.CHANGE
        )
        exposure.change(
            report,
            old_state=old.state,
            old_category_id=report.category_id,
            old_zkey=old.zkey,
            old_municipality_id=old.municipality.pk,
        )
        return _write_handed_over(report, old, role, by, now, note)


def _keep_notes(report: Report, home: Municipality) -> None:
    """What officials noted for each other stays theirs; what the reporter said to the municipality goes along."""
    notes = report.updates.filter(audience=Update.Audience.INTERNAL, kept_by__isnull=True)
    notes.exclude(author_role="reporter").update(kept_by=home)


def _write_handed_over(
    report: Report, old: _Where, role: str, by: User | None, at: datetime, note: str
) -> Change:
    to = report.municipality
    return write_change(
        report=report,
        kind=Change.Kind.HANDED_OVER,
        role=role,
        by=by,
        at=at,
        before={
            "municipality": old.municipality.pk,
            "place": old.place_id,
            "department": old.department_id,
            "assignee": old.assignee_id,
            "priority": old.priority,
        },
        after={"municipality": to.pk, "place": report.place_id, "department": report.department_id},
        kept=old.kept,
        note=note,
        facts=_on_ledger(report) | {"from": old.municipality.slug, "to": to.slug},
        municipality_id=old.municipality.pk,
    )


@dataclass(frozen=True)
class _Where:
    """Where a report was, and with whom."""

    lat: float
    lon: float
    zkey: int
    state: str
    municipality: Municipality
    place_id: int | None
    department_id: int | None
    assignee_id: int | None
    priority: int

    @classmethod
    def of(cls, report: Report) -> _Where:
        """As it is now."""
        return cls(
            report.lat,
            report.lon,
            report.zkey,
            report.state,
            report.municipality,
            report.place_id,
            report.department_id,
            report.assignee_id,
            report.priority,
        )

    @property
    def kept(self) -> dict[str, float]:
        """What undoing needs: degrees."""
        return {"lat": self.lat, "lon": self.lon}


def _own_place(report: Report, lat: float, lon: float) -> Place | None:
    nearest = nearest_place(lat, lon, report.municipality_id)
    return Place.objects.filter(pk=nearest).first() if nearest else None


def _refuse_nonsense(lat: float, lon: float) -> None:
    if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
        raise ChangeRefused("not_a_point")


def _refuse_wrong_destination(report: Report, lat: float, lon: float, to: Municipality) -> None:
    if municipality_at(lat, lon) != to.pk or to.pk == report.municipality_id:
        raise ChangeRefused("not_there")
    if not to.active:
        raise ChangeRefused("takes_no_reports")
    if not may_hand_over(report.state):
        raise ChangeRefused("not_possible")
    offered = CategoryRule.objects.filter(municipality=to, category=report.category, offered=False)
    if report.category.municipality_id is not None or offered.exists():
        raise ChangeRefused("category_not_there")


def _new_home(report: Report, to: Municipality, at: datetime) -> dict[str, Any]:
    rule = CategoryRule.objects.filter(municipality=to, category=report.category).first()
    due = deadlines_for(municipality=to, category=report.category, at=at)
    return {
        "municipality": to,
        "department_id": rule.department_id if rule else None,
        "assignee": None,
        "priority": 0,
        "state": State.RECEIVED,
        "responded_at": None,
        "response_due_at": due.response_due_at,
        "fix_due_at": due.fix_due_at,
        "paused_until": None,
        "handed_over_at": at,
        "changed_at": at,
        "has_changes": True,
    }


def _receive(report: Report, old_state: str, role: str, by: User | None, at: datetime) -> None:
    """The state's own row, unless it was received already: nobody there has acknowledged anything yet."""
    if old_state == State.RECEIVED:
        return
    done = Transition.objects.create(
        report=report, old=old_state, new=State.RECEIVED, at=at, actor_role=role, actor=by, reason=HANDED_OVER
    )
    tell(report, StateChanged(report=report.pk, transition=done.pk))


def _point(lat: float, lon: float) -> dict[str, Any]:
    return {"lat": lat, "lon": lon, "zkey": geo.key_of(lat, lon)}


def _on_ledger(report: Report) -> dict[str, Any]:
    """The new place as everybody may know it for ever; of a hidden report `record_act` keeps it private."""
    return {
        "lat": round(report.lat * _MICRO),
        "lon": round(report.lon * _MICRO),
        "place": report.place.slug if report.place else "",
    }
