"""Reports made elsewhere come in once, whole, with what was wrong told row by row."""

from __future__ import annotations

import csv
import gzip
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from besa.ledger.models import Entry
from besa.places.services import load_builtin_places
from besa.reports.bulk import PreparedReports
from besa.reports.importing.mapping import Mapping
from besa.reports.importing.rows import REASONS, ImportedReport, Reject, RowReader
from besa.reports.management.commands import import_reports
from besa.reports.models import ImportRun, Report, SearchText, TileCount, Transition
from besa.reports.services import imports
from besa.reports.services.builtin import load_builtin_categories
from besa.reports.words import words_of_report

pytestmark = pytest.mark.django_db

MAPPING = """
source = "trial"
[columns]
id = "id"
created = "when"
lat = "lat"
lon = "lon"
category = "kind"
state = "status"
closed = "closed"
text = "{kind}: {words}"
[categories]
hole = "pothole"
[states]
done = "fixed"
open = "received"
"""
HEADER = ["id", "when", "lat", "lon", "kind", "status", "closed", "words"]
GOOD = [
    "1",
    "2024-05-01T10:00:00",
    "42.6593",
    "20.2887",
    "hole",
    "done",
    "2024-05-03T09:00:00+02:00",
    "Gropë",
]


@pytest.fixture(autouse=True)
def _ground() -> None:
    load_builtin_places()
    load_builtin_categories()


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "mapping.toml"
    path.write_text(MAPPING)
    return path


def csv_file(folder: Path, rows: list[list[str]], *, delimiter: str = ",", name: str = "reports.csv") -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([HEADER, *rows])
    path = folder / name
    path.write_text("\ufeff" + text.getvalue(), encoding="utf-8")
    return path


def run(file: Path, mapping: Path, *more: str, kind: str = "csv", where: str = "--assign-by-boundary") -> str:
    out = io.StringIO()
    rejects = f"--rejects={file.parent / 'rejects.csv'}"
    call_command(
        "import_reports",
        str(file),
        f"--format={kind}",
        f"--mapping={mapping}",
        where,
        rejects,
        *more,
        stdout=out,
    )
    return out.getvalue()


def rejects_of(file: Path) -> list[list[str]]:
    return list(csv.reader((file.parent / "rejects.csv").open(encoding="utf-8")))[1:]


def test_a_row_becomes_a_report_with_its_story(tmp_path: Path, mapping: Path) -> None:
    assert "1 taken" in run(csv_file(tmp_path, [GOOD], delimiter=";"), mapping)
    report = Report.objects.get()
    assert (report.municipality.slug, report.category.key, report.state) == ("peja", "pothole", "fixed")
    assert report.text == "hole: Gropë"
    assert report.created_at == datetime(2024, 5, 1, 8, tzinfo=UTC)
    assert report.closed_at == datetime(2024, 5, 3, 7, tzinfo=UTC)
    assert report.place is not None
    story = Transition.objects.filter(report=report).values_list("old", "new", "actor_role")
    assert list(story) == [("", "received", "import"), ("received", "fixed", "import")]
    assert SearchText.objects.filter(report_id=report.pk, words__contains="grope").exists()
    assert TileCount.objects.filter(level=12, category=0, state="", week=0).get().n == 1


def test_reports_of_a_batch_are_numbered_in_the_order_of_time(tmp_path: Path, mapping: Path) -> None:
    days = ("07", "03", "05")
    run(csv_file(tmp_path, [[day, f"2024-05-{day}T10:00:00", *GOOD[2:]] for day in days]), mapping)
    assert list(Report.objects.order_by("pk").values_list("source_id", flat=True)) == ["03", "05", "07"]


def test_a_batch_leaves_one_ledger_entry_with_its_hash(tmp_path: Path, mapping: Path) -> None:
    run(csv_file(tmp_path, [GOOD, ["2", *GOOD[1:]]]), mapping)
    entry = Entry.objects.get(verb="reports.imported")
    public = json.loads(entry.leaf)["public"]
    assert (public["taken"], public["municipalities"], len(public["sha256"])) == (2, {"peja": 2}, 64)


def test_the_same_source_id_comes_in_once(tmp_path: Path, mapping: Path) -> None:
    run(csv_file(tmp_path, [GOOD, GOOD]), mapping)
    assert Report.objects.count() == 1
    changed = [*GOOD[:-1], "Gropa u rregullua"]
    again = run(csv_file(tmp_path, [changed, ["3", *GOOD[1:]]], name="more.csv"), mapping)
    assert "1 taken, 1 known already" in again
    assert Report.objects.count() == 2
    assert TileCount.objects.filter(level=12, category=0, state="", week=0).get().n == 2


def test_an_id_shared_by_different_rows_names_none_of_them(tmp_path: Path, mapping: Path) -> None:
    ones = [["1", *GOOD[1:-1], words] for words in ("a", "b", "c", "b")]
    assert "3 taken, 1 known" in run(csv_file(tmp_path, ones), mapping)
    assert "0 taken, 4 known" in run(csv_file(tmp_path, [*ones], delimiter=";", name="again.csv"), mapping)


