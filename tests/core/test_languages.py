"""The language of a page: from its address; at the front door from choice, browser, brand."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def brand_hosts(settings: object) -> None:
    settings.BRAND_HOSTS = "ndreqe=ndreqe.com;popravi=popravi.org"
    settings.ALLOWED_HOSTS = ["*"]


@pytest.mark.parametrize(
    ("host", "browser", "home"),
    [
        ("testserver", "", "/sq/"),
        ("ndreqe.com", "", "/sq/"),
        ("popravi.org", "", "/sr-latn/"),
        ("popravi.org", "sq-XK,sq;q=0.9", "/sq/"),
        ("ndreqe.com", "sr-RS,sr;q=0.9", "/sr-latn/"),
        ("ndreqe.com", "sr-Cyrl-RS", "/sr/"),
        ("ndreqe.com", "bs", "/sr-latn/"),
        ("ndreqe.com", "en-GB,en;q=0.9", "/en/"),
        ("ndreqe.com", "de-DE,en;q=0.5", "/en/"),
        ("ndreqe.com", "de-DE", "/sq/"),
        ("ndreqe.com", "nonsense;;q=", "/sq/"),
    ],
)
def test_the_front_door_leads_to_the_readers_language(
    client: Client, host: str, browser: str, home: str
) -> None:
    response = client.get("/", headers={"host": host, "accept-language": browser})
    assert response.status_code == 302
    assert response["Location"] == home
    assert {"Accept-Language", "Cookie", "Host"} <= set(response["Vary"].split(", "))


def test_a_chosen_language_is_remembered(client: Client) -> None:
    client.cookies["language"] = "sr"
    assert client.get("/", headers={"accept-language": "en"})["Location"] == "/sr/"


def test_a_cookie_with_nonsense_is_ignored(client: Client) -> None:
    client.cookies["language"] = "../x"
    assert client.get("/", headers={"accept-language": "en"})["Location"] == "/en/"


@pytest.mark.parametrize(
    ("code", "tag"), [("sq", "sq"), ("sr", "sr-Cyrl"), ("sr-latn", "sr-Latn"), ("en", "en")]
)
def test_the_address_names_the_language(client: Client, code: str, tag: str) -> None:
    page = client.get(f"/{code}/about/").content.decode()
    assert f'<html lang="{tag}"' in page


def test_the_switch_keeps_page_and_query(client: Client) -> None:
    page = client.get("/sq/m/?q=%C3%A7aj&page=2").content.decode()
    for code in ("sr", "sr-latn", "en"):
        assert f'href="/{code}/m/?q=%C3%A7aj&amp;page=2"' in page


def test_machines_find_the_other_languages(client: Client) -> None:
    page = client.get("/sq/about/").content.decode()
    assert '<link rel="alternate" hreflang="sr-Latn" href="http://testserver/sr-latn/about/">' in page
