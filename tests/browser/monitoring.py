"""What the journeys of pledges and of publications have in common: their people, and what these do."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from dev.running_site import Site
from tests.browser.test_desk_journey import until
from tests.browser.waiting import press

TODAY = date.today()


@dataclass
class People:
    """A browser for each."""

    editor: Page
    first: Page
    second: Page
    adjudicator: Page
    office: Page


def send(page: Page) -> None:
    """The one button of the page, without an error in the answer."""
    press(page.locator("main form button.primary").first)
    assert page.locator("main .errors").all_inner_texts() == []


def choose_the_team(editor: Page) -> None:
    """Who codes a round, and who decides."""
    for task, who in (("first", "Liridon"), ("second", "Jelena"), ("adjudicator", "Shpresa")):
        options = editor.locator(f"#id_{task} option", has_text=who)
        editor.select_option(f"#id_{task}", options.first.get_attribute("value"))


def code(page: Page, case: object, status: str, why: str = "") -> None:
    """Judge a case by its first evidence."""
    page.goto(f"/sq/monitoring/cases/{case}/")
    page.check(f"input[name=status][value={status}]", force=True)
    page.fill("#id_effective_on", (TODAY - timedelta(days=30)).isoformat())
    page.fill("#id_reason", f"Kontrata dhe vizita: {status}.")
    page.locator("input[name=evidence]").first.check(force=True)
    if why:
        page.select_option("#id_cause", why)
    send(page)


def answer_and_publish(people: People, site: Site, round: object, reply: str, *documents: Path) -> None:
    """The mayor's office answers by its private link, then the round is approved and published."""
    office = f"zyra.{round}@besa.example"
    people.editor.goto(f"/sq/monitoring/rounds/{round}/")
    people.editor.fill("#id_email", office)
    press(people.editor.locator("form[action$='/send/'] button.primary"))
    (mail,) = until(people.office, site, "SELECT text FROM core_outgoingmail WHERE recipient = ?", office)
    link = re.search(r"/\S+/pledges/reply/\d+/[\w-]+/", re.sub(r"https?://[^/\s]+", "", str(mail)))
    assert link, mail
    people.office.goto(link[0])
    people.office.fill("#id_text", reply)
    people.office.fill("#id_author", "Zyra e kryetares")
    people.office.set_input_files("#id_documents", documents)
    send(people.office)
    people.office.locator("form[action$='/finish/'] button").click()
    expect(people.office.locator("main .notice.success")).to_be_visible()
    for step in ("approve", "publish"):
        people.editor.goto(f"/sq/monitoring/rounds/{round}/")
        press(people.editor.locator(f"form[action$='/{step}/'] button"))


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