def test_a_default_stands_in_for_an_empty_column(tmp_path: Path, mapping: Path) -> None:
    mapping.write_text(MAPPING + '[defaults]\ncreated = "2013-06-30"\n')
    run(csv_file(tmp_path, [["1", "", *GOOD[2:]]]), mapping)
    assert Report.objects.get().created_at == datetime(2013, 6, 29, 22, tzinfo=UTC)


def test_a_stopped_import_goes_on_where_it_was(
    tmp_path: Path, mapping: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "BATCH", 2)
    file = csv_file(tmp_path, [[str(n), *GOOD[1:]] for n in range(6)])
    write = imports.write_reports
    calls = []

    def stop_at_second(prepared: PreparedReports) -> int:
        calls.append(prepared)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return write(prepared)

    monkeypatch.setattr(imports, "write_reports", stop_at_second)
    with pytest.raises(KeyboardInterrupt):
        run(file, mapping)
    assert (Report.objects.count(), ImportRun.objects.get().rows_done) == (2, 2)
    assert Entry.objects.filter(verb="reports.imported").count() == 1
    assert "4 taken, 0 known" in run(file, mapping)
    assert Report.objects.count() == 6
    assert "0 rows" in run(file, mapping)


def test_a_large_file_is_judged_in_a_second_process_with_the_same_result(
    tmp_path: Path, mapping: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_reports, "_LARGE", 0)
    monkeypatch.setattr(imports, "BATCH", 2)
    rows = [[str(n), *GOOD[1:]] for n in range(5)]
    rows[3][2] = "x"
    file = csv_file(tmp_path, rows)
    assert "5 rows: 4 taken, 0 known already, 1 rejected" in run(file, mapping)
    assert [line[:3] for line in rejects_of(file)] == [["4", "3", "no_point"]]
    reports = Report.objects.order_by("pk")
    assert [report.source_id for report in reports] == ["0", "1", "2", "4"]
    assert Transition.objects.count() == 8
    words = SearchText.objects.order_by("pk").values_list("words", flat=True)
    assert list(words) == [f"{words_of_report(report)} {report.pk}" for report in reports]
    assert TileCount.objects.filter(level=12, category=0, state="", week=0).get().n == 4


def test_a_large_file_that_breaks_off_is_told_in_words(
    tmp_path: Path, mapping: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_reports, "_LARGE", 0)
    file = csv_file(tmp_path, [GOOD])
    file.write_bytes(file.read_bytes() + b"\xff\xfe")
    with pytest.raises(CommandError, match="not UTF-8"):
        run(file, mapping)


def test_a_dry_run_judges_and_writes_nothing(tmp_path: Path, mapping: Path) -> None:
    out = run(csv_file(tmp_path, [GOOD, ["2", "never", *GOOD[2:]]]), mapping, "--dry-run")
    assert "1 would be taken" in out and "1 rejected" in out
    assert (
        not Report.objects.exists()
        and not ImportRun.objects.exists()
        and not Entry.objects.filter(verb="reports.imported").exists()
    )


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        (0, "", "no_id"),
        (1, "", "no_time"),
        (1, "31.02.2024", "no_time"),
        (1, "2999-01-01T00:00:00", "impossible_time"),
        (1, "1815-06-18T11:30:00", "impossible_time"),
        (2, "x", "no_point"),
        (2, "nan", "not_on_earth"),
        (2, "142.6", "not_on_earth"),
        (3, "0.0001", "no_municipality"),
        (4, "unknown", "unknown_category"),
        (5, "unknown", "unknown_state"),
    ],
)
def test_a_row_that_makes_no_report_is_listed_with_the_reason(
    tmp_path: Path, mapping: Path, column: int, value: str, reason: str
) -> None:
    row = GOOD.copy()
    row[column] = value
    file = csv_file(tmp_path, [row, ["9", *GOOD[1:]]])
    run(file, mapping)
    assert [line[:1] + line[2:] for line in rejects_of(file)] == [["1", reason, REASONS[reason]]]
    assert Report.objects.count() == 1


def test_with_a_name_points_outside_are_taken_and_flagged(tmp_path: Path, mapping: Path) -> None:
    far = ["2", GOOD[1], "47.37", "8.54", *GOOD[4:]]
    run(csv_file(tmp_path, [GOOD, far]), mapping, where="--municipality=Peć")
    assert list(Report.objects.order_by("pk").values_list("municipality__slug", "outside")) == [
        ("peja", False), ("peja", True),
    ]  # fmt: skip


