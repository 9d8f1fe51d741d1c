"""What moves along when a report becomes a duplicate of another, and goes back when it is opened again.

Me-toos are copied to the report that goes on, marked with the duplicate they were said at; so is the reporter of the
duplicate, who has the same problem. Followers and reporters need no rows of their own: whoever is told of the one is
found through `told_with` (queries/merged.py) for as long as the other is its duplicate.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import F
from django.db.models.functions import Greatest

from besa.people.models import User
from besa.reports.events import ReportChanged
from besa.reports.models import Change, MeToo, Report, Reporter
from besa.reports.services.telling import tell

#: an original may itself become a duplicate later; nobody has seen a longer chain than this
MOST_HOPS = 20


def move_along(*, duplicate: Report, original: Report, role: str, by: User | None, at: datetime) -> int:
    """Copy the me-toos of a new duplicate to the report that goes on; how many are new there.

    In the transaction that makes it a duplicate.
    """
    devices = set(MeToo.objects.filter(report=duplicate).values_list("device", flat=True))
    devices |= set(
        Reporter.objects.filter(report=duplicate).exclude(device="").values_list("device", flat=True)
    )
    devices -= set(Reporter.objects.filter(report=original).values_list("device", flat=True))
    added = _add(original, devices, via=duplicate, at=at)
    _tell(original, duplicate, Change.Kind.MERGED, added, role, by, at)
    return added


def take_back(*, duplicate: Report, original: Report, role: str, by: User | None, at: datetime) -> int:
    """Take away again what came with a duplicate; how many me-toos went back. In the transaction that opens it."""
    devices = set(MeToo.objects.filter(report=original, via=duplicate).values_list("device", flat=True))
    taken = _remove(original, devices, via=duplicate)
    _tell(original, duplicate, Change.Kind.SEPARATED, taken, role, by, at)
    here, hops = original, 0
    # Where the original is a duplicate itself, what came through it went further.
    while here.duplicate_of_id is not None and devices and hops < MOST_HOPS:
        above = Report.objects.get(pk=here.duplicate_of_id)
        _remove(above, devices, via=here)
        here, hops = above, hops + 1
    return taken


def pass_on(*, duplicate: Report, device: str, at: datetime) -> None:
    """Count a new me-too of a duplicate where it goes on too. In the transaction that counts it at the duplicate."""
    here, hops = duplicate, 0
    while here.duplicate_of_id is not None and hops < MOST_HOPS:
        above = Report.objects.get(pk=here.duplicate_of_id)
        if Reporter.objects.filter(report=above, device=device).exists():
            return
        _add(above, {device}, via=here, at=at)
        here, hops = above, hops + 1


def _add(report: Report, devices: Collection[str], *, via: Report, at: datetime) -> int:
    known = set(MeToo.objects.filter(report=report, device__in=devices).values_list("device", flat=True))
    new = [MeToo(report=report, device=device, at=at, via=via) for device in sorted(set(devices) - known)]
    MeToo.objects.bulk_create(new)
    if new:
        Report.objects.filter(pk=report.pk).update(me_too_count=F("me_too_count") + len(new))
    return len(new)


def _remove(report: Report, devices: Collection[str], *, via: Report) -> int:
    gone, _ = MeToo.objects.filter(report=report, via=via, device__in=devices).delete()
    if gone:
        # A count that came with an import may be smaller than what was added to it: never below nothing.
        left = Greatest(F("me_too_count") - gone, 0)
        Report.objects.filter(pk=report.pk).update(me_too_count=left)
    return gone


def _tell(
    original: Report,
    duplicate: Report,
    kind: Change.Kind,
    me_toos: int,
    role: str,
    by: User | None,
    at: datetime,
) -> None:
    """A row in the original's history. The ledger has the act already, as the duplicate's change of state."""
    change = Change.objects.create(
        report=original,
        kind=kind,
        at=at,
        actor_role=role,
        actor=by,
        municipality_id=original.municipality_id,
        after={"report": duplicate.pk, "me_toos": me_toos},
    )
    Report.objects.filter(pk=original.pk).update(has_changes=True)
    tell(original, ReportChanged(report=original.pk, change=change.pk))
