"""The files with all public reports: complete, resumable, and without what was taken from view."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from hashlib import sha256

import pyarrow.parquet
import pytest
from django.http import FileResponse
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from besa.api.bulk import tables
from besa.api.bulk.columns import NAMES
from besa.api.bulk.folder import folder_of
from besa.api.models import Edition
from besa.api.queries.editions import is_due, published
from besa.api.services import editions
from besa.reports.models import Report
from besa.reports.models.report import Visibility
from besa.reports.services.erasure import erase_report
from besa.reports.services.moderation import hide_report
from tests.factories.public import make_category, make_municipality, make_place, make_report

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0) - dt.timedelta(days=1)
AT_ONCE = dt.timedelta(0)


def content(response: FileResponse) -> bytes:
    return b"".join(response.streaming_content)


def build(step: dt.timedelta = dt.timedelta(minutes=1)) -> int:
    """Make an edition; in how many steps."""
    edition = editions.begin_edition()
    assert edition
    for steps in range(1, 1000):
        if editions.continue_edition(edition=Edition.objects.get(pk=edition.pk), step=step):
            return steps
    raise AssertionError("never done")


@pytest.fixture
def reports() -> list[Report]:
    peja, kukes = make_municipality(), make_municipality("kukes")
    first = make_report(
        municipality=peja,
        place=make_place(peja),
        text='=HYPERLINK("x")\nline, "two"',
        address="+383 44 123 456",
        created_at=NOW,
        confirmed_fixed=True,
        state="fixed",
    )
    return [
        first,
        make_report(
            municipality=kukes, category=make_category("waste"), duplicate_of=first, state="duplicate"
        ),
        make_report(municipality=peja, text="-5"),
    ]


def rows_of(client: Client, scope: str = "all") -> list[dict[str, str]]:
    response = client.get(f"/downloads/reports/{scope}.csv")
    assert response.status_code == 200, response.content
    return list(csv.DictReader(io.StringIO(content(response).decode("utf-8-sig"), newline="")))


def test_csv_has_every_public_report_and_its_words(client: Client, reports: list[Report]) -> None:
    make_report(visibility="hidden", text="psst")
    build()
    rows = rows_of(client)
    assert list(rows[0]) == list(NAMES)
    assert [int(row["id"]) for row in rows] == [report.pk for report in reports]
    first, second, third = rows
    assert first["text"] == '\'=HYPERLINK("x")\nline, "two"'
    assert first["address"] == "+383 44 123 456"
    assert (first["municipality"], first["settlement"], first["category"]) == (
        "peja",
        "vitomirice",
        "potholes",
    )
    assert (first["state"], first["open"], first["confirmed_fixed"]) == ("fixed", "false", "true")
    assert first["reported_at"] == NOW.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert (first["latitude"], first["closed_at"]) == ("42.66", "")
    assert (second["duplicate_of"], second["settlement"], second["open"]) == (str(reports[0].pk), "", "false")
    assert third["text"] == "-5"
    assert [row["id"] for row in rows_of(client, "kukes")] == [str(reports[1].pk)]


def test_geojson_and_parquet_say_the_same(client: Client, reports: list[Report]) -> None:
    build()
    collection = json.loads(content(client.get("/downloads/reports/all.geojson")))
    assert collection["type"] == "FeatureCollection"
    first = collection["features"][0]
    assert first["geometry"] == {"type": "Point", "coordinates": [20.29, 42.66]}
    assert first["properties"]["text"] == '=HYPERLINK("x")\nline, "two"'
    assert first["properties"]["confirmed_fixed"] is True
    table = pyarrow.parquet.read_table(io.BytesIO(content(client.get("/downloads/reports/all.parquet"))))
    assert json.loads(table.schema.metadata[b"geo"])["primary_column"] == "geometry"
    (row, *_) = table.to_pylist()
    assert row["id"] == reports[0].pk
    assert row["reported_at"] == NOW
    assert row["geometry"].hex() == "0101000000" + "0ad7a3703d4a3440" + "14ae47e17a544540"
    assert {name: row[name] for name in first["properties"] if not name.endswith("_at")} == {
        name: value for name, value in first["properties"].items() if not name.endswith("_at")
    }


def test_many_small_steps_and_a_crash_make_the_same_files(
    client: Client, reports: list[Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    build()
    whole = {path.name: path.read_bytes() for path in folder_of(published().pk).iterdir()}
    monkeypatch.setattr(editions, "_ROWS", 1)
    edition = editions.begin_edition()
    assert edition
    assert not editions.continue_edition(edition=edition, step=AT_ONCE)
    # The process died after it had written, before it said so; and it had begun another file.
    (folder_of(edition.pk) / "all.csv").open("ab").write(b"half a li")
    (folder_of(edition.pk) / "kukes.csv").write_bytes(b"id")
    steps = 1
    while not editions.continue_edition(edition=Edition.objects.get(pk=edition.pk), step=AT_ONCE):
        steps += 1
    assert steps > 4
    again = {path.name: path.read_bytes() for path in folder_of(edition.pk).iterdir()}
    assert {name for name in whole if whole[name] != again.get(name)} == set()
    assert set(whole) == set(again)
    assert Edition.objects.count() == 1


def test_an_edition_without_reports_is_whole(client: Client) -> None:
    build()
    assert rows_of(client) == []
    assert json.loads(content(client.get("/downloads/reports/all.geojson")))["features"] == []
    assert client.get("/downloads/reports/all.parquet").status_code == 200


@pytest.mark.parametrize("taken", [hide_report, erase_report])
def test_what_is_taken_from_view_is_in_no_file_from_then_on(
    client: Client, reports: list[Report], taken: object
) -> None:
    build()
    assert not is_due()
    taken(report=reports[0], role="moderator")
    for scope in ("all", "peja"):
        response = client.get(f"/downloads/reports/{scope}.csv")
        assert (response.status_code, response["Retry-After"]) == (503, "120")
        assert response["Content-Type"] == "application/problem+json"
    assert len(rows_of(client, "kukes")) == 1
    assert is_due()
    assert editions.keep_editions()
    # The duplicate's number of the hidden report is gone as well.
    assert [(row["id"], row["duplicate_of"]) for row in rows_of(client)] == [
        (str(reports[1].pk), ""),
        (str(reports[2].pk), ""),
    ]
    assert not is_due()


def test_a_report_hidden_while_the_files_are_made(client: Client, reports: list[Report]) -> None:
    edition = editions.begin_edition()
    assert edition
    hide_report(report=reports[0], role="moderator")
    Report.objects.filter(pk=reports[0].pk).update(visibility=Visibility.PUBLIC)
    assert editions.continue_edition(edition=edition)
    Report.objects.filter(pk=reports[0].pk).update(visibility=Visibility.HIDDEN)
    assert client.get("/downloads/reports/all.csv").status_code == 503


def test_one_edition_is_made_at_a_time() -> None:
    edition = editions.begin_edition()
    assert edition
    assert editions.begin_edition() is None
    Edition.objects.filter(pk=edition.pk).update(leased_until=timezone.now() + dt.timedelta(minutes=1))
    assert not editions.keep_editions()


def test_a_day_later_only_what_changed_is_a_reason(reports: list[Report]) -> None:
    build()
    Edition.objects.update(as_of=timezone.now() - dt.timedelta(hours=25))
    Report.objects.update(changed_at=timezone.now() - dt.timedelta(days=9))
    assert not is_due()
    Report.objects.filter(pk=reports[0].pk).update(changed_at=timezone.now())
    assert is_due()


def test_the_package_describes_each_file(client: Client, reports: list[Report]) -> None:
    assert client.get("/downloads/reports/datapackage.json").json()["resources"] == []
    build()
    package = client.get("/downloads/reports/datapackage.json").json()
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert len(package["resources"]) == 9
    for resource in package["resources"]:
        response = client.get("/" + resource["path"].split("/", 3)[3])
        body = content(response)
        assert len(body) == resource["bytes"]
        assert resource["hash"] == f"sha256:{sha256(body).hexdigest()}"
        assert (
            client.get(response.request["PATH_INFO"], headers={"if-none-match": response["ETag"]}).status_code
            == 304
        )
    assert [field["name"] for field in package["resources"][0]["schema"]["fields"]] == list(NAMES)


def test_the_pages_list_the_files(client: Client, reports: list[Report]) -> None:
    assert client.get("/sq/open-data/reports/").status_code == 200
    build()
    for page in ("/sq/open-data/", "/en/open-data/reports/"):
        assert "/downloads/reports/all.csv" in client.get(page).content.decode()
    page = client.get("/en/open-data/reports/").content.decode()
    assert all(f'id="column-{name}"' in page for name in NAMES)
    assert "/downloads/reports/kukes.parquet" in page
    assert client.get("/downloads/reports/atlantis.csv").status_code == 404


@settings(deadline=None)
@given(st.text())
def test_no_text_begins_as_a_formula_but_numbers_stay(text: str) -> None:
    cell = tables.defused(text)
    assert cell in (text, f"'{text}")
    if cell == text and text[:1] in "=+-@\t\r\n" and text:
        assert set(text) <= set("+-0123456789 ()/.,")


@pytest.mark.parametrize("text", ["+383 44 123 456", "-12.5", "+38344123456", "+383 (0)38 200-300"])
def test_numbers_stay(text: str) -> None:
    assert tables.defused(text) == text


@pytest.mark.parametrize(
    "text", ["=1+1", "+A1", "-cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "- gropë", "+1+HYPERLINK()"]
)
def test_formulas_do_not(text: str) -> None:
    assert tables.defused(text) == f"'{text}"
