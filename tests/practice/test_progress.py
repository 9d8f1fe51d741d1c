"""Who sees how far whom: a coordinator the people of the own municipality, the learning app by two queries."""

from __future__ import annotations

import pytest

from besa.people.models import Role
from besa.practice.queries.progress import progress_in, progress_of
from tests.factories.desk import Town
from tests.factories.people import a_member, browser_of
from tests.factories.practice import Trainee, a_town_to_practise_in

pytestmark = pytest.mark.django_db
PEOPLE = "/en/desk/practice/people/"


@pytest.fixture
def town() -> Town:
    return a_town_to_practise_in()


def test_a_coordinator_sees_the_own_people_and_nobody_elses(town: Town) -> None:
    kukes = a_town_to_practise_in("kukes")
    for one in (town.officer, kukes.officer):
        trainee = Trainee(one)
        trainee.begin()
        trainee.act("steps", "acknowledge")
    browser = browser_of(town.coordinator)
    page = browser.get(PEOPLE).content.decode()
    assert "officer.peja@example.org" in page and "1 of 17" in page and "0 of 17" in page
    assert "kukes" not in page.split("<main")[1]
    assert browser.get(f"{PEOPLE}?municipality=kukes").status_code == 403
    assert browser_of(town.officer).get(PEOPLE).status_code == 403


def test_an_administrator_chooses_the_municipality(town: Town) -> None:
    browser = browser_of(a_member(Role.ADMINISTRATOR), second_factor=True)
    assert "Choose a municipality" in browser.get(PEOPLE).content.decode()
    assert "officer.peja@example.org" in browser.get(f"{PEOPLE}?municipality=peja").content.decode()


def test_somebody_who_practised_elsewhere_has_not_begun_here(town: Town) -> None:
    kukes = a_town_to_practise_in("kukes")
    trainee = Trainee(town.officer)
    trainee.begin()
    trainee.act("steps", "acknowledge")
    assert [one.ever_done for one in progress_in(kukes.municipality)] == [0, 0, 0]
    here = {one.user_id: one for one in progress_in(town.municipality)}
    assert here[town.officer.pk] == progress_of(town.officer)
    assert here[town.coordinator.pk].active_at is None and here[town.coordinator.pk].round == 0


def test_the_table_reads_little(town: Town, django_assert_max_num_queries: object) -> None:
    for number in range(5):
        a_member(Role.OFFICER, town.municipality, email=f"more{number}@example.org")
    Trainee(town.officer).begin()
    with django_assert_max_num_queries(3):
        progress_in(town.municipality)


def test_practising_reads_little_more_than_working(town: Town, django_assert_max_num_queries: object) -> None:
    trainee = Trainee(town.officer)
    trainee.begin()
    trainee.browser.get("/en/desk/")
    with django_assert_max_num_queries(16):
        trainee.browser.get("/en/desk/")
