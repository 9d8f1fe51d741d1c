"""A typed address moves its report when a geocoder is there, later and never in the request."""

from __future__ import annotations

import pytest
from django.test import override_settings

from besa.core.vouching import Trust
from besa.ledger.models import Entry
from besa.places.geocoding import BuiltinPlaces, Located
from besa.places.models import Municipality, Place
from besa.reports.models import Report
from besa.reports.services.locating import locate_report
from besa.reports.services.submission import submit_report
from tests.factories.submission import draft, town_of_peja

pytestmark = pytest.mark.django_db
BUILTIN = "besa.places.geocoding.BuiltinPlaces"


class FarAway:
    """A geocoder that is wrong about the municipality."""

    def locate(self, address: str, municipality: Municipality) -> Located | None:
        return Located(48.85, 2.35)


@pytest.fixture
def peja() -> Municipality:
    return town_of_peja()


def at_the_seat(peja: Municipality, address: str, trust: Trust = Trust.PROOF_OF_WORK) -> Report:
    made = draft(peja, address=address, email="a@example.com")
    return submit_report(draft=made, device="d" * 64, trust=trust)


@pytest.mark.parametrize("address", ["rugove", "Rruga kryesore, Rugovë", "afër shkollës në Rugovë nr. 12"])
def test_the_built_in_places_are_found_in_an_address(peja: Municipality, address: str) -> None:
    place = Place.objects.get(slug="rugove")
    assert BuiltinPlaces().locate(address, peja) == Located(place.lat, place.lon)


def test_an_address_without_a_known_place_is_not_found(peja: Municipality) -> None:
    assert BuiltinPlaces().locate("te ura e vjetër 5", peja) is None
    assert BuiltinPlaces().locate("", peja) is None


@override_settings(GEOCODER=BUILTIN)
def test_a_report_moves_to_its_address(peja: Municipality) -> None:
    report = at_the_seat(peja, "Rruga kryesore, Rugovë")
    place = Place.objects.get(slug="rugove")
    before = report.changed_at
    assert locate_report(report_id=report.pk)
    report.refresh_from_db()
    assert report.changed_at > before
    assert (report.lat, report.lon, report.place) == (place.lat, place.lon, place)
    assert Entry.objects.filter(verb="reports.located", municipality="peja").count() == 1


@override_settings(GEOCODER=BUILTIN)
def test_what_is_not_public_is_only_committed_to(peja: Municipality) -> None:
    report = at_the_seat(peja, "Rugovë", Trust.NOTHING)
    assert locate_report(report_id=report.pk)
    leaf = Entry.objects.get(verb="reports.located").leaf
    assert '"lat"' not in leaf
    assert '"commitment"' in leaf


@override_settings(GEOCODER=BUILTIN)
def test_a_point_that_somebody_set_stays(peja: Municipality) -> None:
    made = draft(peja, address="Rugovë", lat=42.6612, lon=20.2911)
    report = submit_report(draft=made, device="d" * 64, trust=Trust.PROOF_OF_WORK)
    assert not locate_report(report_id=report.pk)


@override_settings(GEOCODER="tests.reports.test_geocoding.FarAway")
def test_nothing_moves_out_of_its_municipality(peja: Municipality) -> None:
    assert not locate_report(report_id=at_the_seat(peja, "Rugovë").pk)


def test_without_a_geocoder_nothing_happens(peja: Municipality) -> None:
    assert not locate_report(report_id=at_the_seat(peja, "Rugovë").pk)
