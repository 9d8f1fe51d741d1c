"""A program that sends the same request many times at once makes one report and gets one answer."""

from __future__ import annotations

import json
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from besa.ledger.models import Entry
from besa.open311.models import WaitingPicture
from besa.reports.models import Report
from tests.factories.open311 import BASE, a_key
from tests.factories.submission import PEJA, town_of_peja


@pytest.fixture
def key(transactional_db: None) -> Iterator[str]:
    town_of_peja()
    yield a_key()


def sent(address: str, body: dict[str, Any]) -> Any:
    request = urllib.request.Request(
        address, urllib.parse.urlencode(body).encode(), {"Idempotency-Key": "0123456789abcdef"}
    )
    with urllib.request.urlopen(request, timeout=60) as response:
        return json.load(response)


def test_eight_at_once_make_one_report(live_server: Any, key: str) -> None:
    body = {
        "api_key": key,
        "service_code": "pothole",
        "lat": PEJA[0],
        "long": PEJA[1],
        "description": "Gropë",
        "media_url": "https://example.org/a.jpg",
    }
    address = f"{live_server.url}{BASE}requests.json"
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: sent(address, body), range(8)))
    report = Report.objects.get()
    assert answers == 8 * [
        [{"service_request_id": str(report.pk), "service_notice": None, "account_id": None}]
    ]
    assert WaitingPicture.objects.count() == 1
    assert Entry.objects.filter(subject=f"report:{report.uid}").count() == 2
