"""One report on the desk: what is shown to whom, what can be done, and two officers at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from besa.reports.models import Photo, Report, Update
from besa.reports.models.report import State, Visibility
from besa.reports.services.answers import (
    acknowledge_report,
    answer_report,
    decline_report,
    fix_report,
    note_internally,
    start_report,
)
from tests.factories.desk import Town, a_report, a_town
from tests.factories.people import a_department, browser_of
from tests.factories.public import make_category, make_municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return a_town()


def _page(report: Report) -> str:
    with_language = reverse("desk:report", args=[report.pk])
    return "/en/" + with_language.split("/", 2)[2]


def _shown(browser: Client, report: Report) -> str:
    response = browser.get(_page(report))
    assert response.status_code == 200
    return response.content.decode()


def test_an_officer_sees_the_name_and_that_there_is_an_address_and_a_coordinator_the_address(
    town: Town,
) -> None:
    report = a_report(reporter={"phone": "+383 44 111 222"})
    officer = _shown(browser_of(town.officer), report)
    assert "Teuta" in officer and "gets your answer by mail" in officer
    assert "teuta@example.com" not in officer and "111 222" not in officer
    coordinator = _shown(browser_of(town.coordinator), report)
    assert "teuta@example.com" in coordinator and "111 222" in coordinator


def test_nobody_is_told_that_an_answer_goes_to_an_address_that_nobody_confirmed(town: Town) -> None:
    report = a_report(reporter={"email_confirmed_at": None})
    for person in (town.officer, town.coordinator):
        page = _shown(browser_of(person), report)
        assert "no mails go there" in page and "gets your answer by mail" not in page


def test_the_story_holds_internal_notes_and_the_words_of_colleagues(town: Town) -> None:
    report = a_report()
    acknowledge_report(report=report, role="officer", by=town.officer, text="We <b>saw</b> it")
    note_internally(report=report, role="officer", by=town.officer, text="Ask Besnik")
    page = _shown(browser_of(town.officer), report)
    assert "Ask Besnik" in page and "We &lt;b&gt;saw&lt;/b&gt; it" in page
    assert "Internal note" in page


def test_the_actions_are_those_of_the_transition_table(town: Town) -> None:
    report = a_report()
    browser = browser_of(town.officer)

    def offered() -> list[str]:
        return [form.key for form in browser.get(_page(report)).context["forms"]]

    assert offered() == [
        "acknowledge",
        "start",
        "fix",
        "forward",
        "duplicate",
        "decline",
        "answer",
        "note",
    ]
    decline_report(report=report, role="officer", reason="not_found")
    assert offered() == ["reopen", "answer", "note"]


@pytest.mark.parametrize(
    ("action", "more", "state"),
    [
        ("acknowledge", {}, State.ACKNOWLEDGED),
        ("start", {"text": "Monday"}, State.IN_PROGRESS),
        ("fix", {"text": "Done"}, State.FIXED),
        ("decline", {"reason": "private_property"}, State.DECLINED),
        ("forward", {"outside": "KRU Hidrodrini"}, State.FORWARDED),
        ("answer", {"text": "We know"}, State.RECEIVED),
        ("note", {"text": "Hm"}, State.RECEIVED),
    ],
)
def test_what_an_officer_sends_is_done(town: Town, action: str, more: dict[str, str], state: State) -> None:
    report = a_report()
    sent = browser_of(town.officer).post(_page(report) + "?tab=late", {"action": action, **more})
    assert sent.status_code == 302
    assert sent["Location"].endswith(f"/desk/reports/{report.pk}/?tab=late")
    report.refresh_from_db()
    assert report.state == state


def test_forwarding_to_another_department_ends_a_department_officers_part(town: Town) -> None:
    water = a_department(town.municipality, "water")
    report = a_report(department=town.department)
    sent = browser_of(town.department_officer).post(
        _page(report), {"action": "forward", "department": str(water.pk)}
    )
    assert sent.status_code == 302 and sent["Location"].endswith("/desk/")
    report.refresh_from_db()
    assert report.department == water


def test_a_duplicate_is_named_by_its_number_and_those_nearby_are_offered(town: Town) -> None:
    original, report = a_report(), a_report()
    browser = browser_of(town.officer)
    assert original.pk in [like.report.pk for like in browser.get(_page(report)).context["desk"].alike]
    wrong = browser.post(_page(report), {"action": "duplicate", "number": "99999"})
    assert wrong.status_code == 422 and "no report with this number" in wrong.content.decode()
    elsewhere = a_report(municipality=make_municipality("prizren"))
    assert browser.post(_page(report), {"action": "duplicate", "number": elsewhere.pk}).status_code == 422
    assert (
        browser.post(_page(report), {"action": "duplicate", "number": f"#{original.pk}"}).status_code == 302
    )
    report.refresh_from_db()
    assert (report.state, report.duplicate_of) == (State.DUPLICATE, original)


@pytest.mark.parametrize(
    ("unlike", "words"),
    [
        ({"category": "lighting"}, "is in another category: "),
        ({"lat": 42.70}, " km away."),
        ({"lat": 42.6580}, ""),
        ({"category": "pavement"}, ""),
        ({"category": "other"}, ""),
    ],
    ids=["another category", "far away", "near", "kinds that are mixed up", "other"],
)
def test_two_reports_that_look_like_two_problems_are_merged_only_with_a_tick(
    town: Town, unlike: dict[str, Any], words: str
) -> None:
    if "category" in unlike:
        unlike = unlike | {"category": make_category(unlike["category"])}
    report = a_report(category=make_category("pothole"), lat=42.6593, lon=20.2887)
    original = a_report(**({"category": report.category, "lat": 42.6593, "lon": 20.2887} | unlike))
    browser = browser_of(town.officer)
    sent = {"action": "duplicate", "number": f"#{original.pk}", "text": "Twice"}
    answer = browser.post(_page(report), sent)
    if words:
        page = answer.content.decode()
        assert answer.status_code == 422 and words in page and "Twice</textarea>" in page
        assert f'type="checkbox" name="sure" value="{original.pk}"' in page
        # A tick is for the two reports that it was read of, and for no others.
        another = a_report(lat=43.0, lon=20.2887, category=report.category)
        ticked = sent | {"sure": str(original.pk)}
        refused = browser.post(_page(report), ticked | {"number": str(another.pk)})
        assert refused.status_code == 422
        assert f'type="checkbox" name="sure" value="{another.pk}"' in refused.content.decode()
        answer = browser.post(_page(report), ticked)
    assert answer.status_code == 302
    report.refresh_from_db()
    assert (report.state, report.duplicate_of) == (State.DUPLICATE, original)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"action": "decline"}, "Choose a reason."),
        ({"action": "decline", "reason": "nonsense"}, "nonsense"),
        ({"action": "forward"}, "one of the two"),
        ({"action": "forward", "department": "999"}, "999"),
        ({"action": "duplicate", "number": "x"}, "no report with this number"),
        ({"action": "answer", "text": "  "}, "Write what you want to say."),
        ({"action": "note", "text": "x" * 4001}, "4,000"),
    ],
)
def test_what_is_missing_comes_back_with_a_message(town: Town, data: dict[str, str], words: str) -> None:
    report = a_report()
    sent = browser_of(town.officer).post(_page(report), data)
    assert sent.status_code == 422
    assert words in sent.content.decode()
    assert report.transitions.count() == 1


def test_an_unknown_action_is_not_found(town: Town) -> None:
    assert browser_of(town.officer).post(_page(a_report()), {"action": "explode"}).status_code == 404


def test_two_officers_at_once_the_slower_keeps_the_words_and_reads_what_happened(town: Town) -> None:
    report = a_report()
    start_report(report=report, role="coordinator", by=town.coordinator)
    town.coordinator.name = "Arben"
    town.coordinator.save()
    data = {"action": "fix", "seen": "received", "text": "We filled it this morning"}
    browser = browser_of(town.officer)
    sent = browser.post(_page(report), data)
    page = sent.content.decode()
    assert sent.status_code == 422
    assert "Arben changed this report just now. It is now: in progress." in page
    assert "We filled it this morning" in page
    assert 'name="seen" value="in_progress"' in page
    assert Update.objects.count() == 0
    assert browser.post(_page(report), {**data, "seen": "in_progress"}).status_code == 302


def _photo(tmp_path: Path, name: str = "a.jpg") -> SimpleUploadedFile:
    path = tmp_path / name
    Image.new("RGB", (64, 48), "green").save(path, "JPEG")
    return SimpleUploadedFile(name, path.read_bytes(), content_type="image/jpeg")


def test_a_photo_comes_with_the_fix(town: Town, tmp_path: Path) -> None:
    report = a_report()
    sent = browser_of(town.officer).post(_page(report), {"action": "fix", "photos": _photo(tmp_path)})
    assert sent.status_code == 302
    photo = Photo.objects.get()
    assert photo.by_official and photo.update is not None
    assert photo.update.transitions.get().new == State.FIXED


def test_a_photo_survives_a_form_that_comes_back(town: Town, tmp_path: Path) -> None:
    report = a_report()
    start_report(report=report, role="officer")
    browser = browser_of(town.officer)
    stale = browser.post(_page(report), {"action": "fix", "seen": "received", "photos": _photo(tmp_path)})
    form = next(form for form in stale.context["forms"] if form.key == "fix")
    token = form.uploads[0].token
    assert f'name="kept" value="{token}"' in stale.content.decode()
    done = browser.post(_page(report), {"action": "fix", "seen": "in_progress", "kept": token})
    assert done.status_code == 302
    assert Photo.objects.count() == 1


def test_what_is_no_photo_is_refused_with_its_name(town: Town) -> None:
    report = a_report()
    bad = SimpleUploadedFile("virus.jpg", b"MZ nothing", content_type="image/jpeg")
    sent = browser_of(town.officer).post(_page(report), {"action": "fix", "photos": bad})
    assert sent.status_code == 422
    assert "virus.jpg" in sent.content.decode()
    report.refresh_from_db()
    assert report.state == State.RECEIVED


def test_beside_the_list_the_answer_is_the_report_and_the_list_is_read_again(town: Town) -> None:
    report = a_report()
    sent = browser_of(town.officer).post(
        _page(report), {"action": "acknowledge"}, headers={"HX-Request": "true"}
    )
    page = sent.content.decode()
    assert sent.status_code == 200
    assert "<html" not in page
    assert sent["HX-Trigger"] == "desk:acted"
    assert "Acknowledged." in page
    assert "HX-Request" in sent["Vary"]


def test_other_municipalities_officials_are_refused(town: Town) -> None:
    other = a_town("prizren")
    report = a_report(visibility=Visibility.PUBLIC)
    for user in (other.officer, other.coordinator):
        assert browser_of(user).get(_page(report)).status_code == 403
        assert browser_of(user).post(_page(report), {"action": "fix"}).status_code == 403
    assert Client().get(_page(report)).status_code == 302


def test_what_somebody_else_said_meanwhile_is_shown_and_nothing_typed_is_lost(town: Town) -> None:
    report = a_report()
    browser = browser_of(town.officer)
    form = next(form for form in browser.get(_page(report)).context["forms"] if form.key == "answer")
    answer_report(report=report, by=town.coordinator, role="coordinator", text="We come on Monday.")
    typed = {"action": "answer", "text": "We come on Tuesday.", **form.initial}
    back = browser.post(_page(report), typed)
    content = back.content.decode()
    assert back.status_code == 422
    assert "We come on Monday." in content and "We come on Tuesday." in content
    assert Update.objects.filter(report=report).count() == 1
    again = next(form for form in back.context["forms"] if form.key == "answer")
    sent = browser.post(_page(report), {**typed, "seen_at": again.data["seen_at"]})
    assert sent.status_code == 302
    assert Update.objects.filter(report=report).count() == 2


def test_both_versions_of_a_state_stand_side_by_side(town: Town) -> None:
    report = a_report()
    browser = browser_of(town.officer)
    form = next(form for form in browser.get(_page(report)).context["forms"] if form.key == "decline")
    fix_report(report=report, by=town.coordinator, role="coordinator", text="Filled.")
    typed = {"action": "decline", "reason": "not_found", "text": "Nothing there", **form.initial}
    content = browser.post(_page(report), typed).content.decode()
    versions = content[content.index("desk-versions") :][:900]
    assert "received" in versions and "fixed" in versions and "Filled." in versions
    assert "Nothing there" in content


def test_a_note_for_colleagues_always_fits(town: Town) -> None:
    report = a_report()
    browser = browser_of(town.officer)
    form = next(form for form in browser.get(_page(report)).context["forms"] if form.key == "note")
    answer_report(report=report, by=town.coordinator, role="coordinator", text="We come on Monday.")
    assert (
        browser.post(_page(report), {"action": "note", "text": "Call them", **form.initial}).status_code
        == 302
    )


def _drawn(browser: Client, report: Report, act: str) -> dict[str, str]:
    """What stands hidden in a form of the page, as a browser sends it back."""
    form = next(one for one in browser.get(_page(report)).context["forms"] if one.key == act)
    return {"action": act, "key": form.once, "seen": form.initial["seen"], "seen_at": form.initial["seen_at"]}


def test_a_form_that_is_sent_twice_is_done_once_and_says_so(town: Town) -> None:
    """A browser sends again when the connection was lost before the answer, and people press twice."""
    report, browser = a_report(), browser_of(town.officer)
    start = _drawn(browser, report, "start")
    for _ in range(2):
        answer = browser.post(_page(report), start | {"text": "On Monday"}, follow=True)
        assert "Work has started" in answer.content.decode()
    assert report.transitions.filter(new="in_progress").count() == 1
    words = _drawn(browser, report, "answer")
    for _ in range(2):
        assert browser.post(_page(report), words | {"text": "With two people"}).status_code == 302
    assert list(report.updates.filter(text="With two people").values_list("audience")) == [("public",)]
    again = browser.post(_page(report), words | {"text": "With three"})
    assert again.status_code == 422 and "sent this form before" in again.content.decode()
    assert again.context["forms"] and "With three" in again.content.decode()


def test_an_act_that_is_refused_can_be_sent_again_with_its_key(town: Town) -> None:
    report, browser = a_report(), browser_of(town.officer)
    start = _drawn(browser, report, "start")
    acknowledge_report(report=report, role="coordinator", by=town.coordinator)
    conflict = browser.post(_page(report), start)
    assert conflict.status_code == 422 and "Nothing of yours was saved" in conflict.content.decode()
    form = next(one for one in conflict.context["forms"] if one.key == "start")
    assert form.once != start["key"]
    sent = start | {"key": form.once, "seen": form["seen"].value(), "seen_at": form["seen_at"].value()}
    assert browser.post(_page(report), sent).status_code == 302
