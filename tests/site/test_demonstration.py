"""The demonstration shows what it is for: among it, that officials are reminded before and after time is up."""

from __future__ import annotations

import pytest

from besa.delivery.models import Delivery, Recipient
from besa.insights.queries.comparison import compare
from besa.places.models import Municipality
from besa.places.services import load_builtin_places
from besa.pledges.models import Mandate, Pledge, Rating
from besa.reports.models import EscalationStep, Reminder, ResponseTemplate
from besa.reports.services.builtin import load_builtin_categories
from besa.reports.services.escalation import USUAL_STEPS, remind
from besa.site.services.demo import load_demo_if_empty

pytestmark = pytest.mark.django_db


def test_the_demonstration_reminds_officers_and_coordinators() -> None:
    load_builtin_places()
    load_builtin_categories()
    assert load_demo_if_empty()
    pilots = Municipality.objects.filter(active=True)
    assert EscalationStep.objects.count() == len(USUAL_STEPS) * pilots.count()
    assert remind() > 0
    reminded = set(Reminder.objects.values_list("step__target", flat=True))
    assert reminded == {EscalationStep.Target.OFFICER, EscalationStep.Target.COORDINATOR}
    assert not load_demo_if_empty()
    peja = pilots.get(slug="peja")
    assert Recipient.objects.filter(municipality=peja).count() == 3
    assert not Delivery.objects.exists()
    assert ResponseTemplate.objects.filter(municipality=peja).count() == 3
    statuses = Pledge.objects.filter(state="frozen", mandate__municipality__slug="peja").order_by("number")
    assert [pledge.standing for pledge in statuses] == [
        *(
            "in_progress",
            "unratable",
            "fulfilled",
            "stalled",
            "in_progress",
            "fulfilled",
            "unratable",
            "partly",
        )
    ]
    assert Rating.objects.count() == 12 + 9
    assert Mandate.objects.get(slug__startswith="merita-dushi").programme_state == "none"
    compared = {
        line.municipality.slug: line for line in compare(category="", period="365d", as_of=None).lines
    }
    assert [slug for slug, line in compared.items() if not line.in_time.enough] == ["kukes"]
    assert (compared["peja"].in_time.low or 0) > (compared["prishtina"].in_time.high or 1)
