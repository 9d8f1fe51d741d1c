"""A report is made whole or not at all, and everybody gets to know what they may."""

from __future__ import annotations

import json

import pytest
from django.utils import timezone

from besa.core import geo
from besa.core.models import OutboxEvent
from besa.core.vouching import Trust
from besa.ledger.models import Entry, PrivatePayload
from besa.places.models import Municipality
from besa.reports.deadlines import Terms
from besa.reports.models import Category, CategoryRule, Report, Transition, Unit
from besa.reports.models.report import State, Visibility
from besa.reports.services.publication import confirm_report, publish_report
from besa.reports.services.submission import submit_report
from besa.reports.weeks import week_of
from tests.factories.clock import promise
from tests.factories.submission import PEJA, draft, town_of_peja

pytestmark = pytest.mark.django_db


@pytest.fixture
def peja() -> Municipality:
    return town_of_peja()


def test_a_report_with_proof_is_public_at_once(peja: Municipality) -> None:
    report = submit_report(draft=draft(peja), device="d" * 64, trust=Trust.PROOF_OF_WORK)

    stored = Report.objects.get(pk=report.pk)
    assert (stored.state, stored.visibility) == (State.RECEIVED, Visibility.PUBLIC)
    assert stored.zkey == geo.key_of(*PEJA)
    assert stored.week == week_of(stored.created_at)
    assert stored.place is not None
    assert stored.place.slug == "peje-qendra"
    assert stored.response_due_at is not None
    assert stored.response_due_at > stored.created_at
    assert len(stored.uid) == 26
    assert [(t.old, t.new, t.actor_role) for t in Transition.objects.filter(report=report)] == [
        ("", "received", "reporter")
    ]
    assert list(OutboxEvent.objects.order_by("pk").values_list("name", flat=True)) == [
        "reports.received",
        "reports.published",
    ]


def test_the_ledger_says_only_what_everyone_may_know(peja: Municipality) -> None:
    private = draft(peja, name="Arta Krasniqi", email="arta@example.com", text="Gropa para shtëpisë sime")
    report = submit_report(draft=private, device="d" * 64, trust=Trust.PROOF_OF_WORK)

    leaves = [json.loads(leaf) for leaf in Entry.objects.order_by("pk").values_list("leaf", flat=True)]
    assert [leaf["verb"] for leaf in leaves] == ["reports.received", "reports.published"]
    assert leaves[0]["public"] == {"uid": report.uid}
    assert leaves[0]["municipality"] == ""
    assert leaves[1]["public"] == {
        "uid": report.uid,
        "number": report.pk,
        "category": "pothole",
        "municipality": "peja",
        "place": "peje-qendra",
        "lat": round(PEJA[0] * 1e6),
        "lon": round(PEJA[1] * 1e6),
    }
    everything = json.dumps(leaves, ensure_ascii=False)
    assert "Arta" not in everything
    assert "arta@" not in everything
    assert "Gropa" not in everything
    assert json.loads(PrivatePayload.objects.order_by("pk")[0].payload)["category"] == "pothole"


def test_without_trust_it_waits_for_the_confirmation(peja: Municipality) -> None:
    report = submit_report(draft=draft(peja, email="arta@example.com"), device="d" * 64, trust=Trust.NOTHING)
    assert report.visibility == Visibility.UNCONFIRMED
    assert report.published_at is None
    assert list(Entry.objects.values_list("verb", flat=True)) == ["reports.received"]

    assert confirm_report(report=report)
    stored = Report.objects.select_related("reporter").get(pk=report.pk)
    assert stored.visibility == Visibility.PUBLIC
    assert stored.published_at is not None
    assert stored.reporter.email_confirmed_at is not None
    assert not confirm_report(report=stored)
    assert list(Entry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "reports.received",
        "reports.published",
    ]


def test_a_municipality_may_look_first(peja: Municipality) -> None:
    Municipality.objects.filter(pk=peja.pk).update(moderation=Municipality.Moderation.BEFORE)
    report = submit_report(draft=draft(peja), device="d" * 64, trust=Trust.SIGNED_IN)
    assert report.visibility == Visibility.AWAITING_MODERATION

    waiting = submit_report(draft=draft(peja, email="a@example.com"), device="e" * 64, trust=Trust.NOTHING)
    assert confirm_report(report=waiting)
    assert waiting.visibility == Visibility.AWAITING_MODERATION

    assert publish_report(report=waiting, role="moderator")
    assert waiting.visibility == Visibility.PUBLIC


def test_the_rule_names_the_department_and_the_deadline(peja: Municipality) -> None:
    roads = peja.departments.create(slug="roads", names={"en": "Roads"})
    CategoryRule.objects.create(
        municipality=peja, category=Category.objects.get(key="pothole"), department=roads
    )
    promise(peja, Category.objects.get(key="pothole"), response=Terms(4, Unit.HOURS))
    report = submit_report(draft=draft(peja), device="d" * 64, trust=Trust.PROOF_OF_WORK)
    assert report.department == roads
    assert report.response_due_at is not None
    assert (report.response_due_at - report.created_at).total_seconds() == 4 * 3600


def test_a_point_beyond_the_boundary_is_taken_and_flagged(peja: Municipality) -> None:
    report = submit_report(
        draft=draft(peja, lat=42.9, lon=21.2), device="d" * 64, trust=Trust.PROOF_OF_WORK, at=timezone.now()
    )
    assert report.outside
