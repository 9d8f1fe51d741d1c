"""The app on a phone's home screen: manifest, icons, service worker."""

from __future__ import annotations

import json
import re
from io import BytesIO

import pytest
from django.test import Client
from PIL import Image

from besa.core.brands import BRANDS
from besa.core.languages import ALL

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ALL)
def test_the_manifest_speaks_the_language(client: Client, language: str) -> None:
    response = client.get(f"/manifest.webmanifest?lang={language}")
    assert response["Content-Type"] == "application/manifest+json"
    manifest = response.json()
    assert manifest["start_url"] == f"/{language}/"
    assert manifest["display"] == "standalone"
    assert manifest["shortcuts"][0]["url"] == f"/{language}/report/"


def test_a_manifest_in_no_language_of_ours_is_in_the_readers(client: Client) -> None:
    manifest = client.get("/manifest.webmanifest?lang=xx", headers={"accept-language": "en"}).json()
    assert manifest["lang"] == "en"


def test_every_icon_of_the_manifest_is_there(client: Client) -> None:
    icons = client.get("/manifest.webmanifest").json()["icons"]
    assert {(icon["sizes"], icon["purpose"]) for icon in icons} == {
        (size, purpose) for size in ("192x192", "512x512") for purpose in ("any", "maskable")
    }
    for icon in icons:
        picture = Image.open(BytesIO(client.get(icon["src"]).content))
        assert f"{picture.width}x{picture.height}" == icon["sizes"]


@pytest.mark.parametrize("brand", BRANDS)
def test_a_maskable_icon_fills_the_square_with_the_brands_colour(client: Client, brand: str) -> None:
    picture = Image.open(BytesIO(client.get(f"/icons/{brand}-maskable-192.png").content)).convert("RGBA")
    colour = tuple(bytes.fromhex(BRANDS[brand].colour[1:]))
    assert picture.getpixel((0, 0)) == (*colour, 255)
    assert picture.getpixel((96, 50))[3] == 255


@pytest.mark.parametrize("address", ["/icons/besa-193.png", "/icons/nobody-192.png"])
def test_other_icons_are_not_drawn(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_the_service_worker_keeps_the_form_and_the_offline_page_in_every_language(client: Client) -> None:
    script = client.get("/sw.js").content.decode()
    kept = json.loads(re.search(r"\.\.\.(\{.*\})\};", script)[1])
    assert set(kept["pages"]) == set(ALL)
    for language, pages in kept["pages"].items():
        assert pages[:2] == [f"/{language}/offline/", f"/{language}/report/"]
        assert client.get(pages[0]).status_code == 200
    assert "/static/core/besa.css" in kept["files"]


def test_the_service_worker_is_asked_for_again_each_time(client: Client) -> None:
    assert client.get("/sw.js")["Cache-Control"] == "no-cache"


def test_no_page_of_one_person_is_kept(client: Client) -> None:
    script = client.get("/sw.js").content.decode()
    assert not re.search(r"/(desk|account|receipt|administration)/", script)
