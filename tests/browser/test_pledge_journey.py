"""A mayor's pledges from the programme to what everybody sees, in real browsers: a monitor keeps the programme and
marks six, the list is frozen, two code blind and a third decides, the office answers by its private link, an editor
who judged nothing approves and publishes; and after the next round a day before it still shows the old figures."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from besa.pledges.testability import QUESTIONS
from dev.running_site import ROOT, Site, sign_in
from tests.browser.test_desk_journey import manage, rows, until

pytestmark = pytest.mark.browser
MAYOR, OFFICE = "Blerta Ndreca", "zyra.prizren@besa.example"
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
#: half a year later both find all of it fulfilled, which takes a minute by services and no more by hand
NEXT_ROUND = """
from datetime import timedelta
from django.utils import timezone
from besa.people.models import User
from besa.pledges.models import Case, Mandate
from besa.pledges.rules import Verdict
from besa.pledges.services.coding import code_case
from besa.pledges.services.publishing import approve_round, publish_round
from besa.pledges.services.replying import Letter, finish_replies, give_reply, send_for_reply
from besa.pledges.services.rounds import Staffing, Team, open_round
mandate = Mandate.objects.get(slug={slug!r})
names = ("editor", "monitor1", "monitor2", "monitor3")
editor, *team = (User.objects.get(email=f"{{name}}@besa.example") for name in names)
today = timezone.localdate()
round = open_round(mandate=mandate, as_of=today, staffing=Staffing(Team(*team)), by=editor)
for pk in round.cases.values_list("pk", flat=True):
    for coder in team[:2]:
        case = Case.objects.select_related("round__mandate", "pledge__mandate", "criterion").get(pk=pk)
        proof = case.pledge.evidence.get().pk
        found = Verdict("fulfilled", "Vepra u pranua.", today - timedelta(days=9), "sq", evidence=(proof,))
        code_case(case=case, verdict=found, by=coder)
