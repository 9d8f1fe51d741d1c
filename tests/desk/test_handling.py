"""Assigning, correcting, splitting, mentions and prepared answers, as officials send them from the report's page."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from besa.reports.models import Change, Mention, Report, ResponseTemplate, Update
from besa.reports.services.notes import note_internally
from besa.reports.services.templates import save_template
from tests.factories.people import browser_of
from tests.reports.acts import IN_DECAN, IN_PEJA, Neighbours, category_of, neighbours

pytestmark = pytest.mark.django_db


@pytest.fixture
def there() -> Neighbours:
    return neighbours()


@pytest.fixture
def desk(there: Neighbours) -> Client:
    return browser_of(there.officer)


def page_of(report: Report) -> str:
    return f"/en/desk/reports/{report.pk}/"


def send(browser: Client, report: Report, action: str, **values: Any) -> Any:
    return browser.post(page_of(report), {"action": action, **values})


def fresh(report: Report) -> Report:
    return Report.objects.get(pk=report.pk)


def test_a_report_is_assigned_and_the_assignment_taken_back(there: Neighbours, desk: Client) -> None:
    report = there.report()
    answer = send(desk, report, "assign", person=there.of_roads.pk, department="", text="Yours", seen="0-0")
    assert answer.status_code == 302
    assert (fresh(report).department, fresh(report).assignee) == (there.roads, there.of_roads)
    page = desk.get(page_of(report)).content.decode()
    assert "Bekim Hoti" in page and "Yours" in page
    change = Change.objects.get()
    assert f'value="{change.pk}"' in page
    assert send(desk, report, "undo", change=change.pk).status_code == 302
    assert (fresh(report).department, fresh(report).assignee) == (None, None)


def test_one_press_takes_a_report(there: Neighbours, desk: Client) -> None:
    report = there.report()
    send(desk, report, "take", seen="0-0")
    assert fresh(report).assignee == there.officer
    assert send(desk, report, "take", seen="0-0").status_code == 422


def test_a_colleague_who_was_faster_is_named_and_nothing_is_lost(there: Neighbours, desk: Client) -> None:
    report = there.report()
    send(browser_of(there.coordinator), report, "priority", priority="2", text="A child fell in", seen="0")
    answer = send(desk, report, "priority", priority="1", text="Near the school", seen="0")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Çelik Berisha" in page and "Near the school" in page
    assert fresh(report).priority == 2
    assert 'name="seen" value="2"' in page


def test_a_category_is_corrected_and_everybody_sees_it(there: Neighbours, desk: Client) -> None:
    report = there.report()
    lamp = category_of("lighting")
    send(desk, report, "category", category=lamp.pk, seen=report.category_id)
    assert fresh(report).category == lamp
    public = Client().get(f"/en/reports/{report.pk}/").content.decode()
    assert "The category was corrected" in public and "Arta" not in public


def test_a_pin_in_the_next_municipality_asks_first(there: Neighbours, desk: Client) -> None:
    report = there.report()
    point = {"lat": IN_DECAN[0], "lon": IN_DECAN[1], "seen": report.zkey, "place": ""}
    asked = send(desk, report, "place", **point)
    assert asked.status_code == 422 and "Hand the report over to Deçan" in asked.content.decode()
    assert fresh(report).municipality == there.peja
    given = send(desk, report, "place", **point, decision="hand_over", text="Not ours")
    assert given.status_code == 302 and given.url == "/en/desk/"
    assert fresh(report).municipality == there.decan
    assert desk.get(page_of(report)).status_code == 403
    page = browser_of(there.in_decan).get(page_of(report)).content.decode()
    assert "Not ours" not in page and "Handed over from Pejë to Deçan" in page.replace("Peja", "Pejë")


def test_an_official_may_say_that_it_is_theirs_all_the_same(there: Neighbours, desk: Client) -> None:
    report = there.report()
    point = {"lat": IN_DECAN[0], "lon": IN_DECAN[1], "seen": report.zkey, "place": ""}
    send(desk, report, "place", **point, decision="ours")
    assert fresh(report).municipality == there.peja and fresh(report).outside


@pytest.mark.parametrize("lat", ["", "x", "999", "nan", "42,66"])
def test_nonsense_for_a_point_is_said_and_not_an_error(there: Neighbours, desk: Client, lat: str) -> None:
    report = there.report()
    answer = send(desk, report, "place", lat=lat, lon="20.29", place="", seen=report.zkey)
    assert answer.status_code in (302, 422)
    assert fresh(report).municipality == there.peja


def test_a_report_is_split_and_the_new_one_links_back(there: Neighbours, desk: Client) -> None:
    report = there.report(text="A hole in the road. And the lamp is broken.")
    how = {"category": category_of("lighting").pk, "seen": "received"}
    assert send(desk, report, "split", text="I invent this", **how).status_code == 422
    send(desk, report, "split", text="And the lamp is broken.", **how)
    part = Report.objects.get(split_from=report)
    assert f"/en/reports/{report.pk}/" in Client().get(f"/en/reports/{part.pk}/").content.decode()
    assert f"/en/reports/{part.pk}/" in Client().get(f"/en/reports/{report.pk}/").content.decode()


def test_colleagues_are_mentioned_by_name_or_from_the_list(there: Neighbours, desk: Client) -> None:
    report = there.report()
    send(desk, report, "note", text="@bekim hoti, see also name@example.com", mentioned=[there.of_parks.pk])
    assert set(Mention.objects.values_list("user", flat=True)) == {there.of_roads.pk, there.of_parks.pk}
    unknown = send(desk, report, "note", text="@Nobody Here please")
    assert unknown.status_code == 422 and "@Nobody" in unknown.content.decode()
    reader = browser_of(there.of_roads)
    page = reader.get("/en/desk/mentions/").content.decode()
    assert "bekim hoti" in page and "Arta Gashi" in page
    reader.post("/en/desk/mentions/", {"mention": Mention.objects.get(user=there.of_roads).pk})
    assert Mention.objects.get(user=there.of_roads).seen_at is not None
    assert Mention.objects.get(user=there.of_parks).seen_at is None


def test_mentions_of_a_report_that_went_elsewhere_are_gone(there: Neighbours) -> None:
    report = there.report()
    note_internally(
        report=report, role="officer", by=there.officer, text="@Bekim Hoti", mentioned=[there.of_roads]
    )
    Report.objects.filter(pk=report.pk).update(department=there.parks)
    assert (
        f"reports/{report.pk}/" not in browser_of(there.of_roads).get("/en/desk/mentions/").content.decode()
    )


# Prepared answers


@pytest.fixture
def template(there: Neighbours) -> ResponseTemplate:
    return save_template(
        municipality=there.peja,
        name="Dates",
        category=category_of("pothole"),
        state="",
        texts={"sq": "Vijmë te raporti {number} deri më {deadline}.", "sr": "Долазимо по пријаву {number}."},
        role="coordinator",
    )


def test_a_prepared_answer_is_filled_in_without_a_script(
    there: Neighbours, desk: Client, template: ResponseTemplate
) -> None:
    report = there.report(language="sr-latn")
    page = send(desk, report, "answer", template=template.pk, text="", fill="1").content.decode()
    assert f"Vijmë te raporti {report.pk} deri më" in page and f"Долазимо по пријаву {report.pk}." in page
    assert Update.objects.count() == 0


def test_an_unchanged_prepared_answer_is_no_reaction_and_everybody_reads_their_own(
    there: Neighbours, desk: Client, template: ResponseTemplate
) -> None:
    report = there.report(language="sr")
    filled = send(desk, report, "answer", template=template.pk, text="", fill="1").context["forms"]
    form = next(one for one in filled if one.key == "answer")
    words = {"text": form.initial["text"], "text_sr": form.initial["text_sr"]}
    send(desk, report, "answer", template=template.pk, **words)
    update = Update.objects.get()
    assert update.by_template and update.template == template and fresh(report).responded_at is None
    for language, said, unsaid in (
        ("sq", "Vijmë", "Долазимо"),
        ("sr", "Долазимо", "Vijmë"),
        ("sr-latn", "Dolazimo", "Vijmë"),
    ):
        public = Client().get(f"/{language}/reports/{report.pk}/").content.decode()
        assert said in public and unsaid not in public
    other = there.report(language="sr")
    send(desk, other, "answer", template=template.pk, text="Vijmë sot", text_sr="Долазимо данас")
    changed = Update.objects.get(report=other)
    assert not changed.by_template and changed.template == template
    assert fresh(other).responded_at is not None


def test_templates_of_elsewhere_are_not_offered(there: Neighbours, template: ResponseTemplate) -> None:
    report = there.report()
    Report.objects.filter(pk=report.pk).update(municipality=there.decan)
    page = browser_of(there.in_decan).get(page_of(report)).content.decode()
    assert "Dates" not in page


def test_a_coordinator_writes_an_answer_and_is_told_what_is_wrong_with_it(there: Neighbours) -> None:
    boss = browser_of(there.coordinator)
    report = there.report()
    address = "/en/desk/templates/new/?municipality=peja"
    how = {"name": "Dates", "category": "pothole", "state": "in_progress"}
    wrong = boss.post(address, how | {"text_sq": "Deri më {afati}"})
    assert wrong.status_code == 422
    assert "{afati} is not a placeholder" in wrong.content.decode() and "{deadline}" in wrong.content.decode()
    assert boss.post(address, how | {"text_sq": "Një { vetëm"}).status_code == 422
    assert boss.post(address, how | {"text_sq": " "}).status_code == 422
    preview = boss.post(address, how | {"text_sq": "Raporti {number}", "preview": "1"})
    assert f"Raporti {report.pk}" in preview.content.decode() and not ResponseTemplate.objects.exists()
    assert boss.post(address, how | {"text_sq": "Raporti {number}"}).status_code == 302
    saved = ResponseTemplate.objects.get()
    edit = f"/en/desk/templates/{saved.pk}/"
    stale = {"seen": "2020-01-01T00:00:00+00:00", "name": "Other", "text_sq": "Tjetër"}
    assert boss.post(edit, stale).status_code == 422
    now = {"seen": saved.changed_at.isoformat(), "name": "Other", "text_sq": "Tjetër {{jo}}"}
    assert boss.post(edit, now).status_code == 302
    assert saved.versions.count() == 2
    page = boss.get("/en/desk/templates/?municipality=peja").content.decode()
    assert "Other" in page
    assert browser_of(there.in_decan).get(edit).status_code == 403
    assert browser_of(there.officer).get(edit).status_code == 403
    saved.refresh_from_db()
    assert boss.post(edit, {"retire": "1", "seen": saved.changed_at.isoformat()}).status_code == 302
    assert boss.get(edit).status_code == 404


def test_nothing_internal_leaves_through_a_public_exit(there: Neighbours, desk: Client) -> None:
    report = there.report(reporter={"link_salt": "s" * 32})
    send(desk, report, "assign", person=there.of_roads.pk, department="", text="SECRETNOTE", seen="0-0")
    send(desk, report, "priority", priority="2", text="SECRETREASON", seen="0")
    send(desk, report, "note", text="@Bekim Hoti SECRETMENTION")
    send(
        desk,
        report,
        "place",
        lat=IN_PEJA[0] + 0.001,
        lon=IN_PEJA[1],
        place="",
        text="SECRETPLACE",
        seen=report.zkey,
    )
    exits = [
        f"/en/reports/{report.pk}/",
        f"/en/reports/{report.pk}/print/",
        "/en/peja/",
        "/en/ledger/",
        "/ledger/export.jsonl",
        "/open311/v2/requests.json",
        "/open311/v2/servicerequestupdates.json",
        f"/en/search/?q={report.pk}",
    ]
    for address in exits:
        answer = Client().get(address, follow=True)
        body = answer.getvalue().decode() if answer.streaming else answer.content.decode()
        for secret in ("SECRET", "Bekim", "Hoti", "Arta", "roads@"):
            assert secret not in body, (address, secret)
