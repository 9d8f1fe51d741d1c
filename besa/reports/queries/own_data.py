"""All that is kept about a report and its reporter, for the reporter."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from besa.reports.models import Photo, Report, Update
from besa.reports.photo_links import photo_url

_REPORTER = "reporter"


def own_data(report: Report) -> dict[str, Any]:
    """Plain values, by the names the database uses; times in ISO 8601, position in degrees."""
    reporter = report.reporter
    return {
        "report": {
            "number": report.pk,
            "uid": report.uid,
            "municipality": report.municipality.slug,
            "category": report.category.key,
            "state": report.state,
            "visibility": report.visibility,
            "created_at": report.created_at.isoformat(),
            "lat": report.lat,
            "lon": report.lon,
            "address": report.address,
            "text": report.text,
            "answers": report.answers,
            "language": report.language,
        },
        "reporter": {
            "name": reporter.name,
            "show_name": reporter.show_name,
            "email": reporter.email,
            "phone": reporter.phone,
            "email_confirmed_at": confirmed.isoformat()
            if (confirmed := reporter.email_confirmed_at)
            else None,
            "language": reporter.language,
            "device": reporter.device,
        },
        "updates": _said(report),
        "verdicts": [
            {"at": one.at.isoformat(), "fixed": one.fixed}
            for one in report.confirmations.filter(by_role=_REPORTER).order_by("pk")
        ],
        "photos": [
            {"state": photo.state, "by_official": photo.by_official, "address": _address(photo)}
            for photo in report.photos.all()
        ],
    }


def _address(photo: Photo) -> str:
    return photo_url(photo, "large", signed=True) if photo.state == Photo.State.READY else ""


def _said(report: Report) -> list[dict[str, Any]]:
    """Public words, and the reporter's own that wait for a moderator or are hidden."""
    said = report.updates.filter(Q(audience=Update.Audience.PUBLIC) | Q(author_role=_REPORTER))
    return [
        {
            "at": update.created_at.isoformat(),
            "by": update.author_role,
            "text": update.text,
            "texts": update.texts,
        }
        for update in said
    ]
