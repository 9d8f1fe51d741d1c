"""The pages that tell what this is, and the menus that lead to them."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.urls import reverse

from besa.core.navigation import links_of, menu
from besa.places.models import Municipality

pytestmark = pytest.mark.django_db
PAGES = (
    "about",
    "how_it_works",
    "privacy",
    "accessibility",
    "open_data",
    "offline",
    "municipalities",
    "home",
)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_for_everybody_in_every_language(client: Client, name: str) -> None:
    for language in ("sq", "sr", "sr-latn", "en"):
        address = reverse(f"site:{name}").replace("/sq/", f"/{language}/", 1)
        response = client.get(address)
        assert response.status_code == 200
        assert response.content.decode().count("<h1") == 1


@pytest.mark.parametrize("name", ["main", "report", "account", "footer"])
def test_every_link_of_every_menu_leads_somewhere(name: str) -> None:
    for _, link in menu(name).all():
        assert reverse(link.view)


def test_a_visitor_is_offered_to_sign_in_and_no_desk() -> None:
    request = RequestFactory().get("/en/")
    request.user = AnonymousUser()
    shown = {link.url for link in links_of("account", request)}
    assert reverse("account_login") in shown
    assert reverse("desk:queue") not in shown


def test_the_page_one_is_on_is_marked(client: Client) -> None:
    page = client.get("/en/m/").content.decode()
    assert '<a href="/en/m/" aria-current="page">' in page


def test_municipalities_that_take_reports_come_first(client: Client) -> None:
    place = {"country": "XK", "lat": 42.6, "lon": 20.3, "languages": ["sq", "sr"]}
    Municipality.objects.filter(active=True).update(active=False)
    Municipality.objects.create(slug="a-known", names={"sq": "Aaa"}, active=False, **place)
    Municipality.objects.create(slug="z-active", names={"sq": "Zzz"}, active=True, population=12000, **place)
    page = client.get("/sq/m/").content.decode()
    assert page.index("Zzz") < page.index("Aaa")
    home = client.get("/sq/").content.decode()
    assert "Zzz" in home
    assert "Aaa" not in home


def test_people_are_told_where_to_write(client: Client, settings: object) -> None:
    settings.DEFAULT_FROM_EMAIL = "ndreqe <write@example.org>"
    assert 'href="mailto:write@example.org"' in client.get("/en/privacy/").content.decode()
