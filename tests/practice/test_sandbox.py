"""Practice touches nothing that is real: after a whole course, every other row of the database is as it was."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from django_q.models import OrmQ

from besa.core.models import IdempotencyKey, OutboxEvent, OutgoingMail
from besa.desk.models import BulkAct, SavedView
from besa.desk.scopes import Scope
from besa.desk.services.bulk import carry_out_bulk_act
from besa.insights.services.keeping import keep_facts
from besa.ledger.models import Entry
from besa.people.models import Role
from besa.people.permissions import Standing
from besa.reports.models import Mention, Photo, Report
from besa.reports.models.report import State, Visibility
from besa.reports.queries.board import board_of
from besa.reports.queries.moderation import moderation_queue
from besa.reports.services.answers import ChangeRefused, mark_duplicate, note_internally
from besa.reports.services.photos import keep_upload
from besa.reports.services.practising import add_practice_photo
from tests.factories.desk import Town, a_report
from tests.factories.people import a_member, browser_of
from tests.factories.photos_small import jpeg
from tests.factories.practice import COURSE, Trainee, a_town_to_practise_in
from tests.simulation.worker import Worker

pytestmark = pytest.mark.django_db

#: what practice itself writes, and what any visit writes
OWN = {"practice_course", "practice_progress", "django_session", "usersessions_usersession"}
#: rows of the worker: what is queued, and what it has done
QUEUE = {"django_q_ormq", "django_q_task", "django_q_schedule"}
#: tables in which practice rows stand beside real ones: how to tell the real ones
REAL = {
    "reports_report": "trainee_id IS NULL",
    "desk_savedview": "NOT practice",
    "desk_bulkact": "NOT practice",
    "desk_bulkitem": "report_id IN (SELECT id FROM reports_report WHERE trainee_id IS NULL)",
    "reports_mention": "update_id IN (SELECT u.id FROM reports_update u JOIN reports_report r ON r.id = u.report_id"
    " WHERE r.trainee_id IS NULL)",
} | {
    f"reports_{name}": "report_id IN (SELECT id FROM reports_report WHERE trainee_id IS NULL)"
    for name in ("reporter", "transition", "update", "photo", "change", "pause", "metoo", "confirmation")
}
#: tables whose marks move with every transaction of the database server, other tests' too: what else they hold
UNMARKED = {"insights_factblock": "municipality, reports, content", "insights_factlog": "generation"}


def everything() -> dict[str, list[Any]]:
    """All rows of all tables that are none of practice's own, full text index, triggers' notes and counts included."""
    found = {}
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor, include_views=False)
        for table in sorted(set(tables) - OWN - QUEUE):
            real = f" WHERE {REAL[table]}" if table in REAL else ""
            cursor.execute(f'SELECT {UNMARKED.get(table, "*")} FROM "{table}"{real}')
            found[table] = sorted(repr(row) for row in cursor.fetchall())
    return found


@pytest.fixture
def town() -> Town:
    return a_town_to_practise_in()


@pytest.fixture
def trainee(town: Town) -> Trainee:
    return Trainee(town.officer)


def _pages(colleague: Client) -> dict[str, str]:
    """What everybody, and a colleague at the desk, can read; without what differs from request to request."""
    public = Client()
    paths = (
        "/en/", "/en/m/peja/", "/en/map/?bbox=20,42,21,43", "/en/search/?q=gypi", "/en/search/?q=qen",
        "/en/feeds/reports.json", "/en/m/peja/statistics/", "/en/ledger/", "/api/v1/reports",
        "/open311/v2/requests.json?jurisdiction_id=peja", "/api/v1/municipalities", "/en/statistics/",
    )  # fmt: skip
    desk = ("/en/desk/?view=all", "/en/desk/?view=late", "/en/desk/?view=all&q=gypi", "/en/desk/moderation/")
    texts = {path: public.get(path).content.decode() for path in paths}
    texts |= {path: colleague.get(path).content.decode() for path in desk}
    changing = (
        r'csrfmiddlewaretoken" value="[^"]*"|read_at" value="[^"]*"|<time[^>]*>[^<]*</time>|"X-CSRFToken[^}]*'
    )
    return {path: re.sub(changing, "", text) for path, text in texts.items()}


def _let_time_pass() -> None:
    """What waits for its time is due."""
    BulkAct.objects.update(due_at=timezone.now())
    OrmQ.objects.update(lock=timezone.now())


@time_machine.travel(timezone.now() + timedelta(hours=1), tick=False)
def test_a_whole_course_leaves_every_real_row_and_every_page_as_it_was(town: Town, trainee: Trainee) -> None:
    a_report(text="A real hole", municipality=town.municipality)
    worker, colleague = Worker(), browser_of(town.coordinator)
    worker.look_around()
    keep_facts(now=True)
    _pages(colleague)
    before, pages = everything(), _pages(colleague)
    board = board_of(town.municipality.pk)
    trainee.begin()
    worker.take_tasks()
    drawn = Photo.objects.filter(report__trainee=trainee.user, state=Photo.State.READY)
    assert drawn.count() > 5
    trainee.do_everything()
    _let_time_pass()
    worker.take_tasks()
    trainee.browser.post("/en/desk/practice/", {"action": "again"})
    trainee.act("lamp", "acknowledge")
    keep_facts(now=True)
    after = everything()
    assert {name for name in before if before[name] != after[name]} == set()
    assert board == board_of(town.municipality.pk)
    assert {path for path, text in _pages(colleague).items() if pages[path] != text} == set()
    assert mail.outbox == []


def test_what_was_done_really_happened(trainee: Trainee) -> None:
    """Otherwise the test above would prove nothing."""
    trainee.begin()
    trainee.do_everything()
    assert trainee.report("containers").state == State.FIXED
    assert trainee.report("lamp").responded_at is not None
    assert not Entry.objects.filter(subject__contains=trainee.report("lamp").uid).exists()
    assert not OutboxEvent.objects.exists() and not OutgoingMail.objects.exists()


def test_a_practice_report_cannot_become_real(trainee: Trainee) -> None:
    trainee.begin()
    report = trainee.report("lamp")
    for values in ({"visibility": Visibility.PUBLIC}, {"trainee": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.filter(pk=report.pk).update(**values)
    real = a_report()
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=real.pk).update(visibility=Visibility.PRACTICE)


def test_nobody_else_sees_it_on_a_desk(town: Town, trainee: Trainee) -> None:
    trainee.begin()
    report = trainee.report("lamp")
    assert add_practice_photo(trainee=trainee.user, key="lamp", upload=keep_upload(jpeg()))
    other = Trainee(town.department_officer)
    other.begin()
    moderator, administrator = a_member(Role.MODERATOR), a_member(Role.ADMINISTRATOR)
    browsers = [
        browser_of(town.coordinator),
        browser_of(town.officer),  # the same person in a browser that does not practise
        other.browser,
        browser_of(moderator),
        browser_of(administrator, second_factor=True),
    ]
    photo = Photo.objects.get(report=report)
    Photo.objects.filter(pk=photo.pk).update(state=Photo.State.READY, version=1)
    for browser in browsers:
        for path in (f"reports/{report.pk}/", f"reports/{report.pk}/clock/", f"?view=all&q={report.pk}"):
            answer = browser.get(f"/en/desk/{path}")
            assert (
                answer.status_code in (403, 404)
                or f"/desk/reports/{report.pk}/" not in answer.content.decode()
            )
        for path in (f"reports/{report.pk}/", f"photos/{photo.pk}/", f"reports/{report.pk}/erase/"):
            assert browser.get(f"/en/desk/moderation/{path}").status_code in (302, 403, 404)
        assert browser.post(f"/en/desk/reports/{report.pk}/", {"action": "acknowledge"}).status_code in (
            403,
            404,
        )
    queue = moderation_queue(None)
    assert not [*queue.awaiting, *queue.complaints, *queue.photos, *queue.hidden]


def test_who_practises_reaches_no_real_report(town: Town, trainee: Trainee) -> None:
    real = a_report(municipality=town.municipality, text="A real hole")
    trainee.begin()
    assert "A real hole" not in trainee.browser.get("/en/desk/?view=all").content.decode()
    assert trainee.browser.get(f"/en/desk/reports/{real.pk}/").status_code == 404
    assert trainee.browser.post(f"/en/desk/reports/{real.pk}/", {"action": "acknowledge"}).status_code == 404
    trainee.browser.post("/en/desk/bulk/", {"act": "acknowledge", "pick": [real.pk], "step": "do"})
    assert not BulkAct.objects.exists()
    real.refresh_from_db()
    assert real.state == State.RECEIVED


def test_a_real_and_a_practice_report_are_no_duplicates(town: Town, trainee: Trainee) -> None:
    real = a_report(municipality=town.municipality)
    trainee.begin()
    rubble = trainee.report("rubble")
    for one, other in ((real, rubble), (rubble, real)):
        with pytest.raises(ChangeRefused, match="original_elsewhere"):
            mark_duplicate(report=one, duplicate_of=other, role="officer", by=town.officer)
    answer = trainee.browser.post(
        f"/en/desk/reports/{rubble.pk}/", {"action": "duplicate", "seen": "received", "number": real.pk}
    )
    assert answer.status_code == 422
    assert "alike" in trainee.browser.get(f"/en/desk/reports/{rubble.pk}/").content.decode()


def test_a_mention_in_practice_reaches_nobody(town: Town, trainee: Trainee) -> None:
    trainee.begin()
    note_internally(
        report=trainee.report("lamp"),
        role="officer",
        by=trainee.user,
        text="Look at this",
        mentioned=[town.coordinator],
    )
    assert Mention.objects.exists() and not OutboxEvent.objects.exists()
    assert "Look at this" not in browser_of(town.coordinator).get("/en/desk/mentions/").content.decode()


def test_pages_that_show_what_is_real_are_closed_while_practising(town: Town) -> None:
    coordinator = Trainee(town.coordinator)
    coordinator.begin()
    for path in (
        "mentions/",
        "moderation/",
        "categories/",
        "recipients/",
        "members/",
        "deadlines/",
        "practice/people/",
    ):
        answer = coordinator.browser.get(f"/en/desk/{path}")
        assert (answer.status_code, answer.headers.get("Location")) == (302, "/en/desk/practice/"), path
    assert coordinator.browser.get("/en/desk/templates/").status_code == 200
    assert coordinator.browser.post("/en/desk/templates/", {}).status_code == 302
    coordinator.browser.post("/en/desk/practice/", {"action": "leave"})
    assert coordinator.browser.get("/en/desk/mentions/").status_code == 200


def test_what_is_saved_in_practice_stays_there(town: Town, trainee: Trainee) -> None:
    trainee.begin()
    trainee.save_view()
    view = SavedView.objects.get()
    assert view.practice and "Lamps first" in trainee.browser.get("/en/desk/").content.decode()
    assert "Lamps first" not in browser_of(town.officer).get("/en/desk/").content.decode()
    assert "Lamps first" not in browser_of(town.coordinator).get("/en/desk/").content.decode()
    assert browser_of(town.coordinator).get(f"/en/desk/views/{view.pk}/").status_code == 404
    assert browser_of(town.officer).get(f"/en/desk/views/{view.pk}/").status_code == 404


def test_a_bulk_act_of_practice_is_carried_out_as_practice(town: Town, trainee: Trainee) -> None:
    trainee.begin()
    trainee.ask_together()
    bulk = BulkAct.objects.get()
    assert browser_of(town.officer).get(f"/en/desk/bulk/{bulk.pk}/").status_code == 404
    trainee.browser.post("/en/desk/practice/", {"action": "leave"})
    BulkAct.objects.update(due_at=timezone.now())
    carry_out_bulk_act(bulk.pk)
    bulk.refresh_from_db()
    assert (bulk.state, bulk.failures) == (BulkAct.State.DONE, 0)
    assert trainee.report("steps").priority == 1


def test_a_scope_of_practice_holds_practice_reports_only(town: Town, trainee: Trainee) -> None:
    a_report(municipality=town.municipality)
    trainee.begin()
    standing = Standing(trainee.user, town.municipality.pk)
    assert {one.trainee_id for one in Scope(town.municipality, None, standing.trainee).reports()} == {
        trainee.user.pk
    }
    assert {one.trainee_id for one in Scope(town.municipality, None).reports()} == {None}


def test_the_way_in_the_field_leads_to_practice_reports_and_changes_nothing_real(
    town: Town, trainee: Trainee
) -> None:
    trainee.begin()
    real = a_report(municipality=town.municipality)
    before, field = everything(), "/en/desk/field/"
    answer = trainee.browser.get(f"{field}?whose=open")
    stops = [one["stop"].report for one in answer.context["stops"]]
    assert stops and {one.trainee_id for one in stops} == {trainee.user.pk}
    owner, act = f"{trainee.user.pk}-practice", {"action": "start", "seen_at": timezone.now().isoformat()}
    assert f'data-owner="{owner}" data-practice' in answer.content.decode()
    sent = act | {"key": "a-key-of-the-phone-0001", "owner": owner}
    for _ in range(2):
        assert trainee.browser.post(f"{field}{trainee.report('hole').pk}/", sent).status_code == 302
    assert trainee.report("hole").state == State.IN_PROGRESS
    assert trainee.report("hole").transitions.filter(new=State.IN_PROGRESS).count() == 1
    assert trainee.browser.post(f"{field}{real.pk}/", act).status_code == 404
    # What waited on the phone since before practice is not sent, and what was tried out not afterwards.
    hole = f"{field}{trainee.report('hole').pk}/"
    assert trainee.browser.post(hole, act | {"owner": str(trainee.user.pk)}).status_code == 403
    after = everything()
    assert IdempotencyKey.objects.count() == 1
    assert before | {"core_idempotencykey": []} == after | {"core_idempotencykey": []}
    trainee.browser.post(COURSE, {"action": "leave"})
    assert [one["stop"].report.pk for one in trainee.browser.get(f"{field}?whose=open").context["stops"]] == [
        real.pk
    ]
    assert trainee.browser.post(f"{field}{real.pk}/", act | {"owner": owner}).status_code == 403
    assert trainee.browser.post(hole, act).status_code == 404
    # Who starts over leaves no trace of it either.
    trainee.begin()
    trainee.browser.post(COURSE, {"action": "again"})
    assert not IdempotencyKey.objects.exists()
