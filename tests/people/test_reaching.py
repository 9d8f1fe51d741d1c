"""What the members page says reaches each of them is what is sent."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from besa.desk.services.reminding import officers_of
from besa.people.models import Membership, Role, User
from besa.people.permissions import standing_of
from besa.people.queries import members_of
from besa.people.reaching import Part, crew_of, what_reaches
from besa.places.models import Municipality
from besa.reports.models import Deadline, EscalationStep
from besa.reports.services.escalation import add_step
from tests.factories.delivery import a_recipient
from tests.factories.desk import Town, a_report, a_town
from tests.factories.people import a_department, a_member, browser_of
from tests.factories.public import make_category, make_municipality

pytestmark = pytest.mark.django_db
MEMBERS = "/en/desk/members/"
Told = dict[str, dict[str, Sequence[Part]]]


@pytest.fixture
def town() -> Town:
    return a_town()


def told(municipality: Municipality) -> Told:
    """What is said of each member, by address and kind, in English."""
    with translation.override("en"):
        crew = crew_of(municipality, members_of(municipality))
        return {one.member.user.email: dict(one.kinds) for one in what_reaches(crew)}


def lines(parts: Sequence[Part]) -> list[str]:
    return [line for part in parts for line in part.lines]


def remind(town: Town, target: EscalationStep.Target, working_days: int) -> None:
    add_step(
        municipality=town.municipality,
        deadline=Deadline.RESPONSE,
        target=target,
        working_days=working_days,
        role="coordinator",
    )


def test_each_sees_the_reports_that_the_permissions_let_them_see(town: Town) -> None:
    said = told(town.municipality)
    assert lines(said[town.officer.email]["Sees"]) == ["All reports"]
    assert lines(said[town.coordinator.email]["Sees"]) == ["All reports"]
    own = lines(said[town.department_officer.email]["Sees"])
    assert own == ["Reports of Services, and reports without a department"]
    elsewhere = a_department(town.municipality, "water")
    standing = standing_of(town.department_officer)
    here = town.municipality.pk
    assert standing.may("desk.see", here, town.department.pk) and standing.may("desk.see", here)
    assert not standing.may("desk.see", here, elsewhere.pk)


def test_reminders_are_told_by_the_steps_that_are_set(town: Town) -> None:
    assert not told(town.municipality)[town.officer.email]["Reminders"]
    remind(town, EscalationStep.Target.OFFICER, -1)
    remind(town, EscalationStep.Target.COORDINATOR, 2)
    said = told(town.municipality)
    assert lines(said[town.officer.email]["Reminders"]) == ["Answer, 1 working day before"]
    assert lines(said[town.coordinator.email]["Reminders"]) == [
        "Answer, 2 working days after",
        "Answer, 1 working day before",
    ]
    EscalationStep.objects.update(until="2026-01-01T00:00Z")
    assert not told(town.municipality)[town.coordinator.email]["Reminders"]


@pytest.mark.parametrize("has_officer_of_all", [True, False])
def test_whose_reports_somebody_is_reminded_of_is_what_the_mails_do(
    town: Town, *, has_officer_of_all: bool
) -> None:
    remind(town, EscalationStep.Target.OFFICER, -1)
    if not has_officer_of_all:
        Membership.objects.filter(user=town.officer).delete()
    said = told(town.municipality)
    nobodys = {one.email for one in officers_of(a_report(municipality=town.municipality))}
    departments = {
        one.email for one in officers_of(a_report(municipality=town.municipality, department=town.department))
    }
    assert nobodys == {
        email
        for email, kinds in said.items()
        if any("nobody else is reminded" in part.note for part in kinds["Reminders"])
    }
    assert departments == {
        email
        for email, kinds in said.items()
        if any("of their department" in part.note for part in kinds["Reminders"])
    }


def test_new_reports_reach_recipients_before_departments_and_coordinators(town: Town) -> None:
    town.department.email = "services@example.org"
    town.department.save()
    said = told(town.municipality)
    assert not said[town.officer.email]["New reports"]
    assert lines(said[town.department_officer.email]["New reports"]) == [
        "At the department's address: services@example.org"
    ]
    assert "whose department has no address" in lines(said[town.coordinator.email]["New reports"])[0]
    one = a_recipient(
        town.municipality, "Water works", address=town.officer.email, category=make_category("water")
    )
    said = told(town.municipality)
    assert lines(said[town.officer.email]["New reports"]) == ["As recipient Water works"]
    assert said[town.coordinator.email]["New reports"][0].note == "Only what no recipient gets."
    one.category = None
    one.save()
    assert not told(town.municipality)[town.coordinator.email]["New reports"]


def test_alarms_reach_coordinators_once_there_are_recipients(town: Town) -> None:
    assert not told(town.municipality)[town.coordinator.email]["Alarms about deliveries"]
    a_recipient(town.municipality)
    said = told(town.municipality)
    assert lines(said[town.coordinator.email]["Alarms about deliveries"])[:2] == [
        "Stuck after 30 minutes.",
        "Silent after 5 reports, over 14 days.",
    ]
    assert not said[town.officer.email]["Alarms about deliveries"]


def test_somebody_with_two_roles_is_one_person_and_a_closed_account_nobody(town: Town) -> None:
    Membership.objects.create(
        user=town.department_officer, role=Role.COORDINATOR, municipality=town.municipality
    )
    User.objects.filter(pk=town.officer.pk).update(is_active=False)
    said = told(town.municipality)
    assert sorted(said) == [town.coordinator.email, town.department_officer.email]
    assert lines(said[town.department_officer.email]["Sees"]) == ["All reports"]


def test_the_page_tells_it_beside_the_history_in_as_many_queries_for_many_members(town: Town) -> None:
    browser = browser_of(town.coordinator)
    remind(town, EscalationStep.Target.COORDINATOR, 1)
    browser.get(MEMBERS)
    with CaptureQueriesContext(
        connection,
    ) as few:
        page = browser.get(MEMBERS).content.decode()
    assert "Who gets what" in page and "Answer, 1 working day after" in page
    assert "What was changed, and when" in page
    a_member(Role.OFFICER, make_municipality("kukes"), email="theirs@example.org")
    for number in range(5):
        a_member(Role.OFFICER, town.municipality, email=f"more{number}@example.org")
    with CaptureQueriesContext(connection) as many:
        page = browser.get(MEMBERS).content.decode()
    assert len(many) == len(few)
    assert "more4@example.org" in page and "theirs@example.org" not in page
