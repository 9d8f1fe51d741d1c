"""How many queries the public pages take: the same for two hundred pledges as for ten, and for many mandates."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from besa.core.held import hold
from besa.places.models import Municipality
from besa.pledges.models import Mandate
from tests.factories.places import make_place
from tests.factories.public_pledges import another_desk, published_mandate

pytestmark = pytest.mark.django_db


def queries(path: str) -> int:
    with hold(), CaptureQueriesContext(connection) as seen:
        assert Client().get(path).status_code == 200
    return len(seen)


def mandate_of(number: int, n: int, evidence: int) -> Mandate:
    desk = another_desk(number)
    places = [make_place(desk.municipality, f"fshati-{row}", 42.55, 21.05) for row in range(3)]
    return published_mandate(desk, n, evidence=evidence, places=places)


def test_a_page_takes_as_many_queries_whatever_its_size() -> None:
    small, large = mandate_of(1, 10, 1), mandate_of(2, 120, 6)
    Municipality.objects.update(active=True)
    for one in (small, large):  # what every process keeps, such as places and agreement
        queries(f"/sq/pledges/{one.slug}/")
    cold = [queries(f"/en/pledges/{one.slug}/") for one in (small, large)]
    assert cold[0] == cold[1] <= 16
    warm = [queries(f"/en/pledges/{one.slug}/") for one in (small, large)]
    assert warm[0] == warm[1] <= 2
    for rest in ("{uid}/", "{uid}/print/", "feed.atom"):
        paths = [
            f"/en/pledges/{one.slug}/" + rest.format(uid=one.pledges.first().uid) for one in (small, large)
        ]
        counted = [queries(path) for path in paths]
        assert counted[0] == counted[1] <= 22, rest
    for ending in ("csv", "json"):
        counted = [queries(f"/pledges/{one.slug}.{ending}") for one in (small, large)]
        assert counted[0] == counted[1] <= 24, ending


def test_lists_take_as_many_queries_for_many_mandates() -> None:
    mandate_of(1, 10, 1)
    paths = ("/en/pledges/", "/en/pledges/compare/", "/en/m/komuna-1/", "/pledges/popolo.json")
    Municipality.objects.update(active=True)
    for path in paths:
        queries(path)
    few = [queries(path) for path in paths]
    for number in range(2, 7):
        mandate_of(number, 10, 1)
    for path in paths:
        queries(path)
    assert [queries(path) for path in paths] == few
