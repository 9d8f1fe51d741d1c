"""Places and public reports, as the pages that everyone sees need them."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import Any

from django.db import transaction
from django.utils import timezone

from besa.core.folding import fold
from besa.core.geo import key_of
from besa.people.models import User
from besa.places.models import Municipality, Place
from besa.reports import exposure
from besa.reports.models import Category, Report
from besa.reports.models.report import Visibility

_numbers = count(1)


def make_municipality(slug: str = "peja", **values: Any) -> Municipality:
    """A municipality; the same one for the same slug."""
    defaults = {
        "names": {"sq": slug.title(), "sr": "Пећ", "en": slug.title()},
        "seat": {"sq": slug.title()},
        "country": Municipality.Country.KOSOVO,
        "lat": 42.659,
        "lon": 20.288,
        "languages": ["sq", "sr"],
        "active": True,
    }
    return Municipality.objects.update_or_create(slug=slug, defaults=defaults | values)[0]


def make_category(key: str = "potholes", **values: Any) -> Category:
    """A category; the same one for the same key."""
    defaults = {
        "names": {"sq": "Gropë në rrugë", "sr": "Рупа на путу", "en": "Pothole"},
        "group": Category.Group.STREETS,
        "icon": "pothole",
    }
    return Category.objects.update_or_create(key=key, defaults=defaults | values)[0]


def make_place(municipality: Municipality, name: str = "Vitomiricë", **values: Any) -> Place:
    """A settlement of a municipality."""
    defaults = {"kind": Place.Kind.VILLAGE, "lat": 42.68, "lon": 20.31, "names": {"sq": name}}
    slug = fold(name).replace(" ", "-")
    return Place.objects.update_or_create(
        municipality=municipality, slug=slug, defaults=defaults | {"folded": fold(name)} | values
    )[0]


def make_report(*, exposed: bool = True, **values: Any) -> Report:
    """A report; a public one is counted and indexed as a service would do it."""
    number = next(_numbers)
    created = values.pop("created_at", timezone.now() - dt.timedelta(hours=number % 24))
    lat, lon = values.pop("lat", 42.66), values.pop("lon", 20.29)
    municipality = values.pop("municipality", None) or make_municipality()
    defaults = {
        "uid": f"test{number:08d}",
        "category": values.pop("category", None) or make_category(),
        "zkey": key_of(lat, lon),
        "text": "A deep hole in front of the school",
        "language": "en",
        "week": (created - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)).days // 7,
        "published_at": created,
        "changed_at": created,
        "response_due_at": created + dt.timedelta(hours=72),
        "fix_due_at": created + dt.timedelta(days=30),
    }
    if values.get("visibility") == Visibility.PRACTICE and "trainee" not in values:
        defaults["trainee"] = User.objects.create_user(f"trainee{number}@example.org")
    with transaction.atomic():
        report = Report.objects.create(
            municipality=municipality, lat=lat, lon=lon, created_at=created, **(defaults | values)
        )
        if exposed and report.visibility == Visibility.PUBLIC:
            exposure.appear(report)
    return report
