"""The municipality's circle once, in a real browser: a coordinator says who gets what and who is reminded, a citizen
reports, the department's mail goes out, time passes and the officer is reminded, answers "fixed", the citizen says it
is not, the desk shows it again, it is fixed and confirmed; figures, files and ledger tell the same."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from besa.core.time_trap import TOO_FAST
from dev.public_pages import COORDINATOR, OFFICER
from dev.running_site import ROOT, Site, sign_in
from tests.browser.waiting import press

pytestmark = pytest.mark.browser
CITIZEN = "blerim@besa.example"
WORDS = "Ura e vogël mbi lumë është pa rrethojë, fëmijët kalojnë çdo ditë."
#: in the municipality of Peja, far from every report of the demonstration
PLACE = (42.6931, 20.1107)


@pytest.fixture
def windows(browser: Browser, site: Site) -> Iterator[tuple[Page, Page, Page]]:
    """The coordinator's, the officer's and the citizen's."""
    sizes = ({"width": 1280, "height": 900}, {"width": 1280, "height": 900}, {"width": 360, "height": 740})
    contexts = [
        browser.new_context(
            base_url=site.address,
            viewport={"width": size["width"], "height": size["height"]},
            locale="sq-XK",
            service_workers="block",
        )
        for size in sizes
    ]
    coordinator, officer, citizen = (context.new_page() for context in contexts)
    yield coordinator, officer, citizen
    for context in contexts:
        context.close()


def rows(site: Site, sql: str, *values: object) -> list[tuple[object, ...]]:
    with sqlite3.connect(f"file:{site.data / 'besa.sqlite3'}?mode=ro", uri=True) as connection:
        return list(connection.execute(sql, values))


def until(page: Page, site: Site, sql: str, *values: object) -> tuple[object, ...]:
    """The first row, as soon as the worker has written one."""
    for _ in range(120):
        if found := rows(site, sql, *values):
            return found[0]
        page.wait_for_timeout(500)
    raise AssertionError(f"never came: {sql} {values}")


def manage(site: Site, *arguments: str) -> None:
    environment = {**os.environ, "BESA_DATA": str(site.data), "BESA_DATABASE": ""}
    subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=True, capture_output=True
    )


def let_days_pass(site: Site, number: object, days: int) -> None:
    """Move what the database knows of a report and of the steps so many days back; then take the steps."""
    with sqlite3.connect(site.data / "besa.sqlite3", timeout=20) as connection:
        back = f"-{days} days"
        connection.execute(
            "UPDATE reports_report SET created_at = datetime(created_at, ?), "
            "response_due_at = datetime('now', '-1 days') WHERE id = ?",
            (back, number),
        )
        connection.execute("UPDATE reports_escalationstep SET since = datetime(since, ?)", (back,))
    manage(site, "shell", "-c", "from besa.reports.services.escalation import remind; remind()")


def say_who_gets_what(page: Page) -> None:
    sign_in(page, COORDINATOR)
    page.goto("/sq/desk/recipients/new/?municipality=peja&channel=mail")
    page.fill("#id_name", "Urat dhe rrugët")
    page.fill("#id_address", "urat@besa.example")
    page.select_option("#id_category", label="Tjetër")
    press(page.locator("main form button.primary"))
    expect(page.locator("main")).to_contain_text("Urat dhe rrugët")
    page.goto("/sq/desk/reminders/?municipality=peja")
    page.fill("#id_days", "0")
    press(page.locator("form:has(#id_days) button.primary"))
    expect(page.locator("table.cards")).to_be_visible()


def report_it(page: Page, site: Site) -> object:
    page.goto(f"/sq/report/?lat={PLACE[0]}&lon={PLACE[1]}")
    page.locator("label[for=c-other]").click()
    page.fill("#id_text", WORDS)
    page.fill("#id_email", CITIZEN)
    page.wait_for_timeout(TOO_FAST.total_seconds() * 1000 + 200)
    page.locator("#send").click()
    expect(page.locator(".private-link")).to_be_visible(timeout=30_000)
    [(number,)] = rows(site, "SELECT id FROM reports_report WHERE text = ?", WORDS)
    return number


