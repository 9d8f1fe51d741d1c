"""Two installations of Besa over real HTTP: a report goes from one to the other, and its answers come back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from besa.core.channels import NotDelivered, Parcel
from besa.core.public_addresses import read_trust
from besa.open311.channel import OPEN311
from besa.open311.models import ForeignRequest
from besa.open311.services.polling import ask_endpoint
from besa.reports.models import Report, Transition, Update
from tests.factories.public import make_category, make_report
from tests.factories.second_besa import second_besa

pytestmark = pytest.mark.django_db

_PREPARE = """
from django.core.management import call_command
from besa.reports.services.builtin import load_builtin_categories
call_command("load_places", verbosity=0)
load_builtin_categories()
call_command("create_api_key", "neighbour", "--scope", "report", "--municipality", "peja")
"""
_ACT = """
from besa.open311.models import Origin
from besa.reports.models import Report
from besa.reports.services.answers import fix_report, start_report
report = Report.objects.get()
start_report(report=report, role="officer", text="Të martën")
fix_report(report=report, role="officer", text="U mbush")
print(report.source, report.uid, Origin.objects.get().text)
"""


def _ask_later(address: str, minutes: int) -> int:
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=minutes), tick=False):
        return ask_endpoint(address, "json", "peja")


def test_a_report_goes_there_and_its_answers_come_back(tmp_path: Path, settings: Any) -> None:
    with second_besa(tmp_path) as there:
        settings.OUTWARD_TRUSTED = read_trust([f"127.0.0.1:{there.port}"])
        key = there.python(_PREPARE)[-1]
        report = make_report(category=make_category("pothole"), text="Gropë e thellë", answers={})
        options = {"api_key": key, "jurisdiction_id": "peja", "services": "* = lighting, pothole = other"}
        parcel = Parcel(
            key="abc.1",
            occasion="new",
            subject=report,
            address=there.endpoint,
            language="sq",
            brand="besa",
            options=options,
        )
        handover = OPEN311.send(parcel)
        assert handover.accepted
        number = handover.foreign_id

        # The worker died after the other side had taken it, before it could write so down.
        ForeignRequest.objects.all().delete()
        assert OPEN311.send(parcel).foreign_id == number
        ((source, uid, origin),) = [line.split() for line in there.python(_ACT)]
        assert (source, origin.rpartition("/")[2]) == ("open311", report.uid)

        assert [_ask_later(there.endpoint, 20), _ask_later(there.endpoint, 40)] == [2, 0]
        report.refresh_from_db()
        assert report.state == "fixed"
        assert list(
            Transition.objects.filter(report=report).order_by("pk").values_list("new", flat=True)
        ) == [
            "in_progress",
            "fixed",
        ]
        assert list(Update.objects.order_by("pk").values_list("text", flat=True)) == ["Të martën", "U mbush"]

        # A report that began there is refused there.
        Report.objects.filter(pk=report.pk).update(uid=uid)
        report.refresh_from_db()
        with pytest.raises(NotDelivered) as refused:
            OPEN311.send(Parcel(**{**vars(parcel), "key": "xyz.1", "subject": report}))
        assert (refused.value.key, refused.value.permanent) == ("answer_refused", True)
        assert "began here" in refused.value.detail
