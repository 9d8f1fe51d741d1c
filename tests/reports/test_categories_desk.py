"""A coordinator sets up categories, deadlines and questions; the ledger tells it, and citizens see it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from besa.ledger.models import Entry
from besa.people.models import Role
from besa.reports.deadlines import Terms
from besa.reports.models import Category, CategoryRule, Question, Unit
from besa.reports.queries.categories import categories_of
from besa.reports.services.categories import fingerprint
from tests.factories.clock import promise
from tests.factories.desk import Town, a_town
from tests.factories.people import a_member, browser_of
from tests.factories.public import make_category, make_municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return a_town()


@pytest.fixture
def category() -> Category:
    return make_category()


def _form(**values: Any) -> dict[str, Any]:
    return {"seen": fingerprint(None), "offered": "on", "position": 5, **values}


def _page(category: Category) -> str:
    return reverse("reports:category", args=[category.key])


def _last_entry() -> dict:
    return json.loads(Entry.objects.latest("pk").leaf)


def test_the_list_shows_what_the_municipality_has_made_of_each(town: Town, category: Category) -> None:
    CategoryRule.objects.create(municipality=town.municipality, category=category, department=town.department)
    promise(town.municipality, category, response=Terms(24, Unit.HOURS))
    page = browser_of(town.coordinator).get("/en" + reverse("reports:categories")[3:])
    assert page.status_code == 200
    assert "Services" in page.content.decode() and "24 hours" in page.content.decode()


def test_wording_and_department_are_saved_and_told(town: Town, category: Category) -> None:
    data = _form(department=str(town.department.pk), words_en="Hole in the road", position=3)
    assert browser_of(town.coordinator).post(_page(category), data).status_code == 302
    rule = CategoryRule.objects.get()
    assert (rule.department, rule.position) == (town.department, 3)
    assert categories_of(town.municipality.pk)[0].name == "Hole in the road"
    entry = _last_entry()
    assert entry["verb"] == "categories.changed"
    assert entry["subject"] == "category:potholes"
    assert entry["public"]["department"] == "services"
    assert entry["role"] == "coordinator"


def test_a_category_can_be_switched_off(town: Town, category: Category) -> None:
    data = _form()
    del data["offered"]
    browser_of(town.coordinator).post(_page(category), data)
    assert categories_of(town.municipality.pk) == []
    assert category.key in {c.key for c in categories_of(make_municipality("prizren").pk)}


def test_two_coordinators_at_once_the_slower_is_told(town: Town, category: Category) -> None:
    browser = browser_of(town.coordinator)
    browser.post(_page(category), _form())
    late = browser.post(_page(category), _form(position=7))
    assert late.status_code == 422
    assert CategoryRule.objects.get().position == 5
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"department": "999"},
        {"words_sq": "x" * 81},
        {"position": "-1"},
        {"seen": "nonsense"},
    ],
)
def test_what_makes_no_sense_comes_back(town: Town, category: Category, wrong: dict[str, str]) -> None:
    assert browser_of(town.coordinator).post(_page(category), _form(**wrong)).status_code == 422
    assert not CategoryRule.objects.exists()


def test_a_department_of_another_municipality_cannot_be_made_answerable(
    town: Town, category: Category
) -> None:
    other = a_town("prizren")
    data = _form(department=str(other.department.pk))
    assert browser_of(town.coordinator).post(_page(category), data).status_code == 422


def test_a_municipality_adds_its_own_category_and_no_other_sees_it(town: Town, category: Category) -> None:
    data = {"words_sq": "Ujëvara", "group": "water", "icon": category.icon}
    sent = browser_of(town.coordinator).post(reverse("reports:new_category"), data)
    own = Category.objects.get(municipality=town.municipality)
    assert sent.status_code == 302 and own.key == "peja-ujevara"
    assert own.key in {c.key for c in categories_of(town.municipality.pk)}
    other = a_town("prizren")
    assert own.key not in {c.key for c in categories_of(other.municipality.pk)}
    assert browser_of(other.coordinator).get(_page(own)).status_code == 404
    browser_of(town.coordinator).post(reverse("reports:new_category"), data)
    assert Category.objects.filter(key="peja-ujevara-2").exists()


def test_a_category_without_a_name_comes_back(town: Town, category: Category) -> None:
    sent = browser_of(town.coordinator).post(
        reverse("reports:new_category"), {"group": "water", "icon": category.icon}
    )
    assert sent.status_code == 422


def _question(**values: Any) -> dict[str, Any]:
    return {"words_sq": "Sa i thellë?", "words_en": "How deep?", "kind": "number", "position": 5, **values}


def test_questions_are_added_changed_and_removed(town: Town, category: Category) -> None:
    browser = browser_of(town.coordinator)
    new = reverse("reports:new_question", args=[category.key])
    assert browser.post(new, _question(public="on")).status_code == 302
    question = Question.objects.get()
    assert (question.key, question.municipality, question.public) == ("sa-i-thelle", town.municipality, True)
    page = reverse("reports:question", args=[category.key, question.key])
    choice = _question(kind="choice", options="Pak | Мало | A little\nShumë | Много | A lot\n")
    assert browser.post(page, choice).status_code == 302
    question.refresh_from_db()
    assert [option["key"] for option in question.options] == ["pak", "shume"]
    assert browser.get(page).status_code == 200
    assert browser.post(page, {"remove": "1"}).status_code == 302
    assert not Question.objects.exists()
    assert [
        json.loads(leaf)["verb"] for leaf in Entry.objects.order_by("pk").values_list("leaf", flat=True)
    ] == [
        "categories.question_added",
        "categories.question_changed",
        "categories.question_removed",
    ]


def test_an_option_keeps_its_key_when_others_change(town: Town, category: Category) -> None:
    browser = browser_of(town.coordinator)
    browser.post(
        reverse("reports:new_question", args=[category.key]), _question(kind="choice", options="Po\nJo")
    )
    question = Question.objects.get()
    question.options[0]["key"] = "historic"
    question.save()
    page = reverse("reports:question", args=[category.key, question.key])
    browser.post(page, _question(kind="choice", options="Po\nNdoshta\nJo"))
    question.refresh_from_db()
    assert [option["key"] for option in question.options] == ["historic", "ndoshta", "jo"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"words_sq": "", "words_en": ""},
        {"kind": "essay"},
        {"kind": "choice", "options": "Po"},
        {"position": ""},
    ],
)
def test_a_question_that_makes_no_sense_comes_back(
    town: Town, category: Category, wrong: dict[str, str]
) -> None:
    new = reverse("reports:new_question", args=[category.key])
    assert browser_of(town.coordinator).post(new, _question(**wrong)).status_code == 422


def test_a_question_that_all_ask_is_not_one_municipalitys_to_change(town: Town, category: Category) -> None:
    common = Question.objects.create(category=category, key="deep", kind="number", labels={"sq": "Thellë"})
    page = reverse("reports:question", args=[category.key, common.key])
    assert browser_of(town.coordinator).post(page, {"remove": "1"}).status_code == 404


def test_a_question_that_all_ask_has_its_key_once(town: Town, category: Category) -> None:
    question = {"category": category, "key": "deep", "kind": "number", "labels": {"sq": "Thellë"}}
    Question.objects.create(**question)
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.create(**question)
    Question.objects.create(**question, municipality=town.municipality)


def test_the_municipality_decides_about_anonymous_reports_and_moderation(town: Town) -> None:
    page = reverse("reports:municipality_settings")
    browser = browser_of(town.coordinator)
    assert browser.post(page, {"moderation": "before"}).status_code == 302
    town.municipality.refresh_from_db()
    assert (town.municipality.anonymous_reports, town.municipality.moderation) == (False, "before")
    assert _last_entry()["verb"] == "municipality.settings_changed"
    browser.post(page, {"moderation": "before"})
    assert Entry.objects.count() == 1
    assert browser.post(page, {"moderation": "never"}).status_code == 422


def test_only_coordinators_here_and_administrators_may(town: Town, category: Category) -> None:
    other = a_town("prizren")
    for address in (_page(category), reverse("reports:categories"), reverse("reports:new_category")):
        here = f"{address}?municipality=peja"
        assert browser_of(town.officer).get(here).status_code == 403
        assert browser_of(other.coordinator).get(here).status_code == 403
        assert browser_of(town.coordinator).get(here).status_code == 200
    assert browser_of(a_member(Role.MODERATOR)).get(_page(category)).status_code == 403