def answer(page: Page, number: object, action: str, words: str) -> None:
    page.goto(f"/sq/desk/reports/{number}/")
    act = page.locator("details.desk-action", has=page.locator(f"input[name=action][value={action}]"))
    act.locator("summary").first.click()
    act.locator("textarea").fill(words)
    act.locator("button.primary").click()
    expect(page.locator("main")).to_contain_text(words)


def test_route_answer_remind_reopen_confirm_export(
    windows: tuple[Page, Page, Page], site: Site, tmp_path: Path
) -> None:
    coordinator, officer, citizen = windows
    say_who_gets_what(coordinator)
    number = report_it(citizen, site)
    receipt = citizen.url

    # Routed: the department's mail goes out, with the words and an address to answer to.
    until(
        citizen,
        site,
        "SELECT d.id FROM delivery_delivery d JOIN delivery_recipient r ON r.id = d.recipient_id "
        "WHERE d.report_id = ? AND d.state = 'sent' AND r.address = 'urat@besa.example'",
        number,
    )
    coordinator.goto(f"/sq/desk/reports/{number}/")
    expect(coordinator.locator("main")).to_contain_text("Urat dhe rrugët")

    # Nobody answers; the officer is reminded by a mail that leads to the report.
    sign_in(officer, OFFICER)
    let_days_pass(site, number, 6)
    (mail,) = until(
        officer,
        site,
        "SELECT text FROM core_outgoingmail WHERE recipient = ? AND kind LIKE 'desk.%' AND text LIKE ?",
        OFFICER,
        f"%/desk/reports/{number}/%",
    )
    link = re.search(rf"https?://\S+/desk/reports/{number}/", str(mail))
    assert link, mail
    officer.goto(re.sub(r"https?://[^/]+", site.address, link[0]))
    expect(officer.locator("main")).to_contain_text("me vonesë")
    officer.goto("/sq/desk/?view=late")
    expect(officer.locator(f"#row-{number}")).to_have_count(1)

    # "Fixed", says the municipality; "not fixed", says who reported it.
    answer(officer, number, "fix", "Rrethoja u vendos sot.")
    citizen.goto(receipt)
    citizen.locator("#verdict a[href*='fixed=no']").click()
    citizen.locator("main form textarea").fill("Mungon ende ana e majtë.")
    press(citizen.locator("main form button.primary"))
    until(citizen, site, "SELECT id FROM reports_report WHERE id = ? AND state = 'reopened'", number)
    officer.goto("/sq/desk/?view=reopened")
    expect(officer.locator(f"#row-{number}")).to_have_count(1)
    answer(officer, number, "fix", "Edhe ana e majtë u rrethua.")
    citizen.goto(receipt)
    press(citizen.locator("#verdict button[value=yes]"))
    until(citizen, site, "SELECT id FROM reports_report WHERE id = ? AND confirmed_fixed", number)

    _counted_and_exported(coordinator, site, number, tmp_path)


def _counted_and_exported(page: Page, site: Site, number: object, folder: Path) -> None:
    """The page of the report, the open data and the ledger tell the same story."""
    page.goto(f"/sq/reports/{number}/")
    for words in ("Rrethoja u vendos sot.", "Mungon ende ana e majtë.", "Edhe ana e majtë u rrethua."):
        expect(page.locator("main")).to_contain_text(words)
    told = page.request.get(site(f"/api/v1/reports/{number}")).json()
    assert told["state"] == "fixed", json.dumps(told)
    [(uid,)] = rows(site, "SELECT uid FROM reports_report WHERE id = ?", number)
    manage(site, "seal")
    export = folder / "ledger.jsonl"
    export.write_bytes(page.request.get(site("/ledger/export")).body())
    verify = [
        sys.executable,
        "-I",
        str(ROOT / "bin" / "besa-verify"),
        str(export),
        "--entry",
        f"report:{uid}",
    ]
    said = subprocess.run(verify, capture_output=True, text=True, check=True).stdout
    assert [
        said.count(verb) for verb in ("reports.fixed", "reports.reopened", "reports.confirmed_fixed")
    ] == [
        2,
        1,
        1,
    ]
    assert "OK:" in said
