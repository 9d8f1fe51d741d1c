"""Saved views: a queue under a name, one's own or shared within the municipality, and nobody else's."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from besa.desk.models import SavedView
from besa.desk.services import saved_views
from tests.factories.desk import Town, a_town
from tests.factories.people import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return a_town()


def _save(browser: Client, name: str = "Lights", **more: str) -> int:
    answer = browser.post(
        f"{reverse('desk:new_saved_view')}?view=late&category=lighting", {"name": name, **more}
    )
    return answer.status_code


def _names(browser: Client) -> list[str]:
    return [view.name for view in browser.get("/en/desk/").context["saved"]]


def test_a_view_keeps_the_address_and_is_one_s_own(town: Town) -> None:
    browser = browser_of(town.officer)
    assert _save(browser) == 302
    view = SavedView.objects.get()
    assert view.query == "view=late&category=lighting"
    assert _names(browser) == ["Lights"] and _names(browser_of(town.coordinator)) == []
    shown = browser.get(f"/en/desk/?{view.query}").content.decode()
    assert f'id="saved-{view.pk}"' in shown
    assert browser_of(town.coordinator).get(reverse("desk:saved_view", args=[view.pk])).status_code == 404


def test_a_shared_view_stays_in_the_municipality(town: Town) -> None:
    assert _save(browser_of(town.officer), shared="on") == 302
    assert _names(browser_of(town.coordinator)) == ["Lights"]
    elsewhere = a_town("prizren")
    assert _names(browser_of(elsewhere.officer)) == []
    page = reverse("desk:saved_view", args=[SavedView.objects.get().pk])
    assert browser_of(town.department_officer).post(page, {"delete": "1"}).status_code == 404
    assert browser_of(elsewhere.coordinator).post(page, {"delete": "1"}).status_code == 404
    assert browser_of(town.coordinator).post(page, {"delete": "1"}).status_code == 302
    assert not SavedView.objects.exists()


def test_a_name_is_taken_once_and_comes_back_filled_in(town: Town) -> None:
    browser = browser_of(town.officer)
    assert _save(browser) == 302 and _save(browser) == 422
    assert _save(browser, "") == 422 and _save(browser, "Second") == 302
    second = SavedView.objects.get(name="Second")
    with translation.override("en"):
        page = reverse("desk:saved_view", args=[second.pk])
    answer = browser.post(page, {"name": "Lights"})
    assert answer.status_code == 422 and b"with this name already" in answer.content
    assert browser.post(page, {"name": "Third", "shared": "on"}).status_code == 302
    second.refresh_from_db()
    assert (second.name, second.shared) == ("Third", True)


def test_there_is_an_end_to_them(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_views, "MOST_VIEWS", 1)
    browser = browser_of(town.officer)
    assert _save(browser) == 302 and _save(browser, "More") == 422
