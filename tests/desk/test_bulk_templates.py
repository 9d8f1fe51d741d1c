"""A prepared answer for many reports: filled in for each, in its reporter's language, and no rapid reaction."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from besa.desk.models import BulkAct, BulkItem
from besa.desk.queries.bulk import notice_of
from besa.desk.services import bulk
from besa.reports.models import Category, Report, ResponseTemplate, Update
from besa.reports.models.report import State
from besa.reports.services.templates import retire_template, save_template
from tests.factories.desk import Town, a_report, a_town
from tests.factories.people import browser_of
from tests.factories.public import make_category

pytestmark = pytest.mark.django_db
BULK = "/en/desk/bulk/"


@pytest.fixture
def town() -> Town:
    return a_town()


def _prepared(
    town: Town, *, state: str = "", category: Category | None = None, **texts: str
) -> ResponseTemplate:
    return save_template(
        municipality=town.municipality,
        name="Known",
        category=category,
        state=state,
        texts=texts or {"sq": "Raporti {number} dihet.", "en": "Report {number} is known."},
        role="coordinator",
    )


def _send(browser: Client, reports: list[Report], act: str, **given: Any) -> Any:
    picks = [report.pk for report in reports]
    return browser.post(BULK, {"act": act, "pick": picks, "step": "do", **given})


def _carry_out() -> BulkAct:
    asked = BulkAct.objects.latest("pk")
    bulk.hasten_bulk_act(bulk=asked)
    asked.refresh_from_db()
    return asked


def test_each_report_gets_its_own_words_in_every_language(town: Town) -> None:
    reports = [a_report(language="sq"), a_report(language="en")]
    template = _prepared(town)
    assert _send(browser_of(town.officer), reports, "answer", template=template.pk).status_code == 302
    assert _carry_out().failures == 0
    for report in reports:
        said = Update.objects.get(report=report)
        words = {said.language: said.text, **said.texts}
        assert words == {"sq": f"Raporti {report.pk} dihet.", "en": f"Report {report.pk} is known."}
        assert said.bulk and said.by_template and said.template == template
        report.refresh_from_db()
        assert report.responded_at is None


@pytest.mark.parametrize("act", ["acknowledge", "start", "fix", "decline", "forward"])
def test_acts_that_change_the_state_may_say_it_too(town: Town, act: str) -> None:
    report, template = a_report(), _prepared(town)
    given = {"reason": "not_found"} if act == "decline" else {}
    given |= {"department": str(town.department.pk)} if act == "forward" else {}
    _send(browser_of(town.coordinator), [report], act, template=template.pk, **given)
    assert _carry_out().failures == 0
    assert str(report.pk) in Update.objects.get().text


def test_an_answer_for_another_category_is_not_given(town: Town) -> None:
    lighting, pothole = make_category("lighting"), make_category("pothole")
    fitting, other = a_report(category=lighting), a_report(category=pothole)
    template = _prepared(town, category=lighting)
    browser = browser_of(town.officer)
    page = _send(browser, [fitting, other], "answer", template=template.pk, preview="1")
    assert page.status_code == 200 and page.context["previews"].others == 1
    assert b"about another category than this answer" in page.content
    _send(browser, [fitting, other], "answer", template=template.pk)
    asked = _carry_out()
    assert asked.failures == 1
    assert BulkItem.objects.get(report_id=other.pk).reason == "template_for_others"
    page = browser.get(reverse("desk:bulk_act", args=[asked.pk]))
    assert b"This prepared answer is for another category." in page.content


def test_a_preview_in_each_reporters_language_says_nothing_yet(town: Town) -> None:
    reports = [a_report(language="sq"), a_report(language="en"), a_report(language="en")]
    page = _send(browser_of(town.officer), reports, "answer", template=_prepared(town).pk, preview="1")
    content = page.content.decode()
    assert f"Raporti {reports[0].pk} dihet." in content and f"Report {reports[1].pk} is known." in content
    assert len(page.context["previews"].examples) == 2
    assert not BulkAct.objects.exists()


def test_only_answers_for_that_state_or_for_every_one_are_offered(town: Town) -> None:
    every, fixed = _prepared(town), _prepared(town, state=State.FIXED)
    retire_template(template=_prepared(town), role="coordinator")
    browser, report = browser_of(town.officer), a_report()
    for act, offered in {"fix": {every.pk, fixed.pk}, "start": {every.pk}, "answer": {every.pk}}.items():
        form = browser.post(BULK, {"act": act, "pick": [report.pk]}).context["form"]
        assert {int(key) for key, _ in form.fields["template"].choices if key} == offered
    assert _send(browser, [report], "start", template=fixed.pk).status_code == 422


def test_own_words_and_a_prepared_answer_are_not_mixed(town: Town) -> None:
    template, report = _prepared(town), a_report()
    browser = browser_of(town.officer)
    page = _send(browser, [report], "answer", template=template.pk, text="Hello")
    assert page.status_code == 422 and b"one of the two" in page.content
    page = _send(browser, [report], "answer", text=" ")
    assert page.status_code == 422 and b"Write what you want to say." in page.content
    assert _send(browser, [report], "answer", text="Hello").status_code == 302


def test_what_was_previewed_is_said_whoever_edits_it_meanwhile(town: Town) -> None:
    template, report = _prepared(town, en="As previewed"), a_report()
    _send(browser_of(town.officer), [report], "answer", template=template.pk)
    ResponseTemplate.objects.update(texts={"en": "Something else"}, retired_at=timezone.now())
    _carry_out()
    assert Update.objects.get().text == "As previewed"


def test_elsewhere_a_prepared_answer_is_not_known(town: Town) -> None:
    theirs = _prepared(a_town("prizren"))
    _prepared(town)
    page = _send(browser_of(town.officer), [a_report()], "answer", template=theirs.pk)
    assert page.status_code == 422


def test_numbers_are_told_in_words_that_fit(town: Town) -> None:
    reports = [a_report() for _ in range(2)]
    browser = browser_of(town.officer)
    _send(browser, reports[:1], "category", category=make_category("lighting").pk)
    assert notice_of(BulkAct.objects.latest("pk")).text == "1 report will get another category"
    _send(browser, reports, "acknowledge")
    assert notice_of(BulkAct.objects.latest("pk")).text == "2 reports will be acknowledged"
    assert notice_of(_carry_out()).text == "2 reports acknowledged"
