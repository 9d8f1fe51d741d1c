"""Pictures that other systems name are fetched by the worker, looked at like any upload, and never shown before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from besa.core.public_addresses import read_trust
from besa.open311.models import WaitingPicture
from besa.open311.services.pictures import fetch_picture, keep_addresses, sweep_pictures
from besa.reports.models import Photo, Report
from besa.reports.services.answers import answer_report
from besa.reports.services.erasure import erase_report
from tests.core.outward_servers import Server, running
from tests.factories.photos_small import jpeg
from tests.factories.public import make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    with running(Server()) as found:
        settings.OUTWARD_TRUSTED = read_trust([f"127.0.0.1:{found.port}"])
        picture = jpeg().read()
        found.answers = {
            "/a.jpg": (200, {}, picture),
            "/page": (200, {}, b"<html><script>"),
            "/gone": (404, {}, b""),
            "/busy": (503, {}, b""),
            "/moved": (302, {"Location": "http://169.254.169.254/secrets"}, b""),
        }
        yield found


def waiting(server: Server, report: Report, path: str, **values: Any) -> int:
    with transaction.atomic():
        keep_addresses(report=report, urls=[f"http://127.0.0.1:{server.port}{path}"], **values)
    return WaitingPicture.objects.latest("pk").pk


def test_a_picture_becomes_a_photo_that_waits_to_be_drawn(server: Server) -> None:
    report = make_report()
    assert fetch_picture(waiting(server, report, "/a.jpg"))
    photo = Photo.objects.get()
    assert (photo.report, photo.state, photo.by_official, photo.update) == (report, "waiting", False, None)
    assert not WaitingPicture.objects.exists()


def test_a_picture_of_an_answer_belongs_to_it(server: Server) -> None:
    report = make_report()
    update = answer_report(report=report, role="officer", text="Done")
    assert fetch_picture(waiting(server, report, "/a.jpg", update=update, by_official=True))
    assert (Photo.objects.get().update, Photo.objects.get().by_official) == (update, True)


@pytest.mark.parametrize("path", ["/page", "/gone", "/moved"])
def test_what_is_no_picture_or_not_there_is_given_up(server: Server, path: str) -> None:
    assert not fetch_picture(waiting(server, make_report(), path))
    assert not WaitingPicture.objects.exists()
    assert not Photo.objects.exists()


def test_what_fails_is_tried_later_and_not_for_ever(server: Server) -> None:
    pk = waiting(server, make_report(), "/busy")
    now = timezone.now()
    for hour in range(1, 9):
        with time_machine.travel(now + dt.timedelta(hours=3 * hour), tick=False):
            assert sweep_pictures() == 1
            assert not fetch_picture(pk)
            assert not fetch_picture(pk)  # not due again
    assert not WaitingPicture.objects.exists()
    assert len(server.seen) == 8


def test_an_erased_report_gets_no_picture(server: Server) -> None:
    report = make_report()
    pk = waiting(server, report, "/a.jpg")
    erase_report(report=report, role="moderator")
    assert not WaitingPicture.objects.filter(pk=pk).exists()
    assert not fetch_picture(pk)
    assert server.seen == []
