"""The queue's header tells how many mentions are unread, of reports that the reader may still see."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from besa.people.models import User
from besa.reports.models import Mention, Report, Update
from besa.reports.services.notes import note_internally, see_mentions
from tests.factories.desk import a_report, a_town
from tests.factories.people import browser_of

pytestmark = pytest.mark.django_db


def _shown(user: User) -> int:
    with translation.override("en"):
        page = browser_of(user).get(reverse("desk:queue"))
    number: int = page.context["mentions"]
    assert (b"unread</span>" in page.content) == bool(number)
    return number


def test_unread_mentions_are_counted_until_they_are_read() -> None:
    town = a_town()
    for _ in range(2):
        note_internally(
            report=a_report(), role="coordinator", by=town.coordinator, text="@you", mentioned=[town.officer]
        )
    assert (_shown(town.officer), _shown(town.coordinator)) == (2, 0)
    see_mentions(user=town.officer, mention_ids=[Mention.objects.earliest("pk").pk])
    assert _shown(town.officer) == 1


def test_what_is_out_of_sight_is_not_counted() -> None:
    town, other = a_town(), a_town("prizren")
    reports = [a_report() for _ in range(3)]
    for report in reports:
        note_internally(
            report=report, role="officer", by=town.officer, text="@roads", mentioned=[town.department_officer]
        )
    assert _shown(town.department_officer) == 3
    Report.objects.filter(pk=reports[0].pk).update(municipality=other.municipality)
    Update.objects.filter(report=reports[0]).update(kept_by=town.municipality)
    Report.objects.filter(pk=reports[1].pk).update(visibility="erased")
    assert _shown(town.department_officer) == 1


def test_a_bulk_act_is_told_of_without_being_asked_for_each_time() -> None:
    town = a_town()
    report = a_report(created_at=timezone.now())
    browser = browser_of(town.officer)
    assert browser.get(reverse("desk:queue")).context["bulks"] == []
    browser.post(reverse("desk:bulk"), {"act": "acknowledge", "pick": [report.pk], "step": "do", "text": ""})
    assert len(browser.get(reverse("desk:queue")).context["bulks"]) == 1
    assert browser_of(town.coordinator).get(reverse("desk:queue")).context["bulks"] == []
