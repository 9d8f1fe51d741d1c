"""Infographics of pledges, comparisons and findings: exact numbers, every size and language, an editor's words."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation
from PIL import Image

from besa.core import languages
from besa.insights.infographics.absence import NothingToShow
from besa.insights.infographics.boards import NoSubject
from besa.insights.infographics.finding import NotAFinding, read_finding, schema
from besa.insights.infographics.sizes import OUTPUTS, SIZES
from besa.insights.infographics.templates import SOURCE, TEMPLATES
from besa.insights.infographics.wording import filled, typed_numbers, unknown_in
from besa.insights.intervals import share_interval
from besa.insights.models import Arrangement, SurveyFinding
from besa.insights.queries.boards import Request, board_of, content_of
from besa.insights.services.findings import add_finding, withdraw_finding
from besa.insights.typesetting import Output, typeset
from besa.ledger.models import Entry
from besa.people.models import Role
from besa.pledges.models import Mandate, Pledge, Rating
from besa.pledges.queries.bitemporal import tally_as_of
from besa.pledges.queries.public_mandates import end_of_day
from tests.factories.pdf import read_pdf
from tests.factories.people import browser_of
from tests.factories.pledges import Desk, a_desk, a_frozen_list
from tests.factories.public_pledges import published_mandate

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    """A mayor with 14 rated pledges."""
    desk = a_desk()
    published_mandate(desk, n=14)
    return desk


def a_finding(**changed: Any) -> dict[str, Any]:
    text = {"sq": "Pyetje", "sr": "Питање", "en": "Question"}
    answers = [
        {"key": "good", "label": {"sq": "Mirë", "sr": "Добро", "en": "Good"}, "n": 300},
        {"key": "bad", "label": {"sq": "Keq", "sr": "Лоше", "en": "Bad"}, "n": 100},
    ]
    return {
        "format": "besa-survey-finding/1", "title": text, "place": {"sq": "Kukës"}, "question": text,
        "answers": answers, "n": 400, "population": {"sq": "të rritur"}, "sample": "probability",
        "mode": "face_to_face", "fieldwork": {"first": "2026-10-03", "last": "2026-10-14"},
        "conducted_by": "Instituti", "paid_by": "Fondacioni", **changed,
    }  # fmt: skip


def in_file(**changed: Any) -> bytes:
    return json.dumps(a_finding(**changed)).encode()


def subjects(desk: Desk) -> dict[str, str]:
    """What each template is about."""
    finding = add_finding(organisation=desk.organisation, content=in_file(), role=Role.EDITOR)
    pledge = Pledge.objects.filter(mandate=desk.mandate).order_by("number")[0]
    slug = desk.mandate.slug
    about = {"mandate": slug, "pledge": pledge.uid, "all": "all", "finding": finding.uid}
    return {key: about[one.about] for key, one in TEMPLATES.items() if one.about in about}


def test_every_number_is_that_of_a_recount(desk: Desk) -> None:
    newest: dict[int, str] = {}
    for rating in Rating.objects.filter(pledge__mandate=desk.mandate).order_by("recorded_at", "pk"):
        newest[rating.pledge_id] = rating.new
    counted = Counter(newest.values())
    for language in languages.ALL:
        board: Any = board_of(Request("midterm", desk.mandate.slug, language))
        assert {part.key: part.n for part in board.parts} == dict(counted)
        assert len(board.marks) == 14
        assert board.numbers["fulfilled"] == str(counted["fulfilled"])
        assert str(counted["fulfilled"]) in board.lead[0]
        assert all(f"{part.label}: {part.n}" in board.alt for part in board.parts)
    glance: Any = board_of(Request("glance", desk.mandate.slug))
    assert [card.number for card in glance.cards] == [str(n) for n in range(1, 15)]
    compared: Any = board_of(Request("compare", "all"))
    assert [row.n for row in compared.rows] == [14]
    assert sum(part.n for part in compared.rows[0].parts) == 14
    assert sum(part.n for part in compared.parts) == 14


def test_what_changed_is_what_two_rounds_say_apart(desk: Desk) -> None:
    ratings = Rating.objects.filter(pledge__mandate=desk.mandate, case__round__number=2)
    different = {one.pledge.uid for one in ratings.select_related("pledge") if one.old != one.new}
    board: Any = board_of(Request("changes", desk.mandate.slug, "en", period="round"))
    assert {change.key for change in board.changes} == different
    assert board.lead[0].startswith(f"{len(different)} of 14 ")
    recent: Any = board_of(Request("changes", desk.mandate.slug, "en", period="30d"))
    assert {change.key for change in recent.changes} == different
    quiet: Any = board_of(
        Request("changes", desk.mandate.slug, "en", (timezone.now() - timedelta(days=30)).date(), "30d")
    )
    assert quiet.changes == ()
    assert quiet.lead == ("None of the 14 pledges changed.",)


def test_a_past_day_is_as_it_was(desk: Desk) -> None:
    day = (timezone.now() - timedelta(days=100)).date()
    then = tally_as_of(desk.mandate, known_at=end_of_day(desk.mandate, day))
    now = tally_as_of(desk.mandate)
    assert then.by_status != now.by_status
    board: Any = board_of(Request("midterm", desk.mandate.slug, "en", day))
    assert {part.key: part.n for part in board.parts} == {
        status.value: n for status, n in then.by_status.items() if n
    }
    compared: Any = board_of(Request("compare", "all", "en", day))
    assert {part.key: part.n for part in compared.parts} == {
        level.value: n for level, n in then.by_level.items()
    }
    assert str(day.year) in board.counted


def test_without_a_programme_nothing_is_offered_and_a_sentence_says_why(desk: Desk) -> None:
    published_mandate(a_desk("prizren", "tjetra"), n=2)
    Pledge.objects.filter(mandate=desk.mandate).update(state="dropped")
    Mandate.objects.filter(pk=desk.mandate.pk).update(programme_state="none")
    browser, slug = Client(), desk.mandate.slug
    page = browser.get(f"/en/pledges/{slug}/").content.decode()
    assert "Without pledges to count there is no infographic and no picture to share." in page
    assert "/infographics/" not in page
    assert "Picture for social media" not in page
    for template in ("midterm", "glance", "changes"):
        with pytest.raises(NothingToShow):
            board_of(Request(template, slug, "en"))
        html = browser.get(f"/sq/infographics/{template}/{slug}/?language=en").content.decode()
        assert "Nuk u publikua program." in html
        assert 'id="as_of"' in html
        assert '<button class="primary">' not in html
        refused = browser.get(f"/api/v1/infographics/{template}/{slug}?language=en")
        assert (refused.status_code, refused.headers["Content-Type"]) == (404, "application/problem+json")
        assert refused.json()["type"].endswith("#nothing-to-show")
        assert refused.json()["detail"].startswith("No programme published. We searched")
    row = next(one for one in rows_of_comparison() if one.key == slug)
    assert (row.nothing, row.parts) == ("No programme published.", ())


def rows_of_comparison() -> Any:
    board: Any = board_of(Request("compare", "all", "en"))
    return board.rows


def test_before_the_first_round_there_are_no_changes_and_no_comparison() -> None:
    fresh = a_desk()
    a_frozen_list(fresh)
    browser = Client()
    page = browser.get(f"/en/pledges/{fresh.mandate.slug}/").content.decode()
    assert f"/en/infographics/glance/{fresh.mandate.slug}/" in page
    assert f"/en/infographics/changes/{fresh.mandate.slug}/" not in page
    assert "Changes can be shown once the first round is published." in page
    for template, subject in (("changes", fresh.mandate.slug), ("compare", "all")):
        with pytest.raises(NothingToShow):
            board_of(Request(template, subject, "en"))
    assert (
        "Mayors can be compared once a first round is published."
        in browser.get("/en/pledges/compare/").content.decode()
    )


@pytest.mark.parametrize("template", [key for key in TEMPLATES if key != "reporting"])
def test_every_template_is_set_in_every_size(desk: Desk, template: str, tmp_path: Path) -> None:
    language = dict(zip(TEMPLATES, ("sr", "sq", "sr-latn", "sr", "en", "sr", "sq"), strict=True))[template]
    content = content_of(Request(template, subjects(desk)[template], language))
    typeset(SOURCE, content, OUTPUTS, tmp_path)
    for output in OUTPUTS:
        made, size = tmp_path / output.name, SIZES[output.layout]
        if output.format == "png" and output.layout != "a4":
            with Image.open(made) as picture:
                assert picture.size == (size.width, size.height)
                assert picture.info["Description"] == content["alt"]
        elif output.format == "svg":
            assert "<desc>" in made.read_text()
    pdf = read_pdf((tmp_path / "a4.pdf").read_bytes())
    assert (pdf.pages, pdf.tagged, pdf.universal) == (1, True, True)
    assert content["title"].split()[0] in pdf.text


@pytest.mark.parametrize(("n", "language"), [(1, "sr"), (60, "sq")])
def test_one_pledge_and_sixty_stay_on_their_page(n: int, language: str, tmp_path: Path) -> None:
    """The source refuses to set what is larger than its room."""
    desk = a_desk()
    published_mandate(desk, n=n)
    long = {"sq": "Muhamet Selami Hoxhaj-Krasniqi i Kelmendit", "sr": "Александра Милосављевић-Стефановић"}
    outputs = [Output(f"{size}.svg", size, "svg") for size in SIZES]
    for template in ("midterm", "glance", "changes"):
        content = content_of(Request(template, desk.mandate.slug, language)) | {"title": long[language]}
        typeset(SOURCE, content, outputs, tmp_path)


def test_a_long_question_with_many_answers_stays_on_its_page(desk: Desk, tmp_path: Path) -> None:
    """The tightest is the square picture. An article is never left alone at the end of a line."""
    question = (
        "Sa jeni të kënaqur me punën e Drejtorisë për Zhvillim Ekonomik dhe Planifikim Urban në lagjen tuaj?"
    )
    answers = [
        {"key": f"a{n}", "label": {"sq": "I pakënaqur, dhe nuk besoj se do të ndryshojë"}, "n": 10 + n}
        for n in range(12)
    ]
    content = in_file(question={"sq": question}, answers=answers, n=186)
    finding = add_finding(organisation=desk.organisation, content=content, role=Role.EDITOR)
    board = content_of(Request("finding", finding.uid, "sq"))
    typeset(SOURCE, board, [Output(f"{size}.pdf", size, "pdf") for size in ("square", "wide")], tmp_path)
    for size in ("square", "wide"):
        lines = read_pdf((tmp_path / f"{size}.pdf").read_bytes()).text.splitlines()
        assert not [line for line in lines if line.rstrip().endswith((" e", " të", " i"))]


def test_hostile_words_are_shown_as_they_are(desk: Desk, tmp_path: Path) -> None:
    hostile = '#panic() $x$ *b* <script>alert("&")</script> ]]> -->'
    content = content_of(Request("midterm", desk.mandate.slug, "en"))
    content |= {"title": hostile, "alt": hostile}
    outputs = [Output("a.pdf", "a4", "pdf"), Output("a.svg", "square", "svg")]
    typeset(SOURCE, content, outputs, tmp_path)
    assert "#panic()$x$*b*<script>" in read_pdf((tmp_path / "a.pdf").read_bytes()).text.replace(" ", "")
    assert "<script" not in (tmp_path / "a.svg").read_text()


def test_an_editor_changes_words_and_order_and_no_number(desk: Desk) -> None:
    browser, slug = browser_of(desk.editor), desk.mandate.slug
    address = f"/en/infographics/glance/{slug}/words/"
    cards = getattr(board_of(Request("glance", slug, "en")), "cards")  # noqa: B009
    given = {
        "language": "en",
        "title": "What {title} owes",
        "lead": "{fulfilled} of {rated} are done.",
        "note": "",
    }
    refused = browser.post(address, given | {"lead": "Only 2 are done, {nonsense}"})
    assert refused.status_code == 422
    assert "Instead of “2” write one of the names below." in refused.content.decode()
    assert "Nothing is called {nonsense} here." in refused.content.decode()
    assert not Arrangement.objects.exists()
    places = {f"place-{card.key}": 14 - number for number, card in enumerate(cards)}
    kept = browser.post(address, given | places | {f"mark-{cards[0].key}": "on"})
    assert kept["Location"] == f"/en/infographics/glance/{slug}/?language=en&by=levizja"
    board: Any = board_of(Request("glance", slug, "en", by="levizja"))
    counted = tally_as_of(desk.mandate)
    assert board.title == f"What {desk.mandate.person.name} owes"
    assert board.lead == (f"{board.numbers['fulfilled']} of {counted.scored} are done.",)
    assert [card.key for card in board.cards] == [card.key for card in reversed(cards)]
    assert board.accents == (cards[0].key,)
    assert board_of(Request("glance", slug, "sq", by="levizja")).title == desk.mandate.person.name
    entry = Entry.objects.order_by("-pk")[0]
    assert '"insights.board_arranged"' in entry.leaf
    assert "owes" not in entry.leaf
    browser.post(address, {"language": "en", "drop": "1"})
    assert not Arrangement.objects.exists()


def test_only_editors_arrange_and_only_for_their_own(desk: Desk) -> None:
    address = f"/en/infographics/glance/{desk.mandate.slug}/words/"
    assert Client().get(address).status_code == 302
    assert browser_of(desk.first).get(address).status_code == 403
    other = a_desk("prizren", "tjeter")
    browser_of(other.editor).post(address, {"language": "en", "title": "x", "by": "levizja"})
    assert Arrangement.objects.get().organisation == other.organisation


def test_names_stand_for_numbers_and_nothing_else() -> None:
    numbers = {"fulfilled": "8"}
    assert filled("{fulfilled} done", numbers) == "8 done"
    assert filled("{gone} done", numbers) == ""
    assert filled("{fulfilled.__class__}", numbers) == ""
    assert unknown_in("{tjetër} {Fulfilled} {}", numbers) == ["tjetër", "Fulfilled", ""]
    assert unknown_in("{a} {fulfilled} {a}", numbers) == ["a"]
    assert typed_numbers("{fulfilled} of ½ or Ⅷ or 8%") == ["½", "Ⅷ", "8%"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"n": 399}, "The answers add up to 400, but n is 399."),
        ({"sample": "opt_in", "design_effect": 1.4}, "An opt-in sample has no design effect"),
        ({"weighted": True}, "A weighted finding needs a share for each answer."),
        (
            {"fieldwork": {"first": "2026-10-14", "last": "2026-10-03"}},
            "The fieldwork ends before it begins.",
        ),
        ({"extra": 1}, "“extra” is not part of the contract."),
        ({"n": "400"}, "n: this is not what the contract asks for"),
    ],
)
def test_a_finding_that_breaks_the_contract_is_told_so(changed: dict[str, Any], said: str) -> None:
    with translation.override("en"), pytest.raises(NotAFinding) as refused:
        read_finding(in_file(**changed))
    assert said in str(refused.value)


def test_files_that_are_no_finding() -> None:
    for content in (b"", b"\xff\xfe", b"[" * 90_000, b'{"n": NaN}', b"null", b"{" + b" " * 200_000):
        with pytest.raises(NotAFinding):
            read_finding(content)
    assert schema()["$defs"]["Finding"]["additionalProperties"] is False


def test_a_finding_becomes_an_infographic_and_can_be_taken_back(desk: Desk) -> None:
    browser = browser_of(desk.editor)
    refused = browser.post("/en/infographics/findings/", {"text": "{}"})
    assert refused.status_code == 422
    answer = browser.post("/en/infographics/findings/", {"text": json.dumps(a_finding())})
    kept = SurveyFinding.objects.get()
    assert answer["Location"] == f"/en/infographics/finding/{kept.uid}/"
    board: Any = board_of(Request("finding", kept.uid, "en"))
    ends = share_interval(300, 400)
    assert ends is not None
    assert (board.answers[0].percent, board.answers[0].low) == ("75%", ends[0])
    opted = add_finding(organisation=desk.organisation, content=in_file(sample="opt_in"), role=Role.EDITOR)
    chosen: Any = board_of(Request("finding", opted.uid, "en"))
    assert [one.low for one in chosen.answers] == [None, None]
    assert "no margin of error" in chosen.method
    assert withdraw_finding(finding=kept, role=Role.EDITOR)
    with pytest.raises(NoSubject):
        board_of(Request("finding", kept.uid))
    assert Client().get(f"/en/infographics/finding/{kept.uid}/").status_code == 404


def test_the_design_effect_widens_the_interval(desk: Desk) -> None:
    made = [
        add_finding(organisation=desk.organisation, content=in_file(design_effect=effect), role=Role.EDITOR)
        for effect in (1.0, 2.0)
    ]
    widths = [
        board.answers[0].high - board.answers[0].low
        for board in (board_of(Request("finding", one.uid)) for one in made)
        if hasattr(board, "answers")
    ]
    assert widths[1] > widths[0] * 1.3


def test_one_click_from_where_it_belongs(desk: Desk) -> None:
    browser, slug = Client(), desk.mandate.slug
    uid = Pledge.objects.filter(mandate=desk.mandate).order_by("number")[0].uid
    for page, board in (
        (f"/en/pledges/{slug}/", f"/en/infographics/midterm/{slug}/"),
        (f"/en/pledges/{slug}/{uid}/", f"/en/infographics/story/{uid}/"),
        ("/en/pledges/compare/", "/en/infographics/compare/all/"),
    ):
        assert board in browser.get(page).content.decode()
        assert browser.get(board).status_code == 200
    assert browser.get("/en/infographics/midterm/nobody-2020/").status_code == 404


def test_the_api_tells_the_text_and_orders_the_files(desk: Desk) -> None:
    listed = Client().get("/api/v1/infographics?language=en").json()["items"]
    assert [one["key"] for one in listed] == list(TEMPLATES)
    address = f"/api/v1/infographics/midterm/{desk.mandate.slug}?language=en"
    answer = Client().get(address).json()
    assert (answer["state"], answer["done"]) == ("waiting", 0)
    assert answer["numbers"]["fulfilled"] in answer["alt"]
    assert {file["size"] for file in answer["files"]} == set(SIZES)
    assert Client().get("/api/v1/infographics/midterm/nobody").status_code == 404
    assert Client().get(f"{address}&period=1d").status_code == 404
