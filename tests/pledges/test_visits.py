"""A monitor on the spot: photo, place and day make a B, once, however often the phone sends them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from besa.core.models import IdempotencyKey
from besa.places.models import Place
from besa.pledges.models import Document, Evidence, Pledge
from besa.pledges.queries.visits import visits_of
from besa.pledges.services.conflicts import declare_conflict
from tests.factories.contributions import KEY
from tests.factories.people import browser_of
from tests.factories.photos_small import jpeg
from tests.factories.pledges import TODAY, Desk, a_desk, a_frozen_list, a_round
from tests.pledges.test_monitors_pages import Hands

pytestmark = pytest.mark.django_db
PART = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def desk() -> Desk:
    return a_desk()


@pytest.fixture
def pledge(desk: Desk) -> Pledge:
    return a_frozen_list(desk)[0]


def found(**fields: object) -> dict[str, object]:
    values = {"text": "Dera është e mbyllur.", "happened_on": TODAY.isoformat(), "photos": jpeg(), "key": KEY}
    return {name: value for name, value in {**values, **fields}.items() if value is not None}


def test_a_visit_is_evidence_of_grade_b_with_place_and_day(desk: Desk, pledge: Pledge) -> None:
    monitor = Hands(desk.first)
    assert pledge.uid in monitor.reads("visits")
    monitor.sends("visit", pledge.uid, **found(place_name="Dardania"))
    evidence = Evidence.objects.get()
    assert (evidence.grade, evidence.kind, evidence.happened_on) == ("B", "field_visit", TODAY)
    assert (evidence.place_name, evidence.criterion, evidence.by_citizen) == (
        "Dardania",
        pledge.criteria.get(),
        False,
    )
    monitor.sends("visit", pledge.uid, **found(key="p" * 24, photos=jpeg(at=(42.66, 20.29)), text="Brenda."))
    placed = Evidence.objects.exclude(pk=evidence.pk).get()
    assert placed.lat == pytest.approx(42.66, abs=1e-4)
    monitor.sends(
        "visit",
        pledge.uid,
        **found(key="q" * 24, photos=jpeg("n.jpg", at=(42.1, 20.1)), lat="42.7", lon="20.3"),
    )
    assert Evidence.objects.latest("pk").lat == 42.7  # the phone knows better than the photo


def test_what_is_missing_comes_back_with_what_to_do_and_keeps_nothing(desk: Desk, pledge: Pledge) -> None:
    monitor = Hands(desk.first)
    bad = {
        "no photo": found(photos=None, place_name="Dardania"),
        "no place": found(),
        "no words": found(text="", place_name="Dardania"),
        "tomorrow": found(happened_on=(TODAY + timedelta(days=2)).isoformat(), place_name="Dardania"),
        "no photo at all": found(photos=jpeg().__class__("x.jpg", b"not a photo"), place_name="Dardania"),
        "nowhere": found(lat="95", lon="20"),
    }
    for what, fields in bad.items():
        page = monitor.sends("visit", pledge.uid, status=422, **fields)
        assert "data-field-form" in page, what
    assert not Evidence.objects.exists() and not Document.objects.exists()
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_a_phone_that_sends_again_makes_one_visit_even_when_keys_are_forgotten(
    desk: Desk, pledge: Pledge
) -> None:
    client, path = browser_of(desk.first), reverse("pledges:visit", args=[pledge.uid])
    answers = [client.post(path, found(place_name="Dardania"), **PART) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert all(answer["Content-Type"].startswith("text/plain") for answer in answers)
    assert client.post(path, found(place_name="Tjetër"), **PART).status_code == 409
    IdempotencyKey.objects.all().delete()
    assert client.post(path, found(place_name="Dardania"), **PART).status_code == 200
    assert (Evidence.objects.count(), Document.objects.count()) == (1, 1)
    assert client.post(path, found(owner=desk.second.pk, key="z" * 24)).status_code == 403


def test_assigned_pledges_come_first_then_the_nearest_and_none_of_an_interest(desk: Desk) -> None:
    near, far = (
        Place.objects.create(
            municipality=desk.municipality, slug=slug, kind="village", names={"sq": slug}, lat=lat, lon=20.3
        )
        for slug, lat in (("near", 42.66), ("far", 42.76))
    )
    first, second = a_frozen_list(desk)
    first.places.add(far)
    second.places.add(near)
    own = [desk.organisation]

    def numbers(start: tuple[float, float] | None = None, place: str = "") -> list[int | None]:
        shown = visits_of(desk.editor, own, "", start, place)
        return [stop.pledge.number for stop in shown.stops]

    assert numbers() == [1, 2]
    assert numbers(start=(42.66, 20.3)) == [2, 1] and numbers(place="far") == [1, 2]
    a_round(desk)
    assert {stop.mine for stop in visits_of(desk.first, own, "", None, "").stops} == {True}
    declare_conflict(
        user=desk.editor, organisation=desk.organisation, mandate=desk.mandate, kind="funded", area=""
    )
    assert numbers() == []
    stranger = a_desk("gjakova", "tjeter")
    assert browser_of(stranger.first).get(reverse("pledges:visit", args=[first.uid])).status_code == 403