round.refresh_from_db()
request = send_for_reply(round=round, letter=Letter("zyra@besa.example", "sq", "besa"), by=editor)
give_reply(request=request, text="Pajtohemi.", author="Zyra", language="sq")
finish_replies(request=request)
round.refresh_from_db()
approve_round(round=round, by=editor)
publish_round(round=round, by=editor)
"""


@dataclass
class People:
    """A browser for each."""

    editor: Page
    first: Page
    second: Page
    adjudicator: Page
    office: Page


@pytest.fixture
def people(browser: Browser, site: Site) -> Iterator[People]:
    """The organisation's at their desks, and the mayor's office on a phone, where nobody signs in."""
    contexts = [
        browser.new_context(
            base_url=site.address,
            viewport={"width": width, "height": 900},
            locale="sq-XK",
            service_workers="block",
        )
        for width in (1280, 1280, 1280, 1280, 360)
    ]
    pages = [context.new_page() for context in contexts]
    for page in pages:
        page.on("dialog", lambda dialog: dialog.accept())
    for page, who in zip(pages, ("editor", "monitor1", "monitor2", "monitor3"), strict=False):
        sign_in(page, f"{who}@besa.example")
    yield People(*pages)
    for context in contexts:
        context.close()


def send(page: Page) -> None:
    """The one button of the page, without an error in the answer."""
    page.locator("main form button.primary").first.click()
    page.wait_for_load_state()
    assert page.locator("main .errors").all_inner_texts() == []


def begin_a_mandate(editor: Page, site: Site) -> str:
    editor.goto("/sq/monitoring/new/")
    editor.select_option("#id_municipality", label="Prizren")
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
        page.locator("main a[href*='/monitoring/pledges/']", has_text=words).click()
        test = page.locator("form[action$='/test/']")
        for key in QUESTIONS:
            test.locator(f"input[name={key}][value=yes]").check(force=True)
        test.locator("button").click()
        criterion = page.locator("form[action$='/criterion/']")
        criterion.locator("[name=fulfilled_when]").fill(f"Shihet se u bë: {words}.")
        criterion.locator("button").click()
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


def code(page: Page, case: object, status: str, why: str = "") -> None:
    page.goto(f"/sq/monitoring/cases/{case}/")
    page.check(f"input[name=status][value={status}]", force=True)
    page.fill("#id_effective_on", (TODAY - timedelta(days=30)).isoformat())
    page.fill("#id_reason", f"Kontrata dhe vizita: {status}.")
    page.locator("input[name=evidence]").first.check(force=True)
    if why:
        page.select_option("#id_cause", why)
    send(page)


def test_from_the_programme_to_the_public_page_and_back_in_time(
    people: People, site: Site, tmp_path: Path
) -> None:
    slug = begin_a_mandate(people.editor, site)
    programme = keep_the_programme(people.first, site, slug, tmp_path)
    mark(people.first, programme)
    people.editor.goto(f"/sq/monitoring/mandates/{slug}/")
    people.editor.locator("form[action$='/freeze/'] button").click()
    people.editor.goto(f"/sq/monitoring/mandates/{slug}/round/")
    people.editor.fill("#id_as_of", (TODAY - timedelta(days=1)).isoformat())
    for task, who in (("first", "Liridon"), ("second", "Jelena"), ("adjudicator", "Shpresa")):
        options = people.editor.locator(f"#id_{task} option", has_text=who)
        people.editor.select_option(f"#id_{task}", options.first.get_attribute("value"))
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
    people.adjudicator.locator(f"main a[href*='/cases/{cases[-1]}/']").click()
    expect(people.adjudicator.locator("main")).to_contain_text("Kontrata dhe vizita: not_started.")
    code(people.adjudicator, cases[-1], "in_progress", "evidence_missed")

    answer_as_the_office(people, site, round)
    for step in ("approve", "publish"):
        people.editor.goto(f"/sq/monitoring/rounds/{round}/")
        people.editor.locator(f"form[action$='/{step}/'] button").click()
    everybody_sees_it(people.office, slug)
    the_day_before_is_as_it_was(people.office, site, slug)


def answer_as_the_office(people: People, site: Site, round: object) -> None:
    people.editor.goto(f"/sq/monitoring/rounds/{round}/")
    expect(people.editor.locator("main")).to_contain_text("α = 0,8")
    people.editor.fill("#id_email", OFFICE)
    people.editor.locator("form[action$='/send/'] button.primary").click()
    (mail,) = until(people.office, site, "SELECT text FROM core_outgoingmail WHERE recipient = ?", OFFICE)
    link = re.search(r"/\S+/pledges/reply/\d+/[\w-]+/", re.sub(r"https?://[^/\s]+", "", str(mail)))
    assert link, mail
    people.office.goto(link[0])
    people.office.fill("#id_text", REPLY)
    people.office.fill("#id_author", "Zyra e kryetares")
    people.office.set_input_files("#id_documents", CONTRACT)
    send(people.office)
    people.office.locator("form[action$='/finish/'] button").click()
    expect(people.office.locator("main .notice.success")).to_be_visible()


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
    manage(site, "shell", "-c", NEXT_ROUND.format(slug=slug))
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


def let_half_a_year_pass(site: Site, slug: str) -> None:
    """Move what the database knows of the mandate so far 190 days back."""
    by_mandate = f"= (SELECT id FROM pledges_mandate WHERE slug = '{slug}')"
    of_mandate = f"IN (SELECT id FROM pledges_pledge WHERE mandate_id {by_mandate})"
    with sqlite3.connect(site.data / "besa.sqlite3", timeout=20) as connection:
        for table, columns, where in (
            ("baseline", ("frozen_at",), f"mandate_id {by_mandate}"),
            ("criterion", ("published_at",), f"pledge_id {of_mandate}"),
            ("rating", ("recorded_at",), f"pledge_id {of_mandate}"),
            ("round", ("opened_at", "approved_at", "published_at"), f"mandate_id {by_mandate}"),
        ):
            moved = ", ".join(f"{column} = datetime({column}, '-190 days')" for column in columns)
            connection.execute(f"UPDATE pledges_{table} SET {moved} WHERE {where}")
        connection.execute(
            f"UPDATE pledges_baseline SET frozen_on = date(frozen_on, '-190 days') WHERE mandate_id {by_mandate}"
        )
