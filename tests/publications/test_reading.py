"""What everybody reads: frozen numbers, the same in text, chart and data; and nothing that is not published."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import timedelta
from html import unescape
from typing import Any, TypeVar
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone, translation

from besa.insights.bound import figure_of
from besa.pledges.models import Mandate
from besa.publications.freezing import NotFrozen
from besa.publications.manuscript import Chart, Figure, Manuscript, PledgeList
from besa.publications.models import Correction, Edition, Photo, Revision
from besa.publications.photo_files import photo_path
from besa.publications.queries.manuscripts import draft_manuscript, published_manuscript
from besa.reports.models import Report
from tests.factories.pledges import a_desk
from tests.factories.public import make_municipality, make_report
from tests.factories.public_pledges import published_mandate
from tests.factories.published import OPEN, TITLES, a_draft_of, a_work, publish, text, withdraw
from tests.pledges.test_public_pages import corrected, published

pytestmark = pytest.mark.django_db
PAGE = "/sq/publications/zotimet/"
T = TypeVar("T")
SHARE = "{{figure pledges.fulfilled_share|mandate=%s}}"


@pytest.fixture(autouse=True)
def albanian() -> None:
    translation.activate("sq")


def get(path: str, status: int = 200, **query: str) -> str:
    response = Client().get(path, query)
    assert response.status_code == status, path
    return bytes(response.getvalue()).decode("utf-8-sig")


def plain(revision: Revision, language: str = "") -> Manuscript:
    """The manuscript without drawings, which take a process of their own."""
    return published_manuscript(revision, language=language, draw=lambda chart, brand: "")


def of_pledges(mandate: Mandate) -> tuple[dict[str, Any], ...]:
    """Blocks that say the same number as text, figure, chart and list."""
    bound = {"parameters": {"mandate": mandate.slug}, "as_of": None}
    return (
        text(f"Janë {SHARE % mandate.slug} e zotimeve[^a].\n\n## Pjesa\n\n[^a]: Raporti."),
        {"kind": "figure", "data": {"key": "pledges.fulfilled", **bound, "sentence": "zotime"}},
        {"kind": "chart", "data": {"chart": "pledge_statuses", **bound, "title": "", "alt": "Shtylla"}},
        {"kind": "pledges", "data": {"mandate": mandate.slug, "filters": {}, "as_of": None}},
    )


def of_kind(work: Manuscript, kind: type[T]) -> T:
    return next(piece for piece in work.pieces if isinstance(piece, kind))


def test_text_chart_figure_and_list_say_the_same_number() -> None:
    work = plain(publish(a_draft_of(a_work(), *of_pledges(published_mandate(n=40)))))
    figure, chart, listed = of_kind(work, Figure), of_kind(work, Chart), of_kind(work, PledgeList)
    counted = next(n for status, _word, n in listed.counts if status == "fulfilled")
    assert figure.text == str(counted) == chart.table[1][1]
    assert work.numbers[0].value == counted / 40
    assert work.numbers[0].text == "28\u00a0%"
    assert chart.numbers is not None
    assert sum(int(row[1]) for row in chart.table[1:]) == listed.total == chart.numbers.n == 40
    assert len(work.footnotes) == 1


def test_what_is_published_stays_while_the_draft_moves_on() -> None:
    desk = a_desk()
    pledges = published(desk, "partly", "fulfilled", "superseded")
    edition = a_draft_of(a_work(), *of_pledges(desk.mandate))
    revision = publish(edition)
    before = plain(revision)
    corrected(desk, pledges[1], "in_progress")
    make_report()
    assert plain(Revision.objects.get(pk=revision.pk)) == before
    now = draft_manuscript(edition, revision.content, draw=lambda chart, brand: "")
    assert [one.text for one in before.numbers] == ["50\u00a0%", "1"]
    assert [one.text for one in now.numbers] == ["0\u00a0%", "0"]
    assert before.numbers[0].n == now.numbers[0].n == 2
    html = get(PAGE)
    assert ">50\u00a0%</a>" in html and ">0\u00a0%</a>" not in html


def test_a_number_of_a_past_day_comes_out_again() -> None:
    mandate = published_mandate(n=40)
    day = (timezone.now() - timedelta(days=100)).date().isoformat()
    bound = SHARE.replace("}}", f"|as_of={day}}}}}") % mandate.slug
    work = plain(publish(a_draft_of(a_work(), text(f"{bound} atëherë, {SHARE % mandate.slug} sot."))))
    then, now = work.numbers
    assert then.value != now.value
    figure = figure_of(then.key)
    assert figure is not None and figure.read(then.question).value == then.value
    assert f"on={day}" in then.address
    page = Client().get(then.address.partition("8000")[2])
    assert page.status_code == 200 and then.text in page.content.decode().replace(" %", "\u00a0%")


def test_every_number_is_a_link_to_what_is_known_of_it() -> None:
    town = make_municipality()
    for _ in range(3):
        make_report(municipality=town)
    publish(a_draft_of(a_work(), text(f"Janë {OPEN} probleme[^x], vërtet {OPEN}[^x].\n\n[^x]: Besa.")))
    html = get(PAGE)
    assert len(re.findall(r'<a class="bound" href="#number-1"[^>]*>3</a>', html)) == 2
    assert html.count('id="number-1"') == html.count('id="mark-1"') == html.count('id="note-1"') == 1
    assert html.count('href="#note-1"') == 2 and 'href="#mark-1"' in html
    assert "<code>reports.open</code>" in html and "as_of=" in html
    rows = list(csv.DictReader(io.StringIO(get("/publications/zotimet-sq-numbers.csv"))))
    assert [(row["key"], row["value"], row["n"]) for row in rows] == [("reports.open", "3.0", "3")]
    data = json.loads(get("/publications/zotimet-sq.json"))
    assert data["figures"][0]["value"] == data["numbers"][0]["value"] == 3


def test_serbian_latin_is_derived_from_cyrillic_with_its_links_as_they_are() -> None:
    block = text("Отворено је {{figure reports.open|municipality=peja}} [пријава](https://пример.срб/а).")
    make_report(municipality=make_municipality())
    revision = publish(a_draft_of(a_work(original="sr"), block, language="sr"))
    latin = get("/sr-latn/publications/zotimet/")
    assert "Obećanja gradonačelnice" in latin and "Otvoreno je" in latin
    assert "https://пример.срб/а" in unescape(latin) or "https://xn--" in latin or "%D0" in latin
    assert TITLES["sr"] in get("/sr/publications/zotimet/")
    assert plain(revision, "sr-latn").authors == ("Teuta Marku",)
    with pytest.raises(ValueError, match="not written"):
        plain(revision, "en")
    assert "sr-Latn" in get("/publications/zotimet-sr-latn.json")
    get("/publications/zotimet-en.json", 404)


def test_a_reader_without_a_translation_reads_the_next_best_and_is_told() -> None:
    sq = a_draft_of(work := a_work())
    publish(sq, at=timezone.now() - timedelta(days=3))
    html = get("/en/publications/zotimet/")
    assert "no translation into your language" in html and 'lang="sq"' in html
    publish(a_draft_of(work, language="en"), at=timezone.now() - timedelta(days=2))
    html = get("/en/publications/zotimet/")
    assert "no translation" not in html and "was changed after" not in html
    publish(sq, summary="Përmbledhja e re.")
    assert "The original was changed after this translation" in get("/en/publications/zotimet/")
    assert 'hreflang="en"' in get(PAGE)


def test_an_old_version_says_that_it_was_replaced_and_which_errors_were_corrected() -> None:
    edition = a_draft_of(a_work())
    first = publish(edition, title="Titulli i parë")
    second = publish(edition, title="Titulli i dytë")
    Correction.objects.create(
        edition=edition, kind="our_error", text="Numri ishte gabim.", revision=second, made_at=second.made_at
    )
    Correction.objects.create(edition=edition, kind="our_error", text="Ende sekret.", made_at=second.made_at)
    old, new = get(f"{PAGE}{first.version}/"), get(PAGE)
    assert "Titulli i parë" in old and 'name="robots" content="noindex"' in old
    assert "Numri ishte gabim." in new and "Numri ishte gabim." not in old
    assert "Ende sekret." not in new
    assert "Titulli i parë" in get("/publications/zotimet-sq.json", version="1")
    get(f"{PAGE}3/", 404)
    get(f"{PAGE}99999999999999999999/", 404)


def exits(slug: str) -> list[str]:
    """Every address that could tell of a work, in every language."""
    found = ["/publications/photos/" + "a" * 32 + "-page.webp", "/publications/files/abcdefghij"]
    for language in ("sq", "sr", "sr-latn", "en"):
        page, data = f"/{language}/publications/", f"/publications/{slug}-{language}"
        found += [page, f"{page}feed.atom", f"{page}feed.json", f"{page}{slug}/", f"{page}{slug}/1/"]
        found += [
            f"{page}?kind=monitoring_report",
            f"/{language}/m/peja/",
            f"/{language}/",
            f"/{language}/search/?q=kret",
        ]
        found += [
            f"{data}{end}" for end in (".json", "-numbers.csv", "-1.csv", "-citation.bib", "-citation.ris")
        ]
        found.append(f"/cards/publications/{slug}-{language}.png")
    return found


def test_nothing_of_a_draft_leaks_through_any_exit() -> None:
    town = make_municipality()
    photo_path("a" * 32, "page").parent.mkdir(parents=True, exist_ok=True)
    photo_path("a" * 32, "page").write_bytes(b"SEKRET")
    hidden = a_work("sekret-krejt", municipality=town)
    a_draft_of(
        hidden, {"kind": "photo", "data": {"file": "a" * 32, "alt": "a", "credit": "b"}}, title="SEKRET"
    )
    Photo.objects.create(publication=hidden, key="a" * 32, state="ready", added_at=timezone.now())
    open_work = a_work(municipality=town)
    edition = a_draft_of(open_work)
    publish(edition)
    a_draft_of(open_work, language="en", title="SEKRET")
    Edition.objects.filter(pk=edition.pk).update(
        title="SEKRET", summary="SEKRET", state="draft", authors=["SEKRET"]
    )
    edition.blocks.update(data={"markdown": "SEKRET"})
    Revision.objects.create(
        edition=edition, number=2, occasion="saved", content={**edition.revisions.get().content, "title": "SEKRET"},
        digest="x", made_at=timezone.now(),
    )  # fmt: skip
    shown = 0
    for slug in ("zotimet", "sekret-krejt"):
        for address in exits(slug):
            response = Client().get(address)
            assert response.status_code in (200, 404), address
            shown += response.status_code == 200
            body = response.getvalue()
            assert b"SEKRET" not in body, address
            assert slug == "zotimet" or b"sekret-krejt" not in body, address
    assert shown > 20
    assert Client().get(f"{PAGE}2/").status_code == 404


def test_what_is_withdrawn_says_so_and_is_gone_from_everywhere() -> None:
    edition = a_draft_of(a_work(municipality=make_municipality()), text("Teksti i fshehur."))
    publish(edition)
    assert "Teksti i fshehur." in get(PAGE)
    withdraw(edition, "Burimi nuk qëndron.")
    page = Client().get(PAGE)
    assert page.status_code == 410
    html = page.content.decode()
    assert "Burimi nuk qëndron." in html and "Teksti i fshehur." not in html and TITLES["sq"] not in html
    assert Client().get(f"{PAGE}1/").status_code == 410
    for address in exits("zotimet"):
        response = Client().get(address)
        body = response.getvalue().decode("utf-8", "replace")
        assert "Teksti i fshehur." not in body and TITLES["sq"] not in body, address
        assert "/publications/zotimet/" not in body or "/publications/zotimet/" in address, address


def test_lists_and_feeds_narrow_by_kind_place_organisation_and_year() -> None:
    publish(a_draft_of(a_work("raporti", municipality=make_municipality())))
    publish(a_draft_of(a_work("lajmi", kind="news", organisation="tjetra"), title="Lajmi i ditës"))
    year = str(timezone.now().year)
    for query, seen, unseen in (
        ({"kind": "news"}, "lajmi", "raporti"),
        ({"municipality": "peja"}, "raporti", "lajmi"),
        ({"organisation": "tjetra"}, "lajmi", "raporti"),
    ):
        html, feed = get("/sq/publications/", **query), get("/sq/publications/feed.atom", **query)
        for body in (html, feed):
            assert f"/publications/{seen}/" in body and f"/publications/{unseen}/" not in body
        ElementTree.fromstring(feed)
    assert "/publications/lajmi/" in get("/sq/publications/", year=year)
    assert "/publications/lajmi/" not in get("/sq/publications/", year="1999")
    assert "/publications/lajmi/" in get("/sq/publications/", kind="nothing", year="20x6", page="-1")
    assert "/publications/raporti/" in get("/sq/m/peja/")


def test_hostile_words_stay_words() -> None:
    evil = '"><script>alert(1)</script>'
    edition = a_draft_of(
        a_work(),
        text(f"{evil} [x](javascript:alert(1))"),
        {"kind": "table", "data": {"caption": evil, "header": ["=1+1", evil], "rows": [[evil, "=2"]]}},
        {"kind": "quote", "data": {"text": evil, "who": evil, "source": evil, "url": ""}},
    )
    edition.authors = [evil, "a}b"]
    publish(edition, title=evil, summary=evil)
    for path in (PAGE, "/sq/publications/"):
        html = get(path)
        assert "<script>alert" not in html and 'href="javascript' not in html
    assert json.loads(re.findall(r"ld\+json\">(.*?)</script>", get(PAGE))[0])["headline"] == evil
    assert get("/publications/zotimet-sq-1.csv").startswith("'=1+1,")
    assert "\\}" in get("/publications/zotimet-sq-citation.bib")
    assert json.loads(get("/publications/zotimet-sq-citation.json"))[0]["title"] == evil
    get("/publications/zotimet-sq-citation.exe", 404)


def test_a_card_is_drawn_in_each_language_and_a_corrected_one_differs() -> None:
    edition = a_draft_of(a_work())
    revision = publish(edition)
    first = Client().get("/cards/publications/zotimet-sq.png")
    assert first.status_code == 200 and first["Content-Type"] == "image/png"
    Correction.objects.create(
        edition=edition, kind="new_facts", text="x", revision=revision, made_at=timezone.now()
    )
    assert Client().get("/cards/publications/zotimet-sq.png")["ETag"] != first["ETag"]
    assert Client().get("/cards/publications/zotimet-en.png").status_code == 404


def test_what_was_not_frozen_is_not_read_anew() -> None:
    revision = publish(a_draft_of(a_work(municipality=make_municipality())))
    revision.content["blocks"] = [text(OPEN)]
    with pytest.raises(NotFrozen):
        plain(revision)


def test_a_map_loses_a_report_that_is_erased() -> None:
    town = make_municipality()
    for _ in range(2):
        make_report(municipality=town)
    block = {"kind": "report_map", "data": {"municipality": "peja", "period": "all", "alt": "Harta"}}
    revision = publish(a_draft_of(a_work(), block))
    assert revision.figures == []
    Report.objects.filter(pk=Report.objects.order_by("pk")[0].pk).update(visibility="hidden")
    piece = plain(revision).pieces[0]
    assert getattr(piece, "count", None) == 1
