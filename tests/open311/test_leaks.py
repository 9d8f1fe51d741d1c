"""A report that is not public leaves through no address of Open311."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from besa.reports.models import Photo, Report, Reporter, Transition, Update
from besa.reports.models.report import Visibility
from tests.factories.open311 import BASE
from tests.factories.public import make_report

pytestmark = pytest.mark.django_db
WORDS, ADDRESS, NAME, PHONE, NOTE = "Kryefjala", "Shtegu", "Besforti", "044 987 654", "Pergjigja"
KEY = "5ec4e7" * 5 + "aa"
NOT_PUBLIC = [visibility for visibility in Visibility if visibility != Visibility.PUBLIC]
NUMBER = 987_654
PATHS = [
    "requests.{form}?extensions=true",
    "requests.{form}?service_request_id={pk}&extensions=true",
    "requests.{form}?updated_after=2020-01-01",
    "requests.{form}?lat=42.66&long=20.29&radius=900",
    "requests.{form}?jurisdiction_id=peja&status=open&service_code=potholes",
    "requests/{pk}.{form}?extensions=true",
    "tokens/{uid}.{form}",
    "servicerequestupdates.{form}",
    "servicerequestupdates.{form}?service_request_id={pk}",
]


def _report(visibility: str) -> Report:
    report = make_report(
        pk=NUMBER, text=f"{WORDS} pothole", address=ADDRESS, visibility=visibility, answers={"x": NOTE}
    )
    Reporter.objects.create(
        report=report, name=NAME, show_name=True, phone=PHONE, language="sq", brand="besa", link_salt="x"
    )
    now = timezone.now()
    update = Update.objects.create(report=report, text=NOTE, author_role="officer", created_at=now)
    Update.objects.create(report=report, text=NOTE, author_role="officer", created_at=now)
    Transition.objects.create(
        report=report, old="received", new="in_progress", at=now, actor_role="officer", update=update
    )
    Photo.objects.create(key=KEY, version=1, report=report, state="ready", width=8, height=6, created_at=now)
    return report


def _shown(client: Client, path: str, form: str, report: Report) -> list[str]:
    address = BASE + path.format(form=form, pk=report.pk, uid=report.uid)
    content = client.get(address).content.decode()
    return [secret for secret in (WORDS, ADDRESS, NAME, PHONE, NOTE, KEY, str(NUMBER)) if secret in content]


@pytest.mark.parametrize("form", ["xml", "json"])
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("visibility", NOT_PUBLIC)
def test_nothing_leaves_through(client: Client, visibility: str, path: str, form: str) -> None:
    assert _shown(client, path, form, _report(visibility)) == []


@pytest.mark.parametrize("form", ["xml", "json"])
@pytest.mark.parametrize("path", PATHS)
def test_a_public_report_does_leave_there(client: Client, path: str, form: str) -> None:
    """Otherwise the test above would prove nothing. Of the reporter nothing leaves at all."""
    shown = _shown(client, path, form, _report(Visibility.PUBLIC))
    assert shown
    assert NAME not in shown
    assert PHONE not in shown
