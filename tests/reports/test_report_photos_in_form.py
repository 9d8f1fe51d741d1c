"""Photos in the report form: they find the place, survive an error, and never stop a report for long."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from besa.places.models import Municipality
from besa.reports.models import Photo, Report
from besa.reports.services.photos import kept_upload
from tests.factories.photos_small import jpeg
from tests.factories.submission import PEJA, town_of_peja
from tests.reports.test_report_form import filled, hidden

pytestmark = pytest.mark.django_db


@pytest.fixture
def peja() -> Municipality:
    return town_of_peja()


def test_a_photo_alone_is_enough(client: Client, peja: Municipality) -> None:
    answer = client.post("/en/report/", filled(text="", photos=[jpeg()]))
    assert answer.status_code == 302
    assert Photo.objects.get().report == Report.objects.get()


def test_photos_survive_an_error(client: Client, peja: Municipality) -> None:
    answer = client.post("/en/report/", filled(email="wrong", photos=[jpeg("a.jpg"), jpeg("b.jpg")]))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count('name="kept"') == 2
    kept = [line.split('"')[0] for line in page.split('name="kept" value="')[1:]]
    assert all(kept_upload(token) for token in kept)

    sent = client.post("/en/report/", filled(kept=kept, drop=kept[:1]))
    assert sent.status_code == 302
    assert Photo.objects.count() == 1


def test_seven_are_too_many_and_six_are_kept(client: Client, peja: Municipality) -> None:
    answer = client.post("/en/report/", filled(photos=[jpeg(f"{n}.jpg") for n in range(7)]))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "A report can have 6 photos." in page
    assert page.count('name="kept"') == 6
    assert Report.objects.count() == 0


def test_a_file_that_is_no_photo_is_named(client: Client, peja: Municipality) -> None:
    files = [SimpleUploadedFile("letter.jpg", b"Dear Sir or Madam" * 10, "image/jpeg"), jpeg("ok.jpg")]
    answer = client.post("/en/report/", filled(photos=files))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "letter.jpg: This file is not a photo" in page
    assert page.count('name="kept"') == 1


def test_a_forged_token_is_told_and_harmless(client: Client, peja: Municipality) -> None:
    answer = client.post("/en/report/", filled(kept=["../../etc/passwd"]))
    assert answer.status_code == 422
    assert "Choose it again" in answer.content.decode()


def test_a_photo_first_leads_to_the_form(client: Client, peja: Municipality) -> None:
    answer = client.post("/en/report/photo/", {"photo": jpeg(at=PEJA)})
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    fields = hidden(page)
    assert abs(float(fields["lat"]) - PEJA[0]) < 1e-4
    assert abs(float(fields["lon"]) - PEJA[1]) < 1e-4
    assert "Photo 1 is kept" in page
    assert (
        client.post("/en/report/", filled(**fields, text="") | {"stamp": filled()["stamp"]}).status_code
        == 302
    )
    assert Photo.objects.count() == 1


def test_a_photo_without_a_place_comes_along(client: Client, peja: Municipality) -> None:
    page = client.post("/en/report/photo/", {"photo": jpeg()}).content.decode()
    assert "does not say where it was taken" in page
    token = hidden(page)["kept"]
    form = client.get("/en/report/", {"municipality": "peja", "kept": token}).content.decode()
    assert "Photo 1 is kept" in form


def test_no_photo_and_a_wrong_one_are_told(client: Client, peja: Municipality) -> None:
    assert "Choose a photo first." in client.post("/en/report/photo/", {}).content.decode()
    wrong = SimpleUploadedFile("a.jpg", b"nothing", "image/jpeg")
    assert "is not a photo" in client.post("/en/report/photo/", {"photo": wrong}).content.decode()
