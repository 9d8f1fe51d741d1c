"""Made-up reports where there is nothing to make them of: a message and an end, not a command that runs for ever."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from besa.places.models import Boundary, Place
from besa.reports.models import Category, Report
from tests.factories.public import make_category, make_municipality, make_place

pytestmark = pytest.mark.django_db


def test_without_settlements() -> None:
    make_category()
    _says("settlements")


def test_without_categories() -> None:
    make_place(make_municipality())
    Category.objects.all().delete()
    _says("categories")


def test_without_boundaries() -> None:
    make_category()
    make_place(make_municipality())
    Boundary.objects.all().delete()
    _says("boundaries")


def _says(word: str) -> None:
    with pytest.raises(CommandError, match=word):
        call_command("generate_reports", "5")
    assert not Report.objects.exists() and Place.objects.count() < 2
