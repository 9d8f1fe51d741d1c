"""A report's page: what became of it, in few queries; nothing of what is not public."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from besa.reports.models import MeToo, Photo, Question, Reporter, Transition, Update
from tests.factories.public import make_place, make_report

pytestmark = pytest.mark.django_db


def _page(client: Client, pk: int, status: int = 200) -> str:
    response = client.get(f"/en/reports/{pk}/")
    assert response.status_code == status
    return response.content.decode()


def _step(report: Any, new: str, text: str = "", audience: str = "public", **values: Any) -> Transition:
    now = timezone.now()
    update = (
        Update.objects.create(
            report=report, text=text, audience=audience, author_role="officer", created_at=now
        )
        if text
        else None
    )
    return Transition.objects.create(
        report=report, old=report.state, new=new, at=now, actor_role="officer", update=update, **values
    )


def test_the_story_is_told_with_public_words_only(client: Client) -> None:
    report = make_report(state="declined")
    _step(report, "acknowledged", "We have seen it", "public")
    _step(report, "in_progress", "The neighbour is difficult", "internal")
    _step(report, "declined", reason="private_property")
    Update.objects.create(
        report=report,
        text="Hidden words",
        audience="hidden",
        author_role="neighbour",
        created_at=timezone.now(),
    )
    html = _page(client, report.pk)
    assert "We have seen it" in html
    assert "private property" in html
    assert "difficult" not in html
    assert "Hidden words" not in html


def test_a_duplicate_leads_to_the_report_that_goes_on(client: Client) -> None:
    original = make_report()
    report = make_report(state="duplicate", duplicate_of=original)
    assert f'<a href="/en/reports/{original.pk}/">Report {original.pk}</a>' in _page(client, report.pk)
    hidden = make_report(visibility="hidden")
    other = make_report(state="duplicate", duplicate_of=hidden)
    assert f"/en/reports/{hidden.pk}/" not in _page(client, other.pk)


@pytest.mark.parametrize(
    ("kind", "given", "words"),
    [
        ("yes_no", True, "<dd>Yes</dd>"),
        ("yes_no", False, "<dd>No</dd>"),
        ("date", "2026-11-01", "<dd>1 November 2026</dd>"),
        ("date", "long ago", "<dd>long ago</dd>"),
        ("number", 3, "<dd>3</dd>"),
        ("choice", "a", "<dd>One lamp</dd>"),
        ("choice", "gone", "<dd>gone</dd>"),
    ],
)
def test_answers_are_said_in_words(client: Client, kind: str, given: Any, words: str) -> None:
    report = make_report(answers={"asked": given})
    Question.objects.create(
        category=report.category,
        key="asked",
        kind=kind,
        labels={"en": "Asked"},
        options=[{"key": "a", "labels": {"en": "One lamp"}}],
    )
    assert words in _page(client, report.pk)


@pytest.mark.parametrize(("language", "name"), [("sq", "sq_AL"), ("sr-latn", "sr_RS"), ("en", "en_GB")])
def test_what_is_shared_names_its_language(client: Client, language: str, name: str) -> None:
    report = make_report()
    for address in (f"/{language}/reports/{report.pk}/", f"/{language}/m/{report.municipality.slug}/"):
        assert f'<meta property="og:locale" content="{name}">' in client.get(address).content.decode()


def test_paper_names_days_and_not_how_long_ago(client: Client) -> None:
    report = make_report()
    _step(report, "acknowledged", "We have seen it")
    html = client.get(f"/en/reports/{report.pk}/print/").content.decode()
    assert "We have seen it" in html
    assert "just now" not in html
    assert "<time" not in html


def test_the_reporter_is_named_only_when_asked_to(client: Client) -> None:
    report = make_report()
    reporter = Reporter.objects.create(
        report=report, name="Arta Krasniqi", show_name=False, language="sq", brand="besa", link_salt="x"
    )
    assert "Arta" not in _page(client, report.pk)
    Reporter.objects.filter(pk=reporter.pk).update(show_name=True)
    assert "Arta Krasniqi" in _page(client, report.pk)


def test_who_is_late_is_said(client: Client) -> None:
    report = make_report(created_at=timezone.now() - dt.timedelta(days=9))
    html = _page(client, report.pk)
    assert "late, was due" in html
    assert report.municipality.name in html


def test_only_photos_that_are_ready_are_shown(client: Client) -> None:
    report = make_report()
    for number, state in enumerate(Photo.State):
        Photo.objects.create(
            key=f"{number:032x}", report=report, state=state, width=800, height=600, created_at=timezone.now()
        )
    html = _page(client, report.pk)
    shown = [state for number, state in enumerate(Photo.State) if f"{number:032x}" in html]
    assert shown == [Photo.State.READY]


def test_similar_reports_are_near_and_public(client: Client) -> None:
    report = make_report()
    near = make_report(lat=42.6601)
    far = make_report(lat=42.9)
    hidden = make_report(visibility="hidden")
    html = _page(client, report.pk)
    assert f"/en/reports/{near.pk}/" in html
    assert f"/en/reports/{far.pk}/" not in html
    assert f"/en/reports/{hidden.pk}/" not in html


def test_me_too_counts_a_device_once(client: Client) -> None:
    report = make_report()
    for _ in range(2):
        response = client.post(f"/en/reports/{report.pk}/me-too/")
        assert response.status_code == 302
    report.refresh_from_db()
    assert (report.me_too_count, MeToo.objects.count()) == (1, 1)
    assert "You have said" in _page(client, report.pk)
    assert client.get(f"/en/reports/{report.pk}/me-too/").status_code == 405


def test_me_too_answers_htmx_with_the_part_alone(client: Client) -> None:
    report = make_report()
    html = client.post(f"/en/reports/{report.pk}/me-too/", headers={"HX-Request": "true"}).content.decode()
    assert "1 more person" in html
    assert "<html" not in html


def test_it_can_be_passed_on_without_anybodys_script(client: Client) -> None:
    report = make_report(place=None)
    html = _page(client, report.pk)
    assert 'property="og:image"' in html
    assert f"/cards/reports/{report.pk}-en.png" in html
    assert "https://wa.me/?text=" in html
    assert 'src="https://' not in html


def test_the_printed_sheet_leads_back(client: Client) -> None:
    report = make_report()
    html = client.get(f"/en/reports/{report.pk}/print/").content.decode()
    assert "data:image/svg+xml" in html
    assert f"/en/reports/{report.pk}/" in html


def test_erased_is_gone_and_unknown_is_not_found(client: Client) -> None:
    erased = make_report(visibility="erased", text="nothing of this")
    assert "nothing of this" not in _page(client, erased.pk, 410)
    assert client.get(f"/en/reports/{erased.pk}/print/").status_code == 410
    _page(client, 999_999, 404)
    assert client.get("/en/reports/99999999999999999999/").status_code == 404


def test_the_page_takes_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    report = make_report()
    report.place = make_place(report.municipality)
    report.save()
    for number in range(20):
        _step(report, "in_progress", f"word {number}")
        make_report(lat=42.66 + number / 1e5)
    _page(client, report.pk)
    with django_assert_max_num_queries(12):
        _page(client, report.pk)
