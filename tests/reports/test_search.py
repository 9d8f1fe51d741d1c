"""Search folds scripts and marks, filters first, pages by number, and finds only what is public."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from besa.core.planner import refresh_statistics
from besa.reports import exposure, search
from besa.reports.models import Report
from besa.reports.search import find_few, find_reports
from tests.factories.public import make_category, make_municipality, make_place, make_report

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Te çerdhja e fëmijëve", "cerdhja"),
        ("Te çerdhja e fëmijëve", "femij"),
        ("Ulica u Đakovici", "dakovici"),
        ("Улица у Ђаковици", "Đakovici"),
        ("Rupa kod škole", "школе рупа"),
        ("Gropë te shkolla", "GROPE"),
    ],
)
def test_spelling_does_not_matter(text: str, asked: str) -> None:
    report = make_report(text=text)
    make_report(text="Something else", category=make_category("waste", names={"en": "Waste"}))
    assert find_reports(asked, limit=9) == [report.pk]


def test_category_place_municipality_address_and_number_are_found() -> None:
    peja = make_municipality()
    report = make_report(
        municipality=peja,
        place=make_place(peja, "Vitomiricë"),
        category=make_category("waste", names={"sq": "Mbeturina", "sr": "Отпад", "en": "Waste"}),
        address="Rruga e Shkollës 7",
    )
    make_report(municipality=make_municipality("prizren"))
    for words in ("mbeturina", "otpad", "vitomirice", "peja", "shkolles", str(report.pk)):
        assert find_reports(words, limit=9) == [report.pk], words


def test_few_are_given_whole_and_many_not_at_all() -> None:
    """Before PostgreSQL has looked at the words, it guesses by rows that are gone: it gives up, and never errs."""
    peja, others = make_municipality(), make_municipality("prizren")
    few = [make_report(text="broken lamp", municipality=peja).pk for _ in range(2)]
    for _ in range(30):
        make_report(text="broken lamp", municipality=others)
    assert find_few("broken lamp", most=2, municipality_id=peja.pk) in (few[::-1], None)
    assert find_few("broken lamp", most=1, municipality_id=peja.pk) is None
    refresh_statistics()
    assert find_few("broken lamp", most=2, municipality_id=peja.pk) == few[::-1]
    assert find_few("broken lamp", most=1, municipality_id=peja.pk) is None
    assert find_few("brok", most=5) is None
    assert find_few("elephant", most=5) == []


def test_all_words_must_be_there_and_the_newest_comes_first() -> None:
    first, second = make_report(text="broken lamp north"), make_report(text="broken lamp south")
    assert find_reports("broken lamp", limit=9) == [second.pk, first.pk]
    assert find_reports("broken north", limit=9) == [first.pk]
    assert find_reports("broken", limit=1, before=second.pk) == [first.pk]


def test_municipality_and_category_filter_in_the_index() -> None:
    waste, prizren = make_category("waste"), make_municipality("prizren")
    there = make_report(municipality=prizren)
    kind = make_report(category=waste)
    assert find_reports("school", limit=9, municipality_id=prizren.pk) == [there.pk]
    assert find_reports("school", limit=9, category_id=waste.pk) == [kind.pk]


def test_what_is_not_public_any_more_is_not_found() -> None:
    report = make_report(text="secret garden")
    with transaction.atomic():
        exposure.disappear(report)
    assert find_reports("secret", limit=9) == []


def test_rewritten_words_replace_the_old_ones() -> None:
    report = make_report(text="Agim did it")
    with transaction.atomic():
        Report.objects.update(text="Somebody did it")
        report.refresh_from_db()
        exposure.write_words(report)
    assert find_reports("agim", limit=9) == []
    assert find_reports("somebody", limit=9) == [report.pk]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no such pages")
def test_no_trace_of_a_deleted_word_stays_in_the_index() -> None:
    report = make_report(text="zymberagic")
    with transaction.atomic():
        exposure.disappear(report)
    search.forget_traces()
    with connection.cursor() as cursor:
        cursor.execute("SELECT block FROM reports_searchindex_data")
        assert not any(b"zymberagic" in bytes(block) for (block,) in cursor.fetchall())


@settings(max_examples=80, deadline=None)
@given(asked=st.text(max_size=40))
def test_any_text_can_be_asked(asked: str) -> None:
    """Whatever people type is an answer, never an error."""
    assert isinstance(find_reports(asked, limit=3), list)


def test_the_page_finds_reports_places_and_municipalities(client: Client) -> None:
    peja = make_municipality()
    make_place(peja, "Vitomiricë")
    report = make_report(text="Hole in Vitomiricë")
    html = client.get("/en/search/?q=vitomir").content.decode()
    assert f"/en/reports/{report.pk}/" in html
    assert "/en/m/peja/" in client.get("/en/search/?q=peja").content.decode()
    fragment = client.get("/en/search/?q=vitomir", headers={"HX-Request": "true"})
    assert "<html" not in fragment.content.decode()
    assert "HX-Request" in fragment["Vary"]


@pytest.mark.parametrize("query", ["", "?q=", "?q=nothing-at-all", "?q=a&before=x"])
def test_the_page_always_answers(client: Client, query: str) -> None:
    make_municipality()
    assert client.get(f"/en/search/{query}").status_code == 200


def test_older_reports_are_a_page_away(client: Client) -> None:
    reports = [make_report() for _ in range(25)]
    first = client.get("/en/search/?q=school").content.decode()
    mark = reports[5].pk
    assert f"before={mark}" in first
    second = client.get(f"/en/search/?q=school&before={mark}").content.decode()
    assert f"/en/reports/{reports[4].pk}/" in second
    assert f"/en/reports/{reports[6].pk}/" not in second
