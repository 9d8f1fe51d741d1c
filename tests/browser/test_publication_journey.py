"""From published ratings to what people hold in their hands, in real browsers: a report with bound figures, approved by
two, in Albanian and in both Serbian scripts; its PDF, a story and a clip with the figures of the page; and when the
next round has changed everything, the day before, its infographic and the report still say what they said."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta
from itertools import zip_longest
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from dev.running_site import Site
from tests.browser.monitoring import (
    TODAY,
    People,
    answer_and_publish,
    choose_the_team,
    code,
    let_half_a_year_pass,
    send,
)
from tests.browser.test_desk_journey import manage, rows
from tests.browser.waiting import press

pytestmark = pytest.mark.browser
MAYOR, TOWN = "Mirela Dushaj", "gjakova"
FOUND = ("fulfilled", "in_progress", "partly")
TITLE = "Gjakova: një vit pas premtimeve"
#: what each block of the report says in Albanian, and what a translator writes; the figure stands for itself
WORDS = {
    "text": (
        "## Çka gjetëm\n\nU përmbushën {fulfilled} nga {scored}.",
        "## Шта смо нашли\n\nИспуњено је {fulfilled} од {scored}.",
    ),
    "figure": ("Kaq është përmbushur.", "Толико је испуњено."),
    "chart": ("Shtylla për çdo gjendje.", "Стубац за свако стање."),
}
OLD = {"sq": "U përmbushën 1 nga 3.", "sr-latn": "Ispunjeno je 1 od 3."}


def test_from_a_report_to_paper_picture_and_film_and_back_in_time(people: People, site: Site) -> None:
    begin = "from tests.factories.monitored import begin_with_a_round as begin"
    manage(site, "shell", "-c", f"{begin}; begin({MAYOR!r}, {TOWN!r}, *{FOUND!r})")
    sql = "SELECT m.slug FROM pledges_mandate m JOIN pledges_person p ON p.id = m.person_id WHERE p.names LIKE ?"
    slug = str(rows(site, sql, f"%{MAYOR}%")[0][0])
    let_half_a_year_pass(site, slug)

    work = write_the_report(people.editor, slug)
    publish(people, f"/sq/publications/write/{work}/sq/")
    translate(people.editor, work)
    publish(people, f"/sq/publications/write/{work}/sr/")
    for language, said in OLD.items():
        read(people.office, language, work, said)
    take_the_story(people.office, slug)
    take_the_clip(people.office)

    judge_again(people, site, slug)
    everything_is_fulfilled_and_was_not(people, slug, work)


def add(editor: Page, work: str, kind: str, mandate: str = "", **words: str) -> None:
    """A block at the end."""
    editor.goto(f"/sq/publications/write/{work}/sq/add/{kind}/")
    for name, said in words.items():
        field = editor.locator(f"#id_{name}")
        field.select_option(said) if name in ("key", "chart") else field.fill(said)
    if mandate:
        editor.select_option("#id_mandate", mandate)
    send(editor)


def number_from_the_list(editor: Page, key: str, mandate: str) -> None:
    """As the toolbar offers it: nobody types a number."""
    editor.locator("#id_markdown").press("Control+End")
    editor.locator("[data-tool=number]").click()
    dialog = editor.locator("dialog[open]")
    dialog.locator("#id_key").select_option(key)
    dialog.locator("#id_mandate").select_option(mandate)
    dialog.locator("button:not([type=button])").click()
    dialog.locator("[data-insert]").click()


def write_the_report(editor: Page, mandate: str) -> str:
    """A text whose two numbers come from the list, a figure, a chart and the pledges; its slug."""
    editor.goto("/sq/publications/write/new/")
    editor.locator("label:has(input[value=monitoring_report])").click()
    editor.fill("#id_title", TITLE)
    editor.fill("#id_summary", "Tri premtime, dy monitorues.")
    editor.fill("#id_authors", "Teuta Marku")
    editor.select_option("#id_municipality", TOWN)
    send(editor)
    work = editor.url.split("/write/")[1].split("/")[0]
    editor.goto(f"/sq/publications/write/{work}/sq/add/text/")
    before, between, after = re.split(r"\{\w+\}", WORDS["text"][0])
    box = editor.locator("#id_markdown")
    box.fill(before)
    number_from_the_list(editor, "pledges.fulfilled", mandate)
    box.press("Control+End")
    editor.keyboard.insert_text(between)
    number_from_the_list(editor, "pledges.scored", mandate)
    box.press("Control+End")
    editor.keyboard.insert_text(after)
    expect(editor.locator("[data-shown] .write-number")).to_have_text(["1", "3"])
    send(editor)
    add(editor, work, "figure", mandate, key="pledges.fulfilled_share", sentence=WORDS["figure"][0])
    add(editor, work, "chart", mandate, chart="pledge_statuses", alt=WORDS["chart"][0])
    add(editor, work, "pledges", mandate)
    return work


def publish(people: People, place: str) -> None:
    """The writer may stand for it, and never alone."""
    editor, other = people.editor, people.first
    editor.goto(place)
    press(editor.locator("button[value=submit]"))
    press(editor.locator("button[value=approve]"))
    expect(editor.locator("button[value=publish]")).to_have_count(0)
    other.goto(place)
    press(other.locator("button[value=approve]"))
    editor.goto(place)
    editor.locator("button[value=publish]").click()
    expect(editor.locator("button[value=revise]")).to_be_visible()


def translate(editor: Page, work: str) -> None:
    """The words of each block; its numbers are taken over."""
    editor.goto(f"/sq/publications/write/{work}/sq/")
    editor.select_option("#language", "sr")
    press(editor.locator("form[action$='/translate/'] button"))
    editor.goto(f"/sq/publications/write/{work}/sr/head/")
    editor.fill("#id_title", "Ђаковица: годину дана после обећања")
    editor.fill("#id_summary", "Три обећања, два посматрача.")
    editor.fill("#id_authors", "Теута Марку")
    send(editor)
    for number, (kind, field) in enumerate((("text", "markdown"), ("figure", "sentence"), ("chart", "alt"))):
        press(editor.locator(".write-block").nth(number).locator(".write-acts a"))
        box = editor.locator(f"#id_{field}")
        codes = re.findall(r"\{\{.*?\}\}", box.input_value())
        words = re.split(r"\{\w+\}", WORDS[kind][1])
        box.fill("".join(part + code for part, code in zip_longest(words, codes, fillvalue="")))
        send(editor)


def read(reader: Page, language: str, work: str, said: str) -> None:
    """The page and the PDF of a language say the same, and the PDF has a description of what it draws."""
    reader.goto(f"/{language}/publications/{work}/")
    expect(reader.locator("main")).to_contain_text(said)
    expect(reader.locator("main")).to_contain_text("33 %")
    file = reader.locator("a.chip[href$='.pdf'], a.chip[href$='/files/']").first.get_attribute("href") or ""
    if file.endswith("/files/"):
        reader.goto(file)
        making = reader.locator("form:has(input[value=pdf]) button")
        if making.count():
            making.click()
    link = reader.locator(f"a[href$='/pdf-{language}.pdf']")
    expect(link).to_be_visible(timeout=120_000)
    with reader.expect_download() as coming:
        link.click()
    pdf = PdfReader(coming.value.path())
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).replace("\xa0", " ").split())
    assert said in text
    assert "33 %" in text
    catalogue = pdf.trailer["/Root"]
    assert isinstance(catalogue, DictionaryObject)
    marks = catalogue["/MarkInfo"]
    assert isinstance(marks, DictionaryObject) and marks["/Marked"]


def take_the_story(reader: Page, mandate: str) -> None:
    """The upright picture for a phone, from the page of the mayor's infographic."""
    reader.goto(f"/sq/infographics/midterm/{mandate}/")
    link = reader.locator("a[href$='/story.png']")
    expect(link).to_be_visible(timeout=120_000)  # with a script it is ordered at once
    with reader.expect_download() as coming:
        link.click()
    with Image.open(coming.value.path()) as story:
        assert story.size == (1080, 1920)
    expect(reader.locator("#alt-text")).to_contain_text("1 nga 3")


