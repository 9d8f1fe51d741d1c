"""A coordinator's settings ask the database a dozen times at most."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.desk import a_town
from tests.factories.people import browser_of

pytestmark = pytest.mark.django_db


def test_the_categories() -> None:
    browser = browser_of(a_town().coordinator)
    page = reverse("reports:categories")
    browser.get(page)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(page).status_code == 200
    assert len(captured) <= 12
