"""A mayor's pledges from the programme to what everybody sees, in real browsers: a monitor keeps the programme and
marks six, the list is frozen, two code blind and a third decides, the office answers by its private link, an editor
who judged nothing approves and publishes; and after the next round a day before it still shows the old figures."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from besa.pledges.testability import QUESTIONS
from dev.running_site import ROOT, Site
from tests.browser.monitoring import (
    People,
    answer_and_publish,
    choose_the_team,
    code,
    let_half_a_year_pass,
    send,
)
from tests.browser.test_desk_journey import manage, rows, until
from tests.browser.waiting import press

pytestmark = pytest.mark.browser
MAYOR = "Blerta Ndreca"
REPLY = "Për deponitë presim makineritë. <b>Faleminderit.</b>"
TODAY = date.today()
CONTRACT = ROOT / "besa/site/demonstration/files/contract.pdf"
#: page of the programme, how its sentence begins, policy area, what the first coder finds, and the second
PLEDGES = (
    (3, "Do të rinovojmë tualetet", "education", "fulfilled", "fulfilled"),
    (4, "Do të asfaltojmë rrugën", "roads", "partly", "partly"),
    (6, "Do të mbyllim të gjitha", "waste", "stalled", "stalled"),
    (7, "Do të ndërrojmë të gjitha", "lighting", "in_progress", "in_progress"),
    (8, "Do të lirojmë nga taksa", "economy", "not_started", "not_started"),
    (11, "Do të publikojmë çdo", "administration", "in_progress", "not_started"),
)


def begin_a_mandate(editor: Page, site: Site) -> str:
    editor.goto("/sq/monitoring/new/")
    editor.select_option("#id_municipality", label="Ferizaj")
    editor.fill("#id_name", MAYOR)
    editor.fill("#id_starts", (TODAY - timedelta(days=400)).isoformat())
    editor.fill("#id_term_ends", (TODAY + timedelta(days=1000)).isoformat())
    send(editor)
    sql = "SELECT m.slug FROM pledges_mandate m JOIN pledges_person p ON p.id = m.person_id WHERE p.names LIKE ?"
    return str(rows(site, sql, f"%{MAYOR}%")[0][0])


def keep_the_programme(page: Page, site: Site, slug: str, folder: Path) -> object:
    """As anybody may: the programme of the demonstration is on its mayor's page."""
    page.goto("/sq/pledges/")
    page.locator("main .mayor-line a", has_text="Dafina Liqenari").click()
    with page.expect_download() as coming:
        page.locator("main a[href*='/documents/']").first.click()
    file = folder / "programi.pdf"
    coming.value.save_as(file)
    page.goto(f"/sq/monitoring/mandates/{slug}/programme/")
    page.fill("#id_title", "Programi 2025")
    page.set_input_files("#id_file", file)
    send(page)
    (number,) = until(
        page,
        site,
        "SELECT p.id FROM pledges_programme p JOIN pledges_document d ON d.id = p.document_id "
        "JOIN pledges_mandate m ON m.id = p.mandate_id WHERE m.slug = ? AND d.state = 'ready' AND d.pages_count = 12",
        slug,
    )
    return number


def mark(page: Page, programme: object) -> None:
    """Six sentences, each tested, with what it will be judged by."""
    for number, words, area, *_found in PLEDGES:
        page.goto(f"/sq/monitoring/programmes/{programme}/{number}/")
        page.locator("label.check", has_text=words).locator("input").check()
        page.select_option("#area", area)
        send(page)
        press(page.locator("main a[href*='/monitoring/pledges/']", has_text=words))
        test = page.locator("form[action$='/test/']")
        for key in QUESTIONS:
            test.locator(f"input[name={key}][value=yes]").check(force=True)
        press(test.locator("button"))
        criterion = page.locator("form[action$='/criterion/']")
        criterion.locator("[name=fulfilled_when]").fill(f"Shihet se u bë: {words}.")
        press(criterion.locator("button"))
        expect(page.locator("main .errors")).to_have_count(0)


def add_the_proof(page: Page, site: Site, slug: str) -> None:
    """A contract for each pledge, archived by the worker."""
    sql = (
        "SELECT p.uid FROM pledges_pledge p JOIN pledges_mandate m ON m.id = p.mandate_id WHERE m.slug = ? "
        "AND p.state = 'frozen' ORDER BY p.number"
    )
    for (uid,) in rows(site, sql, slug):
        page.goto(f"/sq/monitoring/pledges/{uid}/evidence/")
        page.select_option("#id_kind", "contract")
        page.fill("#id_happened_on", (TODAY - timedelta(days=60)).isoformat())
        page.fill("#id_summary", "Kontrata e nënshkruar.")
        page.set_input_files("#id_documents", CONTRACT)
        send(page)
    until(page, site, "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM pledges_document WHERE state = 'waiting')")


