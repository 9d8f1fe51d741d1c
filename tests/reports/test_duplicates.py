"""Possible duplicates: near, of a kind, in similar words, in any script."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from besa.core.models import OutboxEvent
from besa.core.vouching import Trust
from besa.places.models import Municipality
from besa.reports.duplicates import similar_reports
from besa.reports.models import MeToo, Report
from besa.reports.models.report import State, Visibility
from besa.reports.services.submission import submit_report
from tests.factories.submission import PEJA, draft, town_of_peja
from tests.reports.test_report_form import filled

pytestmark = pytest.mark.django_db
LAT, LON = PEJA
METRE = 1 / 111_195


@pytest.fixture
def peja() -> Municipality:
    return town_of_peja()


def there(peja: Municipality, *, metres: float = 0.0, **values: Any) -> Report:
    """A public report some metres to the north."""
    trust = values.pop("trust", Trust.PROOF_OF_WORK)
    made = draft(peja, lat=LAT + metres * METRE, **values)
    return submit_report(draft=made, device="d" * 64, trust=trust)


def found(category: str = "pothole", text: str = "Gropë para shkollës") -> list[int]:
    return [like.report.pk for like in similar_reports(lat=LAT, lon=LON, category_key=category, text=text)]


def test_the_nearest_of_the_same_kind_comes_first(peja: Municipality) -> None:
    far, near = there(peja, metres=40), there(peja, metres=5)
    assert found() == [near.pk, far.pk]


def test_beyond_the_distance_of_the_kind_there_is_none(peja: Municipality) -> None:
    there(peja, metres=70)
    assert found() == []
    lost_dogs = there(peja, metres=300, category="animals", text="Qen endacakë")
    assert found("animals", "Qen endacakë te parku") == [lost_dogs.pk]


def test_a_related_kind_counts_and_another_does_not(peja: Municipality) -> None:
    related = there(peja, metres=5, category="pavement", text="Gropë para shkollës")
    there(peja, metres=5, category="lighting", text="Gropë para shkollës")
    assert found() == [related.pk]


def test_words_are_compared_across_scripts(peja: Municipality) -> None:
    there(peja, metres=30, text="Смеће поред реке код моста", category="waste")
    there(peja, metres=30, text="Kontejner i djegur te shkolla", category="waste")
    best = similar_reports(lat=LAT, lon=LON, category_key="waste", text="Smeće pored reke kod mosta")
    assert best[0].report.text.startswith("Смеће")
    assert best[0].score > best[1].score


def test_closed_long_ago_withdrawn_and_not_public_are_left_out(peja: Municipality) -> None:
    waiting = there(peja, metres=2, trust=Trust.NOTHING, email="a@example.com")
    fixed_lately, fixed_before, withdrawn = (there(peja, metres=n) for n in (3, 4, 5))
    now = timezone.now()
    Report.objects.filter(pk=fixed_lately.pk).update(state=State.FIXED, closed_at=now - timedelta(days=3))
    Report.objects.filter(pk=fixed_before.pk).update(state=State.FIXED, closed_at=now - timedelta(days=60))
    Report.objects.filter(pk=withdrawn.pk).update(state=State.WITHDRAWN, closed_at=now)
    assert waiting.visibility == Visibility.UNCONFIRMED
    assert found() == [fixed_lately.pk]


def test_three_at_most(peja: Municipality) -> None:
    for metres in range(5):
        there(peja, metres=metres)
    assert len(found()) == 3


def test_they_are_offered_before_sending_and_the_form_comes_along(client: Client, peja: Municipality) -> None:
    known = there(peja, metres=5)
    sent = filled(
        lat=str(LAT), lon=str(LON), text="Gropë e madhe para shkollës", **{"q-pothole-danger": "yes"}
    )
    page = client.post("/en/report/", sent).content.decode()
    assert "Is it one of these?" in page
    assert f"/en/report/same/{known.pk}/" in page
    assert 'name="q-pothole-danger" value="yes"' in page
    assert Report.objects.count() == 1

    answer = client.post("/en/report/", sent | {"different": "1"})
    assert answer.status_code == 302
    assert Report.objects.count() == 2


def test_what_was_seen_while_writing_is_not_asked_again(client: Client, peja: Municipality) -> None:
    known = there(peja, metres=5)
    fragment = client.get(
        "/en/report/similar/", {"lat": LAT, "lon": LON, "category": "pothole", "text": "gropë"}
    ).content.decode()
    assert f'data-ids="{known.pk}"' in fragment
    answer = client.post("/en/report/", filled(lat=str(LAT), lon=str(LON), seen=str(known.pk)))
    assert answer.status_code == 302


def test_this_is_it_counts_once_by_device_and_asks_the_address(client: Client, peja: Municipality) -> None:
    known = there(peja, metres=5)
    for _ in range(2):
        page = client.post(f"/en/report/same/{known.pk}/", {"email": "besa@example.com"})
        assert "besa@example.com" in page.content.decode()
    known.refresh_from_db()
    assert known.me_too_count == 1
    assert MeToo.objects.count() == 1
    assert OutboxEvent.objects.filter(name="reports.follow_wanted").count() == 2
    assert client.post(f"/en/report/same/{known.pk}/", {"email": "nonsense"}).status_code == 422


def test_a_report_that_is_not_public_cannot_be_joined(client: Client, peja: Municipality) -> None:
    hidden = there(peja, metres=5, trust=Trust.NOTHING, email="a@example.com")
    assert client.post(f"/en/report/same/{hidden.pk}/", {}).status_code == 404
