"""What a search on the desk finds: by number, words, address and mail, public or not, in one's own part only."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from besa.desk.queries import search
from besa.reports.models.report import State, Visibility
from tests.factories.desk import Town, a_report, a_town
from tests.factories.people import browser_of
from tests.factories.public import make_municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return a_town()


def _found(browser: Client, text: str, **more: Any) -> list[int]:
    page = browser.get("/en/desk/", {"view": "all", "q": text, **more})
    assert page.status_code == 200
    return [row.pk for row in page.context["rows"]]


def test_words_are_folded_and_the_last_may_be_unfinished(town: Town) -> None:
    report = a_report(text="Çerdhja e fëmijëve pa ujë", address="Rruga e Đakovicës 4")
    a_report(text="Something else")
    browser = browser_of(town.officer)
    for text in ("çerdhja", "CERDHJA e femijeve", "ђаковицес", "dakov", "uje cerdh"):
        assert _found(browser, text) == [report.pk], text
    assert _found(browser, "erdhja") == []


@pytest.mark.parametrize(
    "visibility", [Visibility.PRIVATE, Visibility.HIDDEN, Visibility.AWAITING_MODERATION]
)
def test_what_only_officials_see_is_found_too(town: Town, visibility: Visibility) -> None:
    report = a_report(text="Një gropë e fshehtë", visibility=visibility)
    assert _found(browser_of(town.officer), "grope fsheh") == [report.pk]
    assert _found(browser_of(a_town("prizren").officer), "grope") == []


def test_common_words_are_found_in_the_order_of_the_view(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "RARE", 1)
    reports = [a_report(text="Dritë rruge e prishur") for _ in range(3)]
    hidden = a_report(text="Dritë prishur", visibility=Visibility.PRIVATE)
    a_report(text="Dritë")
    browser = browser_of(town.officer)
    assert set(_found(browser, "drite prish")) == {hidden.pk, *(report.pk for report in reports)}
    assert _found(browser, "drite prish", state=State.FIXED) == []


def test_a_number_is_found_wherever_it_stands(town: Town) -> None:
    report = a_report(state=State.FIXED)
    browser = browser_of(town.officer)
    assert _found(browser, f"#{report.pk}", view="new") == [report.pk]
    other = a_report(municipality=make_municipality("prizren"))
    assert _found(browser, str(other.pk)) == []


def test_only_who_may_see_a_mail_address_finds_by_it(town: Town) -> None:
    report = a_report(reporter={"email": "teuta@example.com"})
    a_report(reporter={"email": "agim@example.com"})
    assert _found(browser_of(town.coordinator), "Teuta@example.com") == [report.pk]
    assert _found(browser_of(town.officer), "teuta@example.com") == []
    assert _found(browser_of(a_town("prizren").coordinator), "teuta@example.com") == []


def test_the_name_of_a_reporter_finds_nothing(town: Town) -> None:
    a_report(reporter={"name": "Skenderbeu"})
    assert _found(browser_of(town.coordinator), "skenderbeu") == []
