"""Made-up mandates: what they are made of obeys the method, every page shows them, and all counts agree."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import translation

from besa.ledger.checks import faults
from besa.ledger.services import seal_entries
from besa.people.models import Organisation
from besa.places.models import Municipality
from besa.pledges.models import (
    Adjudication,
    Baseline,
    Coding,
    Correction,
    Evidence,
    Mandate,
    Pledge,
    Rating,
    Round,
)
from besa.pledges.queries.bitemporal import tally_as_of
from besa.pledges.queries.public_tallies import tallies_of
from besa.pledges.queries.reliability import reliability_of
from besa.pledges.reliability import Verdict
from besa.pledges.rules import RuleBroken
from besa.pledges.services.freezing import digest_of_list
from besa.pledges.services.verdicts import check_case, verdict_of
from tests.factories.places import make_municipality, make_place
from tests.factories.pledges import a_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(settings: Any, tmp_path: Any) -> list[Mandate]:
    """Two hundred and twenty pledges: a long list, and a short one in another municipality."""
    settings.MEDIA_ROOT = tmp_path
    for west, slug in ((20.9, "peja"), (21.1, "deqan")):
        town = make_municipality(slug, west=west, active=True)
        make_place(town, f"{slug}-fshati", 42.55, west + 0.05)
    call_command("generate_pledges", 220, seed=5, evidence=3, verbosity=0)
    return list(Mandate.objects.filter(pledges__isnull=False).distinct().order_by("pk"))


def test_what_is_made_up_obeys_the_method(made: list[Mandate]) -> None:
    assert [mandate.pledges.count() for mandate in made] == [200, 20]
    assert 600 <= Evidence.objects.count() <= 720
    assert set(Evidence.objects.values_list("grade", flat=True)) == set("ABCD")
    assert Correction.objects.exists()
    judged = ("case__pledge__mandate", "case__round", "case__criterion")
    refused: Counter[str] = Counter()
    for model in (Coding, Adjudication):
        for judgement in model.objects.select_related(*judged):
            try:
                check_case(verdict_of(judgement), judgement.case)
            except RuleBroken as broken:
                refused[broken.key] += 1
    assert set(refused) <= {"retracted"}, refused  # evidence may be retracted once a rating rests on it
    for round in Round.objects.all():
        assert reliability_of(round).nominal.verdict is Verdict.PUBLISH
    for baseline in Baseline.objects.all():
        assert digest_of_list(baseline) == baseline.digest
    seal_entries()
    assert list(faults()) == []


def test_all_counts_of_what_is_made_up_agree(made: list[Mandate]) -> None:
    """Kept on the pledges, from the ratings, and added up anew from the rows alone."""
    kept = tallies_of(made)
    for mandate in made:
        told = tally_as_of(mandate)
        assert kept[mandate.pk] == told
        newest: Counter[str] = Counter()
        for pledge in Pledge.objects.filter(mandate=mandate):
            corrected = set(Rating.objects.filter(pledge=pledge).values_list("corrects_id", flat=True))
            rows = Rating.objects.filter(pledge=pledge).exclude(pk__in=corrected - {None})
            # A correction follows its round and precedes the next one, so the newest row is the newest rating.
            last = rows.order_by("-recorded_at", "-pk").first()
            newest[last.new if last else "unratable"] += 1
        assert {status.value: n for status, n in told.by_status.items() if n} == dict(newest)


def test_every_page_of_what_is_made_up_answers(made: list[Mandate]) -> None:
    browser = Client()
    for mandate in made:
        rated = Rating.objects.filter(pledge__mandate=mandate, case__replies__isnull=False).first()
        uids = {mandate.pledges.earliest("number").uid, rated.pledge.uid if rated else ""} - {""}
        page = f"/en/pledges/{mandate.slug}/"
        paths = [
            page,
            f"{page}?on={mandate.rounds.latest('number').as_of}",
            f"{page}embed/",
            f"{page}feed.atom",
        ]
        paths += [f"{page}{uid}/{rest}" for uid in uids for rest in ("", "embed/", "print/")]
        paths += [f"/pledges/{mandate.slug}.{ending}" for ending in ("csv", "json")]
        paths += [f"/en/m/{mandate.municipality.slug}/"]
        for path in paths:
            assert browser.get(path).status_code == 200, path
    for path in ("/en/pledges/", "/en/pledges/compare/", "/en/pledges/corrections/", "/pledges/popolo.json"):
        assert browser.get(path).status_code == 200, path
    cited = Evidence.objects.filter(ratings__isnull=False, documents__kind="photo").first()
    assert cited is not None
    for kind, address in (("photo", "/documents/{}-thumb.webp"), ("web_page", "/documents/{}")):
        one = Evidence.objects.filter(ratings__isnull=False, documents__kind=kind).first()
        assert one is not None
        key = one.documents.filter(kind=kind)[0].key
        assert browser.get(address.format(key)).status_code == 200
    with translation.override("en"):
        assert made[0].person.name in browser.get("/en/pledges/").content.decode()


def test_nothing_is_made_up_beside_mandates() -> None:
    a_desk()
    with pytest.raises(CommandError, match="mandates here already"):
        call_command("generate_pledges", 10)
    assert Mandate.objects.count() == 1
    assert not Organisation.objects.filter(slug__startswith="synthetic").exists()


def test_it_needs_municipalities() -> None:
    Municipality.objects.all().delete()
    with pytest.raises(CommandError, match="no municipalities"):
        call_command("generate_pledges", 10)
