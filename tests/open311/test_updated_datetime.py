"""`updated_datetime` moves with all that anybody can see of a report, and with nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from besa.reports.models import Photo, Report, Update
from besa.reports.models.report import Priority
from besa.reports.services.additions import add_to_report
from besa.reports.services.answers import acknowledge_report, answer_report, confirm_fix, fix_report
from besa.reports.services.assigning import assign_report
from besa.reports.services.categorising import correct_category
from besa.reports.services.joining import say_me_too
from besa.reports.services.moderation import blur_photo, hide_photo, hide_update, show_photo
from besa.reports.services.notes import note_internally
from besa.reports.services.photos import attach_photos, draw_photo, keep_upload
from besa.reports.services.placing import place_report
from besa.reports.services.priorities import set_priority
from tests.factories.open311 import ids, read
from tests.factories.people import a_department
from tests.factories.photos_small import jpeg
from tests.factories.public import make_category, make_report
from tests.factories.submission import town_of_peja

pytestmark = pytest.mark.django_db
BEGIN = dt.datetime(2026, 11, 2, 8, tzinfo=dt.UTC)


def _photo(report: Report) -> Photo:
    return Photo.objects.get(report=report)


Act = Callable[[Report], object]
#: what everybody can see, in an order in which each is possible
SEEN: dict[str, Act] = {
    "drawn": lambda report: draw_photo(photo_id=_photo(report).pk),
    "photo hidden": lambda report: hide_photo(photo=_photo(report), role="moderator"),
    "photo shown": lambda report: show_photo(photo=_photo(report), role="moderator"),
    "being blurred": lambda report: blur_photo(
        photo=_photo(report), regions=[(0, 0, 9, 9)], role="moderator"
    ),
    "blurred": lambda report: draw_photo(photo_id=_photo(report).pk),
    "department": lambda report: assign_report(
        report=report, department=a_department(report.municipality, "roads"), assignee=None, role="officer"
    ),
    "category": lambda report: correct_category(
        report=report, category=make_category("waste"), role="officer"
    ),
    "place": lambda report: place_report(report=report, lat=42.661, lon=20.291, place=None, role="officer"),
    "added": lambda report: add_to_report(report=report, text="It grows"),
    "answered": lambda report: answer_report(report=report, role="officer", text="We come"),
    "words hidden": lambda report: hide_update(
        update=Update.objects.filter(report=report).latest("pk"), role="moderator"
    ),
    "acknowledged": lambda report: acknowledge_report(report=report, role="officer"),
    "fixed": lambda report: fix_report(report=report, role="officer"),
    "confirmed": lambda report: confirm_fix(report=report, fixed=True, by_role="reporter"),
}
#: what nobody outside sees, and what is only counted
UNSEEN: dict[str, Act] = {
    "photo waits": lambda report: attach_photos(
        report=report, uploads=[keep_upload(jpeg())], by_official=False
    ),
    "note": lambda report: note_internally(report=report, role="officer", text="Ask Ilir"),
    "priority": lambda report: set_priority(
        report=report, priority=Priority.HIGH, role="officer", note="A school"
    ),
    "me too": lambda report: say_me_too(report=report, device="d" * 64),
    "neighbour": lambda report: confirm_fix(report=report, fixed=True, by_role="neighbour", device="d"),
}


def _acts() -> list[tuple[str, Act, bool]]:
    before = ("photo waits", "note", "priority", "me too")
    acts = [(name, UNSEEN[name], False) for name in before]
    acts += [(name, act, True) for name, act in SEEN.items()]
    acts.insert(-1, ("neighbour", UNSEEN["neighbour"], False))
    return acts


def test_it_moves_with_every_change_that_anybody_can_see(client: Client) -> None:
    report = make_report(municipality=town_of_peja(), created_at=BEGIN)
    with time_machine.travel(BEGIN, tick=False) as clock:
        for number, (name, act, seen) in enumerate(_acts(), 1):
            now = BEGIN + dt.timedelta(hours=number)
            clock.move_to(now)
            (before,) = read(client, f"requests/{report.pk}.json", extensions="true")
            act(Report.objects.select_related("municipality", "category", "place").get(pk=report.pk))
            (after,) = read(client, f"requests/{report.pk}.json", extensions="true")
            moved = after["updated_datetime"] != before["updated_datetime"]
            assert moved is seen, name
            if seen:
                assert after["updated_datetime"] == now.strftime("%Y-%m-%dT%H:%M:%SZ"), name
            since = (now - dt.timedelta(minutes=1)).isoformat()
            assert ids(client, updated_after=since) == ([report.pk] if seen else []), name
            assert ids(client, updated_before=since) == ([] if seen else [report.pk]), name
            last = {"updated_datetime", "extended_attributes"}
            differs = {key for key in after if after[key] != before[key]} - last
            assert seen or not differs, name
