"""The course: what counts as done, what does not, starting over, and what is deleted when nobody practises."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django_q.models import OrmQ

from besa.core.retention import retention
from besa.desk.models import SavedView
from besa.people.models import Membership
from besa.people.own_data import all_kept_of
from besa.people.services import delete_account
from besa.places.models import Municipality
from besa.practice.exercises import BY_KEY, EXERCISES
from besa.practice.models import Course, Progress
from besa.practice.queries.acts import RULES, achieved
from besa.practice.queries.progress import progress_of
from besa.practice.scenes import SCENES
from besa.practice.services.courses import begin_practice, forget_practice, start_over
from besa.reports.models import Report
from besa.reports.models.report import State, Visibility
from besa.reports.transitions import DECLINE_REASONS
from tests.factories.desk import Town
from tests.factories.people import browser_of
from tests.factories.practice import COURSE, Trainee, a_town_to_practise_in

pytestmark = pytest.mark.django_db
DESK = "/en/desk/"
BANNER = "You are practising: nothing here is real."


@pytest.fixture
def town() -> Town:
    return a_town_to_practise_in()


@pytest.fixture
def trainee(town: Town) -> Trainee:
    found = Trainee(town.officer)
    found.begin()
    return found


def _done(trainee: Trainee) -> set[str]:
    return {one.key for one in progress_of(trainee.user).exercises if one.done_at}


def test_every_exercise_has_a_rule_and_its_report() -> None:
    assert list(RULES) == [exercise.key for exercise in EXERCISES]
    assert {exercise.scene for exercise in EXERCISES} - {scene.key for scene in SCENES} == {""}
    assert "private_property" in DECLINE_REASONS


def test_practice_reports_are_realistic(town: Town, trainee: Trainee) -> None:
    reports = list(
        Report.objects.filter(trainee=trainee.user).select_related("place", "category", "reporter")
    )
    assert len(reports) == len(SCENES)
    assert {report.municipality_id for report in reports} == {town.municipality.pk}
    assert {report.language for report in reports} == {"sq", "sr"}
    assert {report.visibility for report in reports} == {Visibility.PRACTICE}
    assert all(report.place and report.place.municipality_id == town.municipality.pk for report in reports)
    assert not any(mark in report.text for report in reports for mark in "{}")
    assert {report.reporter.email for report in reports} == {""}
    assert trainee.report("pavement").state == State.REOPENED
    assert trainee.report("containers").state == State.IN_PROGRESS


def test_only_albanian_where_serbian_is_no_official_language() -> None:
    kukes = a_town_to_practise_in("kukes")
    Municipality.objects.filter(pk=kukes.municipality.pk).update(languages=["sq"], country="AL")
    trainee = Trainee(kukes.officer)
    trainee.begin()
    assert set(Report.objects.filter(trainee=trainee.user).values_list("language", flat=True)) == {"sq"}
    trainee.act("steps", "acknowledge")
    page = trainee.browser.get("/sq/desk/practice/").content.decode()
    assert "komun" not in page.split("<main")[1].split("</main")[0]


def test_the_banner_is_on_every_page_of_the_desk_and_one_click_leads_out(
    town: Town, trainee: Trainee
) -> None:
    report = trainee.report("lamp")
    paths = (
        "", f"reports/{report.pk}/", f"reports/{report.pk}/clock/", "views/new/?view=open&state=received", "practice/",
    )  # fmt: skip
    for path in paths:
        page = trainee.browser.get(DESK + path).content.decode()
        assert BANNER in page and 'name="action" value="leave"' in page, path
    assert BANNER not in trainee.browser.get("/en/map/").content.decode()
    assert BANNER not in browser_of(town.officer).get(DESK).content.decode()
    trainee.browser.post(COURSE, {"action": "leave"})
    assert BANNER not in trainee.browser.get(DESK).content.decode()
    assert trainee.browser.get(f"{DESK}reports/{report.pk}/").status_code == 404


def test_the_whole_course_is_done_by_doing_it(trainee: Trainee) -> None:
    assert _done(trainee) == set()
    trainee.do_everything()
    progress = progress_of(trainee.user)
    assert (progress.done, progress.total, progress.current) == (len(EXERCISES), len(EXERCISES), "")
    assert all(one.attempts >= 1 for one in progress.exercises if one.key != "undo")
    assert "You have done all exercises" in trainee.browser.get(DESK).content.decode()


def test_each_act_finishes_its_own_exercise_and_says_so(trainee: Trainee) -> None:
    trainee.act("steps", "acknowledge")
    assert _done(trainee) == {"acknowledge"}
    page, praise = trainee.browser.get(DESK).content.decode(), str(BY_KEY["acknowledge"].praise)
    assert praise in page and "Answer the report about the lamp" in page
    assert praise not in trainee.browser.get(DESK).content.decode()
    trainee.act("lamp", "answer", text="Tomorrow.")
    assert _done(trainee) == {"acknowledge", "answer"}


def test_an_answer_after_the_deadline_is_none_in_time(trainee: Trainee) -> None:
    Report.objects.filter(pk=trainee.report("lamp").pk).update(
        response_due_at=timezone.now() - timedelta(hours=1)
    )
    trainee.act("lamp", "answer", text="Tomorrow.")
    assert "answer" not in _done(trainee)


def test_the_wrong_reason_does_not_count_and_can_be_put_right(trainee: Trainee) -> None:
    trainee.act("wall", "decline", reason="no_funds_this_year")
    assert "decline" not in _done(trainee)
    trainee.act("wall", "reopen")
    trainee.act("wall", "decline", reason="private_property")
    assert "decline" in _done(trainee)


def test_fixed_without_a_photo_is_not_the_exercise(trainee: Trainee) -> None:
    trainee.act("containers", "fix", text="Done.")
    assert "fix" not in _done(trainee)


def test_looking_and_failing_do_nothing(trainee: Trainee) -> None:
    trainee.browser.get(f"{DESK}reports/{trainee.report('wall').pk}/?do=assign")
    wall = trainee.report("wall")
    assert trainee.browser.post(f"{DESK}reports/{wall.pk}/", {"action": "decline"}).status_code == 422
    assert _done(trainee) == set() and achieved(trainee.course) == []


def test_attempts_count_for_the_exercise_that_is_to_be_done(trainee: Trainee) -> None:
    trainee.act("dogs", "note", text="Whose are they?")
    trainee.act("steps", "acknowledge")
    assert Progress.objects.get(exercise="acknowledge").attempts == 2


def test_a_part_of_a_page_tells_the_banner(trainee: Trainee) -> None:
    htmx = {"HX-Request": "true"}
    report = trainee.report("steps")
    given = {"action": "acknowledge", "seen": report.state}
    answer = trainee.browser.post(f"{DESK}reports/{report.pk}/", given, headers=htmx)
    assert answer.headers["HX-Trigger"] == "desk:acted, practice:done"
    banner = trainee.browser.get(f"{COURSE}now/", headers=htmx).content.decode()
    assert "Answer the report about the lamp" in banner and "<html" not in banner
    assert trainee.browser.get(f"{COURSE}now/").status_code == 302


def test_starting_over_makes_new_reports_and_keeps_what_was_learnt(trainee: Trainee) -> None:
    trainee.act("steps", "acknowledge")
    trainee.save_view()
    before = set(Report.objects.filter(trainee=trainee.user).values_list("pk", flat=True))
    trainee.browser.post(COURSE, {"action": "again"})
    now = set(Report.objects.filter(trainee=trainee.user).values_list("pk", flat=True))
    assert len(now) == len(before) and not now & before
    progress = progress_of(trainee.user)
    assert (progress.round, progress.done, progress.ever_done) == (2, 0, 2)
    assert not SavedView.objects.exists()


def test_pressed_twice_it_starts_over_once(trainee: Trainee) -> None:
    course = trainee.course
    start_over(course=course)
    start_over(course=course)
    assert trainee.course.round == 2
    assert Report.objects.filter(trainee=trainee.user).count() == len(SCENES)


def test_begun_again_everything_is_as_it_was_left(trainee: Trainee) -> None:
    trainee.act("steps", "acknowledge")
    trainee.browser.post(COURSE, {"action": "leave"})
    trainee.begin()
    assert trainee.report("steps").state == State.ACKNOWLEDGED and trainee.course.round == 1


def test_in_another_municipality_the_course_begins_anew(trainee: Trainee) -> None:
    kukes = a_town_to_practise_in("kukes").municipality
    Membership.objects.create(user=trainee.user, role="officer", municipality=kukes)
    begin_practice(trainee=trainee.user, municipality=kukes)
    assert set(Report.objects.filter(trainee=trainee.user).values_list("municipality", flat=True)) == {
        kukes.pk
    }
    assert trainee.browser.post(COURSE, {"action": "begin", "municipality": "prizren"}).status_code == 403


def test_an_officer_of_a_department_practises_on_its_reports(town: Town) -> None:
    trainee = Trainee(town.department_officer)
    trainee.begin()
    assert set(Report.objects.filter(trainee=trainee.user).values_list("department", flat=True)) == {
        town.department.pk
    }
    trainee.act("steps", "acknowledge")
    assert "acknowledge" in _done(trainee)


def test_who_is_no_official_any_more_does_not_practise(trainee: Trainee) -> None:
    Membership.objects.filter(user=trainee.user).update(until=timezone.now())
    assert trainee.browser.get(DESK).status_code == 403
    assert trainee.browser.post(COURSE, {"action": "begin"}).status_code == 403


def test_after_90_days_the_reports_go_and_the_progress_stays(trainee: Trainee) -> None:
    trainee.act("steps", "acknowledge")
    now = timezone.now()
    assert retention.get("practice.reports").days == 90
    assert forget_practice(now - timedelta(days=90)) == 0
    Course.objects.update(active_at=now - timedelta(days=91))
    assert forget_practice(now - timedelta(days=90)) == len(SCENES)
    assert not Report.objects.filter(trainee=trainee.user).exists()
    assert progress_of(trainee.user).ever_done == 1
    # The browser that still has practice switched on works on what is real again.
    assert BANNER not in trainee.browser.get(DESK).content.decode()
    trainee.begin()
    assert Report.objects.filter(trainee=trainee.user).count() == len(SCENES)


def test_an_account_takes_its_practice_along(trainee: Trainee) -> None:
    trainee.act("steps", "acknowledge")
    assert all_kept_of(trainee.user)["practice"]["exercises"][0]["exercise"] == "acknowledge"
    OrmQ.objects.all().delete()
    delete_account(user=trainee.user, brand="besa")
    assert not Report.objects.filter(source="practice").exists() and not Course.objects.exists()
