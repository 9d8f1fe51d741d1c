"""What everybody sees: counts with their denominators, words instead of 0 %, past days as they were."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from besa.pledges.models import Correction, Mandate, Person, Pledge
from besa.pledges.queries.bitemporal import tally_as_of
from besa.pledges.queries.public_tallies import tallies_of
from besa.pledges.rules import Verdict
from besa.pledges.services.correcting import approve_correction, propose_correction
from besa.pledges.services.mandates import Term, add_mandate, end_mandate, say_no_programme
from besa.pledges.services.publishing import approve_round, publish_round
from besa.pledges.services.replying import Letter, finish_replies, give_reply, send_for_reply
from tests.factories.pledges import (
    TODAY,
    Desk,
    a_desk,
    a_draft,
    a_frozen_list,
    a_round,
    both_code,
    case_of,
    some_evidence,
)
from tests.factories.public_pledges import another_desk, published_mandate

pytestmark = pytest.mark.django_db


def page(mandate: Mandate, rest: str = "", language: str = "en") -> str:
    response = Client().get(f"/{language}/pledges/{mandate.slug}/{rest}")
    assert response.status_code == 200
    return response.content.decode()


def published(desk: Desk, *statuses: str, days_ago: int = 1) -> list[Pledge]:
    """A list with one published round as of some days ago, through every service."""
    as_of = TODAY - timedelta(days=days_ago)
    pledges = a_frozen_list(desk, [f"Premtimi {n}." for n in range(len(statuses))])
    round = a_round(desk, as_of=as_of)
    for pledge, status in zip(pledges, statuses, strict=True):
        evidence = some_evidence(desk, pledge, happened_on=as_of - timedelta(days=20))
        both_code(desk, round, pledge, status, evidence, effective_on=as_of - timedelta(days=10))
    round.refresh_from_db()
    request = send_for_reply(round=round, letter=Letter("zyra@example.org", "sq", "besa"), by=desk.editor)
    give_reply(
        request=request,
        text="Po <b>punojmë</b>.",
        author="Zyra",
        language="sq",
        case=case_of(round, pledges[0]),
    )
    finish_replies(request=request)
    round.refresh_from_db()
    approve_round(round=round, by=desk.editor)
    publish_round(round=round, by=desk.editor)
    return list(Pledge.objects.filter(mandate=desk.mandate, state="frozen"))


def corrected(desk: Desk, pledge: Pledge, status: str) -> Correction:
    evidence = some_evidence(desk, pledge)
    verdict = Verdict(status, "Gabimi ishte yni.", TODAY - timedelta(days=5), "sq", evidence=(evidence.pk,))
    draft = propose_correction(rating=pledge.ratings.get(), kind="our_error", verdict=verdict, by=desk.first)
    return approve_correction(draft=draft, by=desk.editor)


def test_a_mayors_page_says_how_many_of_how_many() -> None:
    desk = a_desk()
    published(desk, "fulfilled", "in_progress", "outside_competence")
    html = page(desk.mandate)
    assert "1 of 2 rated pledges is fulfilled (50 %)." in html
    assert "1 more counts in no share." in html
    for word in ("Fulfilled", "In progress", "Outside the competence", "state_pledge_fulfilled"):
        assert word in html
    assert html.count('class="pledge-card') == 3
    assert "n = 3" in html


def test_the_lines_for_other_pages_are_shown_and_not_run() -> None:
    mandate = published_mandate(n=3)
    shown = page(mandate)
    assert (
        "<iframe" not in shown
        and shown.count("&lt;iframe") == 2
        and f"title=&quot;{mandate.person.name}&quot;" in shown
    )


def test_a_mayor_without_a_programme_has_no_share() -> None:
    desk = a_desk()
    say_no_programme(mandate=desk.mandate)
    for rest in ("", "embed/"):
        html = page(desk.mandate, rest)
        assert "No programme published." in html
        assert not re.search(r"\d\s%", html)
    for path in ("", "compare/"):
        assert "No programme published." in Client().get(f"/en/pledges/{path}").content.decode()


def test_a_list_that_no_round_has_come_to_has_no_share_either() -> None:
    desk = a_desk()
    a_frozen_list(desk)
    html = page(desk.mandate)
    assert "2 pledges, none of them rated yet." in html
    assert " 0 %" not in html


def test_filters_search_and_nonsense() -> None:
    mandate = published_mandate(n=30)
    everything = page(mandate).count('class="pledge-card')
    assert everything == 30
    some = page(mandate, "?status=stalled")
    assert 0 < some.count('class="pledge-card') < 30
    assert some.count('class="pledge-card status-pledge_stalled') == some.count('class="pledge-card')
    assert page(mandate, "?q=ÇERDHE").count('class="pledge-card') == 4
    assert "No pledge fits" in page(mandate, "?q=zzzz")
    assert page(mandate, "?status=x&area=nowhere&on=").count('class="pledge-card') == 30
    for day in ("2026-13-01", "9999-01-01", "soon"):
        response = Client().get(f"/en/pledges/{mandate.slug}/?on={day}")
        assert response.status_code == 400
        assert "There is no such day to show" in response.content.decode()
    assert Client().get("/en/pledges/nobody-1999/").status_code == 404


def test_a_pledges_page_tells_the_whole_story() -> None:
    desk = a_desk()
    pledge = published(desk, "partly", "stalled")[0]
    html = page(desk.mandate, f"{pledge.uid}/")
    for text in (
        pledge.quote,
        "Çerdhja është hapur.",
        "Kontrata e dëshmon.",
        "Po &lt;b&gt;punojmë&lt;/b&gt;.",
        "SHA-256",
        "True since",
        "ClaimReview",
    ):
        assert text in html
    assert Client().get(f"/en/pledges/other-mandate/{pledge.uid}/").status_code == 404
    assert "<svg" in page(desk.mandate, f"{pledge.uid}/print/")


def test_any_past_day_is_shown_as_it_was() -> None:
    with time_machine.travel(timezone.now() - timedelta(days=40), tick=True):
        desk = a_desk()
        pledge = published(desk, "partly", "stalled", days_ago=42)[0]
    before = page(desk.mandate, f"?on={TODAY - timedelta(days=30)}")
    corrected(desk, pledge, "in_progress")
    now = page(desk.mandate)
    assert 'class="pledge-card status-pledge_in_progress' in now
    again = page(desk.mandate, f"?on={TODAY - timedelta(days=30)}")
    assert 'class="pledge-card status-pledge_partly' in again
    assert cards_of(again) == cards_of(before)
    assert 'class="pledge-card' not in page(desk.mandate, f"?on={TODAY - timedelta(days=60)}")
    old = page(desk.mandate, f"{pledge.uid}/?on={TODAY - timedelta(days=30)}")
    assert "Gabimi ishte yni" not in old
    address = f"/en/pledges/{desk.mandate.slug}/{pledge.uid}/?on={TODAY - timedelta(days=60)}"
    assert Client().get(address).status_code == 404


def cards_of(html: str) -> str:
    """The grid alone: around it stands when it was looked at."""
    return html.split('<ul class="pledge-grid')[1].split("</section>")[0]


def test_a_correction_is_seen_at_once_on_every_page() -> None:
    desk = a_desk()
    pledge = published(desk, "partly", "stalled")[0]
    page(desk.mandate)
    corrected(desk, pledge, "in_progress")
    assert 'class="pledge-card status-pledge_in_progress' in page(desk.mandate)
    story = page(desk.mandate, f"{pledge.uid}/")
    assert "wrong, and corrected later" in story
    assert "correction: our error" in story
    log = Client().get("/en/pledges/corrections/").content.decode()
    assert "Gabimi ishte yni." in log


def test_counts_of_many_mandates_equal_those_of_each() -> None:
    desks = [a_desk(), another_desk(2)]
    published(desks[0], "fulfilled", "not_fulfilled", "superseded")
    mandates = [desks[0].mandate, published_mandate(desks[1], 23)]
    a_frozen_list(desks[0], ["E vonë."])
    vague = Pledge.objects.filter(mandate=mandates[1]).last()
    assert vague is not None
    Pledge.objects.filter(pk=vague.pk).update(unratable_reasons=["outcome"], status="")
    a_draft(desks[0], "Ende draft.")
    found = tallies_of(mandates)
    for mandate in mandates:
        assert found[mandate.pk] == tally_as_of(mandate)


def test_lists_move_with_each_publication_and_each_correction() -> None:
    """Counts are kept: each of the lists is read before and after, as a reader does."""
    desk = a_desk()
    type(desk.municipality).objects.update(active=True)

    def lists() -> list[str]:
        paths = ("", "compare/")
        return [Client().get(f"/en/pledges/{path}").content.decode() for path in paths]

    assert all("No list of pledges is published yet." in html for html in lists())
    published(desk, "fulfilled", "stalled")
    by_status, by_level = lists()
    assert "1 of 2 rated pledges is fulfilled (50 %)." in by_status
    assert "Of 2: Fulfilled: 1; Initiated: 1" in by_level
    first = desk.mandate.pledges.get(number=1)
    corrected(desk, first, "partly")
    by_status, by_level = lists()
    assert "0 of 2 rated pledges are fulfilled (0 %)." in by_status
    assert "Of 2: Partially fulfilled: 1; Initiated: 1" in by_level
    a_frozen_list(desk, ["Një shtëpi kulture."])
    assert 'Not rated yet: <span class="numbers">1</span>' in lists()[0]
    assert tallies_of([desk.mandate])[desk.mandate.pk] == tally_as_of(desk.mandate)


def test_the_hub_of_a_municipality_shows_its_mayor() -> None:
    desk = a_desk()
    published(desk, "fulfilled", "stalled")
    type(desk.municipality).objects.update(active=True)
    html = Client().get(f"/en/m/{desk.municipality.slug}/").content.decode()
    assert "1 of 2 rated pledges is fulfilled (50 %)." in html


@pytest.mark.parametrize("path", ["", "method/", "corrections/", "compare/"])
@pytest.mark.parametrize("language", ["sq", "sr-latn", "sr", "en"])
def test_pages_around_answer_in_every_language_and_without_data(path: str, language: str) -> None:
    assert Client().get(f"/{language}/pledges/{path}").status_code == 200


def test_a_by_election_and_an_end_in_mid_term_are_told() -> None:
    desk = a_desk()
    assert "By-election" not in page(desk.mandate)
    end_mandate(mandate=desk.mandate, on=TODAY - timedelta(days=9), ending="resigned")
    assert "Resigned" in page(desk.mandate)
    term = Term(TODAY - timedelta(days=8), desk.mandate.term_ends, "by_election")
    heir = add_mandate(
        name="Blerta Qerimi", municipality=desk.municipality, organisation=desk.organisation, term=term
    )
    assert "By-election" in page(heir)


@pytest.mark.parametrize(
    ("gender", "sq", "sr"),
    [
        ("female", "Kryetare e komunës", "Председница општине"),
        ("male", "Kryetar i komunës", "Председник општине"),
        ("", "Kreu i komunës", "На челу општине"),
    ],
)
def test_the_word_of_the_office_is_the_holders(gender: str, sq: str, sr: str) -> None:
    desk = a_desk()
    published(desk, "fulfilled")
    page(desk.mandate, language="sq")  # drawn before the word was known
    Person.objects.filter(pk=desk.mandate.person_id).update(gender=gender)
    for language, word in (("sq", sq), ("sr", sr), ("en", "Mayor")):
        assert word in page(desk.mandate, language=language)
    person = json.loads(Client().get("/pledges/popolo.json").content)["persons"][0]
    assert person["gender"] == (gender or None)