def take_the_clip(reader: Page) -> None:
    """A film that plays, with its words; where ffmpeg is missing the page says so."""
    reader.goto(f"/sq/m/{TOWN}/clips/?topic=mayor")
    if not shutil.which("ffmpeg"):
        expect(reader.locator("#made")).to_contain_text("ffmpeg")
        return
    reader.locator("#made button.primary").click()
    link = reader.locator("a[href$='/story.mp4']")
    expect(link).to_be_visible(timeout=120_000)
    with reader.expect_download() as coming:
        link.click()
    film = Path(coming.value.path()).read_bytes()
    assert film[4:8] == b"ftyp"
    assert b"moov" in film[:200_000]  # at the beginning: it plays before all of it is there
    expect(reader.locator("#made details")).to_contain_text("1 nga 3")


def judge_again(people: People, site: Site, slug: str) -> None:
    """The next round, by hand: everything is fulfilled."""
    people.editor.goto(f"/sq/monitoring/mandates/{slug}/round/")
    people.editor.fill("#id_as_of", TODAY.isoformat())
    choose_the_team(people.editor)
    send(people.editor)
    sql = (
        "SELECT c.round_id, c.id FROM pledges_case c JOIN pledges_round r ON r.id = c.round_id "
        "JOIN pledges_mandate m ON m.id = r.mandate_id WHERE m.slug = ? AND r.published_at IS NULL"
    )
    cases = rows(site, sql, slug)
    assert len(cases) == len(FOUND)
    for _round, case in cases:
        for coder in (people.first, people.second):
            code(coder, case, "fulfilled")
    answer_and_publish(people, site, cases[0][0], "Pajtohemi.")


def everything_is_fulfilled_and_was_not(people: People, slug: str, work: str) -> None:
    page, before = people.office, (TODAY - timedelta(days=2)).isoformat()
    page.goto(f"/sq/pledges/{slug}/")
    expect(page.locator(".mayor-says")).to_contain_text("100 %")
    page.goto(f"/sq/pledges/{slug}/?on={before}")
    expect(page.locator(".mayor-says")).to_contain_text("33 %")
    expect(page.locator(".status-pledge_fulfilled.pledge-card")).to_have_count(1)
    # the drawing of that day
    page.goto(f"/sq/infographics/midterm/{slug}/?as_of={before}")
    expect(page.locator("#alt-text")).to_contain_text("1 nga 3", timeout=120_000)
    # the report, its chart and its paper are what they were; a new revision sees what is new
    for language, said in OLD.items():
        page.goto(f"/{language}/publications/{work}/")
        expect(page.locator("main")).to_contain_text(said)
        expect(page.locator("figure#chart-pledge-statuses")).to_contain_text("33 %")
    people.editor.goto(f"/sq/publications/write/{work}/sq/")
    people.editor.locator("button[value=revise]").click()
    expect(people.editor.locator(".write-number")).to_have_text(["3", "3"])
