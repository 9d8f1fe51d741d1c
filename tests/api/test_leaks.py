"""A report that is not public leaves through no address of the API and through no file."""

from __future__ import annotations

import pytest
from django.http import FileResponse
from django.test import Client
from django.utils import timezone

from besa.api.services import editions
from besa.reports.models import Photo, Question, Report, Reporter, Transition, Update
from besa.reports.models.report import Visibility
from tests.factories.public import make_category, make_report

pytestmark = pytest.mark.django_db
WORDS, ADDRESS, NAME, NOTE = "Kryefjala", "Shtegu", "Besforti", "Pergjigja"
KEY = "5ec4e7" * 5 + "aa"
NUMBER = 987_654
NOT_PUBLIC = [visibility for visibility in Visibility if visibility != Visibility.PUBLIC]
PATHS = [
    "/api/v1/reports",
    "/api/v1/reports?order=changed",
    "/api/v1/reports?changed_from=2020-01-01T00:00:00Z",
    "/api/v1/reports?around=42.66,20.29,900",
    "/api/v1/reports?within=20,42,21,43",
    "/api/v1/reports?municipality=peja&category=potholes&state=open",
    "/api/v1/reports/{pk}",
    "/api/v1/updates",
    "/api/v1/updates?report={pk}",
    "/downloads/reports/all.csv",
    "/downloads/reports/all.geojson",
    "/downloads/reports/peja.csv",
]


def _report(visibility: str) -> Report:
    report = make_report(pk=NUMBER, text=f"{WORDS} pothole", address=ADDRESS, visibility=visibility)
    make_report(state="duplicate", duplicate_of=report)
    Reporter.objects.create(
        report=report, name=NAME, show_name=True, language="sq", brand="besa", link_salt="x"
    )
    now = timezone.now()
    update = Update.objects.create(report=report, text=NOTE, author_role="officer", created_at=now)
    Transition.objects.create(
        report=report, old="received", new="in_progress", at=now, actor_role="officer", update=update
    )
    Photo.objects.create(key=KEY, version=1, report=report, state="ready", created_at=now)
    return report


def _shown(client: Client, path: str) -> list[str]:
    response = client.get(path.format(pk=NUMBER))
    found = b"".join(response) if isinstance(response, FileResponse) else response.content
    content = found.decode().replace(f"/api/v1/reports/{NUMBER}", "")  # a problem names what was asked for
    return [secret for secret in (WORDS, ADDRESS, NAME, NOTE, KEY, str(NUMBER)) if secret in content]


@pytest.mark.parametrize("visibility", NOT_PUBLIC)
def test_nothing_leaves(client: Client, visibility: str) -> None:
    _report(visibility)
    editions.keep_editions()
    assert {path: shown for path in PATHS if (shown := _shown(client, path))} == {}


def test_a_public_report_does_leave(client: Client) -> None:
    """Otherwise the test above would prove nothing. Of the reporter nothing leaves at all."""
    _report(Visibility.PUBLIC)
    editions.keep_editions()
    for path in PATHS:
        shown = _shown(client, path)
        assert shown, path
        assert NAME not in shown, path


def test_of_a_public_report_only_what_is_public_leaves(client: Client) -> None:
    """Notes for colleagues, hidden updates and photos, and answers to questions that are not for everybody stay."""
    category = make_category()
    for key, public in (("open", True), ("closed", False)):
        Question.objects.create(category=category, key=key, kind="text", labels={"en": key}, public=public)
    report = make_report(pk=NUMBER, category=category, answers={"open": WORDS, "closed": ADDRESS})
    now = timezone.now()
    for audience in (Update.Audience.INTERNAL, Update.Audience.HIDDEN):
        update = Update.objects.create(
            report=report, text=NOTE, author_role="officer", created_at=now, audience=audience
        )
        Transition.objects.create(
            report=report, old="received", new="in_progress", at=now, actor_role="officer", update=update
        )
        Photo.objects.create(
            key=f"{'u-' + audience:0>32}",
            version=1,
            report=report,
            update=update,
            state="ready",
            created_at=now,
        )
    for state in (Photo.State.HIDDEN, Photo.State.WAITING, Photo.State.REFUSED):
        Photo.objects.create(
            key=f"{'p-' + state:0>32}", version=1, report=report, state=state, created_at=now
        )
    editions.keep_editions()
    secrets = {ADDRESS, NOTE, "u-internal", "u-hidden", "p-hidden", "p-waiting", "p-refused"}
    for path in PATHS:
        found = client.get(path.format(pk=NUMBER))
        content = (b"".join(found) if isinstance(found, FileResponse) else found.content).decode()
        assert not [secret for secret in secrets if secret in content], path
    assert WORDS in client.get(f"/api/v1/reports/{NUMBER}").content.decode()
