"""Moving a report from the middle of its settlement to the address that was typed. Worker only."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from besa.core import geo
from besa.ledger.services import record
from besa.places.geocoding import Located, geocoder
from besa.places.lookup import is_inside, nearest_place
from besa.reports import exposure
from besa.reports.models import Report
from besa.reports.models.report import Visibility

_MICRO = 1_000_000


def locate_report(*, report_id: int) -> bool:
    """Ask the geocoder where a typed address is, and move the report there; False when nothing moved.

    A point that somebody set is never touched, nor is a report moved out of its municipality. May be run twice.
    """
    plug_in = geocoder()
    report = Report.objects.select_related("municipality", "place", "category").filter(pk=report_id).first()
    if plug_in is None or report is None or not report.address or not _stands_in_the_middle(report):
        return False
    found = plug_in.locate(report.address, report.municipality)
    if found is None or not is_inside(found.lat, found.lon, report.municipality_id):
        return False
    return _move(report, found)


def _stands_in_the_middle(report: Report) -> bool:
    """True while the point is that of the settlement or the municipality: nobody has set it."""
    middles = {(report.municipality.lat, report.municipality.lon)}
    if report.place is not None:
        middles.add((report.place.lat, report.place.lon))
    return (report.lat, report.lon) in middles


def _move(report: Report, to: Located) -> bool:
    old_zkey, visibility = report.zkey, report.visibility
    place_id = nearest_place(to.lat, to.lon, report.municipality_id)
    with transaction.atomic():
        moved = Report.objects.filter(pk=report.pk, zkey=old_zkey, visibility=visibility).update(
            lat=to.lat,
            lon=to.lon,
            zkey=geo.key_of(to.lat, to.lon),
            place_id=place_id,
            changed_at=timezone.now(),
        )
        if not moved:
            return False
        report.refresh_from_db()
        exposure.change(report, old_state=report.state, old_category_id=report.category_id, old_zkey=old_zkey)
        _record(report)
    return True


def _record(report: Report) -> None:
    where = {"lat": round(report.lat * _MICRO), "lon": round(report.lon * _MICRO)}
    public = report.visibility == Visibility.PUBLIC
    record(
        verb="reports.located",
        subject=f"report:{report.uid}",
        actor_role="system",
        municipality=report.municipality.slug if public else "",
        public={"uid": report.uid, **(where if public else {})},
        private=None if public else where,
    )