@pytest.mark.parametrize("shape", ["list", "wrapped", "lines", "xml", "gzip"])
def test_open311_comes_in_every_shape(tmp_path: Path, shape: str) -> None:
    request = {
        "service_request_id": "7", "status": "closed", "service_name": "Pothole", "description": "Gropë & baltë",
        "requested_datetime": "2024-05-01T08:00:00Z", "updated_datetime": "2024-05-02T08:00:00Z",
        "lat": 42.6593, "long": 20.2887, "address": None,
    }  # fmt: skip
    xml = "".join(f"<{k}>{str(v or '').replace('&', '&amp;')}</{k}>" for k, v in request.items())
    content = {
        "list": json.dumps([request]),
        "wrapped": json.dumps({"service_requests": [request]}),
        "lines": json.dumps(request) + "\n",
        "xml": f"<?xml version='1.0'?><service_requests><request>{xml}</request></service_requests>",
        "gzip": json.dumps([request]),
    }[shape].encode()
    file = tmp_path / "requests"
    file.write_bytes(gzip.compress(content) if shape == "gzip" else content)
    mapping = tmp_path / "m.toml"
    mapping.write_text('source = "city"\n[categories]\nPothole = "pothole"\n')
    run(file, mapping, kind="open311")
    report = Report.objects.get()
    assert (report.text, report.state, report.source_id) == ("Gropë & baltë", "fixed", "7")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "csv"),
        (b"one column\n1\n", "csv"),
        (b"id,when\n\xff\xfe\x00,1\n", "csv"),
        (b"{}", "open311"),
        (b'{"service_requests": 3}', "open311"),
        (b"[1, 2", "open311"),
        (b"\x1f\x8bnot gzip", "open311"),
        (
            b'<!DOCTYPE x [<!ENTITY a "aaaa">]><service_requests><request>&a;</request></service_requests>',
            "open311",
        ),
    ],
)
def test_a_file_that_is_something_else_is_refused_in_words(
    tmp_path: Path, mapping: Path, content: bytes, kind: str
) -> None:
    file = tmp_path / "reports.csv"
    file.write_bytes(content)
    if content == b"{}":
        run(file, mapping, kind=kind)  # one line of JSON: an empty request, rejected as a row
        assert rejects_of(file)[0][2] == "no_id"
    else:
        with pytest.raises(CommandError, match=r"reports\.csv"):
            run(file, mapping, kind=kind)
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (('source = "trial"', 'source = "web"'), "source"),
        (('hole = "pothole"', 'hole = "dragon"'), "no category dragon"),
        (('done = "fixed"', 'done = "duplicate"'), "no state duplicate"),
        (('lat = "lat"\n', ""), "lat"),
        (('lat = "lat"', 'latitude = "lat"'), "latitude"),
        (("[columns]", "[columns"), "TOML"),
    ],
)
def test_a_mapping_that_cannot_work_says_what_to_change(
    tmp_path: Path, mapping: Path, change: tuple[str, str], complaint: str
) -> None:
    mapping.write_text(MAPPING.replace(*change))
    with pytest.raises(CommandError, match=complaint):
        run(csv_file(tmp_path, [GOOD]), mapping)


@given(st.dictionaries(st.sampled_from(HEADER), st.text(max_size=40), max_size=8))
def test_any_row_is_a_report_or_a_reject(row: dict[str, str]) -> None:
    columns = {
        "id": "id",
        "created": "when",
        "lat": "lat",
        "lon": "lon",
        "text": "{words}",
        "category": "kind",
    }
    reader = RowReader(
        Mapping("trial", columns, {"*": "other"}, {"*": "received"}), datetime(2026, 1, 1, tzinfo=UTC)
    )
    judged = reader.read(1, row)
    assert isinstance(judged, ImportedReport) or (isinstance(judged, Reject) and judged.reason in REASONS)


def test_rows_without_an_id_are_named_by_content(tmp_path: Path, mapping: Path) -> None:
    mapping.write_text(MAPPING.replace('id = "id"\n', ""))
    file = csv_file(tmp_path, [GOOD, GOOD, ["", *GOOD[1:-1], "tjetër"]])
    run(file, mapping)
    assert Report.objects.count() == 3
    other = csv_file(tmp_path, [GOOD, GOOD], name="again.csv")
    assert "0 taken, 2 known already" in run(other, mapping)


def test_the_real_files_come_in(tmp_path: Path, shared_data: Path) -> None:
    boundaries = shared_data / "boundaries"
    for name, country in (("kosovo_municipalities_38", "XK"), ("albania_municipalities_61", "AL")):
        call_command(
            "import_boundaries",
            str(boundaries / f"{name}.geojson"),
            f"--country={country}",
            stdout=io.StringIO(),
        )
    mappings = Path(__file__).resolve().parents[2] / "docs" / "mappings"
    reports = shared_data / "reports"
    copy = tmp_path / "dumps.csv"
    copy.write_bytes((reports / "gjakova_illegal_dumps.csv").read_bytes())
    run(copy, mappings / "gjakova_illegal_dumps.toml")
    assert Report.objects.filter(municipality__slug="gjakova").count() == 652
    assert Report.objects.count() + len(rejects_of(copy)) == 686
    boston = run(
        reports / "boston_2011_open311_requests.json.gz",
        mappings / "boston_2011_open311.toml",
        f"--rejects={copy}",
        kind="open311",
        where="--municipality=peja",
    )
    assert "5000 taken" in boston
    zurich = run(reports / "zurich_zwn.csv", mappings / "zurich_zwn.toml", f"--rejects={copy}")
    assert "8000 rejected" in zurich