def test_from_the_programme_to_the_public_page_and_back_in_time(
    people: People, site: Site, tmp_path: Path
) -> None:
    slug = begin_a_mandate(people.editor, site)
    programme = keep_the_programme(people.first, site, slug, tmp_path)
    mark(people.first, programme)
    people.editor.goto(f"/sq/monitoring/mandates/{slug}/")
    press(people.editor.locator("form[action$='/freeze/'] button"))
    people.editor.goto(f"/sq/monitoring/mandates/{slug}/round/")
    people.editor.fill("#id_as_of", (TODAY - timedelta(days=1)).isoformat())
    choose_the_team(people.editor)
    send(people.editor)
    add_the_proof(people.first, site, slug)

    sql = (
        "SELECT c.round_id, c.id FROM pledges_case c JOIN pledges_pledge p ON p.id = c.pledge_id "
        "JOIN pledges_mandate m ON m.id = p.mandate_id WHERE m.slug = ? ORDER BY p.number"
    )
    round, *_rest = (number for number, _case in rows(site, sql, slug))
    cases = [case for _round, case in rows(site, sql, slug)]
    for case, (*_words, status, _other) in zip(cases, PLEDGES, strict=True):
        code(people.first, case, status)
    people.second.goto(f"/sq/monitoring/cases/{cases[0]}/")
    expect(people.second.locator("main")).not_to_contain_text("Kontrata dhe vizita")
    for case, (*_words, other) in zip(cases, PLEDGES, strict=True):
        code(people.second, case, other)
    people.adjudicator.goto("/sq/monitoring/")
    press(people.adjudicator.locator(f"main a[href*='/cases/{cases[-1]}/']"))
    expect(people.adjudicator.locator("main")).to_contain_text("Kontrata dhe vizita: not_started.")
    code(people.adjudicator, cases[-1], "in_progress", "evidence_missed")

    people.editor.goto(f"/sq/monitoring/rounds/{round}/")
    expect(people.editor.locator("main")).to_contain_text("α = 0,8")
    answer_and_publish(people, site, round, REPLY, CONTRACT)
    everybody_sees_it(people.office, slug)
    the_day_before_is_as_it_was(people.office, site, slug)


def everybody_sees_it(page: Page, slug: str) -> None:
    """Figures, the reply word for word, and each pledge with its evidence."""
    page.goto(f"/sq/pledges/{slug}/")
    expect(page.locator(".pledge-card")).to_have_count(6)
    expect(page.locator(".status-pledge_in_progress.pledge-card")).to_have_count(2)
    expect(page.locator(".mayor-says")).to_contain_text("17 %")  # one of six
    expect(page.locator("#reply")).to_contain_text(REPLY)
    page.locator(".pledge-card a", has_text="asfaltojmë").click()
    expect(page.locator("#evidence")).to_contain_text("Kontrata e nënshkruar.")
    expect(page.locator("#story")).to_contain_text("Kontrata dhe vizita: partly.")


def the_day_before_is_as_it_was(page: Page, site: Site, slug: str) -> None:
    """Half a year passes, the next round is published: the page has new figures, and on the day before the old ones."""
    let_half_a_year_pass(site, slug)
    manage(site, "shell", "-c", f"from tests.factories.monitored import *; find_all_fulfilled({slug!r})")
    page.goto(f"/sq/pledges/{slug}/")
    expect(page.locator(".mayor-says")).to_contain_text("100 %")
    yesterday = (TODAY - timedelta(days=2)).isoformat()
    page.goto(f"/sq/pledges/{slug}/?on={yesterday}")
    expect(page.locator(".mayor-says")).to_contain_text("17 %")
    expect(page.locator(".status-pledge_in_progress.pledge-card")).to_have_count(2)
    counts = [
        json.loads(page.request.get(site(f"/pledges/{slug}.json{query}")).text())["counts"]["by_status"]
        for query in ("", f"?on={yesterday}")
    ]
    assert [counted["fulfilled"] for counted in counts] == [6, 1]
    assert counts[1]["in_progress"] == 2
