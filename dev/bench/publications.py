"""A monitoring report of 40 pages with 30 charts: from its numbers to the PDF, as the worker makes it."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import HttpResponse
from pypdf import PdfReader

from besa.core.brands import DEFAULT
from besa.core.languages import SQ
from besa.insights.charts import keeping
from besa.insights.charts.drawing import DRAUGHTSMAN
from besa.insights.series import Chart as Series
from besa.insights.series import Kind, Point, Unit
from besa.insights.series import Series as Line
from besa.publications import prose
from besa.publications.manuscript import Chart, Figure, Manuscript, Piece, Table
from besa.publications.outputs.formats import FORMATS
from besa.publications.outputs.making import make
from dev.bench.measuring import Measured, measure

CHARTS, PAGES = 30, 40
_DAY = datetime(2026, 11, 20, tzinfo=UTC)
_TEXT = (
    "Gjatë gjashtë muajve të fundit qytetarët raportuan më shumë për **ndriçimin publik** se për çdo çështje tjetër; "
    "shumica u rregullua brenda afatit, por dallimet mes lagjeve mbeten të mëdha dhe disa rrugë presin prej vitit të "
    "kaluar. Komuna premtoi plan të mirëmbajtjes dhe raport të hapur çdo tre muaj. "
)


def _a_pdf(name: str, *, format_key: str) -> Measured:
    """Charts are drawn anew each time, by a process that has to start: what takes longest."""
    made: dict[str, float] = {}

    def ask() -> HttpResponse:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = time.perf_counter()
        with TemporaryDirectory() as folder:
            path = make(FORMATS[format_key], _manuscript(), Path(folder), lambda: None)
            made["wall ms"] = round((time.perf_counter() - began) * 1000)
            made["pages"] = len(PdfReader(path).pages)
            content = path.read_bytes()
        DRAUGHTSMAN.stop()  # only what has ended is counted
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        made["CPU ms of processes it started"] = round((after.ru_utime - before.ru_utime) * 1000)
        return HttpResponse(content)

    measured = measure(name, ask, runs=3, before=keeping.forget_all)
    measured.notes.update(made)
    return measured


def _manuscript() -> Manuscript:
    pieces = [piece for number in range(CHARTS) for piece in _section(number)]
    return Manuscript(
        uid="bench",
        kind="monitoring_report",
        kind_label="Raport monitorimi",
        language=SQ,
        title="Drita në rrugët e Pejës: gjashtë premtime pas dy vjetësh",
        subtitle="Janar–qershor 2026",
        summary=_TEXT,
        authors=("Arta Gashi",),
        organisation="Shoqata për Qeverisje të Hapur",
        municipality="Peja",
        published=_DAY,
        as_of=_DAY,
        version=1,
        address="https://besa.example/sq/publications/drita/",
        citation="Shoqata për Qeverisje të Hapur (2026).",
        brand=DEFAULT.key,
        pieces=tuple(pieces),
    )


def _section(number: int) -> Iterator[Piece]:
    yield from prose.read(
        f"{'##' if number % 3 == 0 else '###'} Lagjja {number + 1}\n\n{_TEXT * 2}\n\n{_TEXT}"
    ).blocks
    svg = keeping.file_of(keeping.keep(_series(number), DEFAULT), "wide.svg").decode()
    yield Chart(svg, f"Lagjja {number + 1}: nga 20 në 66 %", "Një vijë që ngjitet.", _DAY, "n = 412")
    if number % 3 == 0:
        yield Figure("Raportime", f"{412 + number}", "raportime u rregulluan brenda afatit.", _DAY, 412)
    if number % 3 == 1:
        header = tuple((prose.Words(words),) for words in ("Kategoria", "Marrë", "Rregulluar"))
        rows = tuple(tuple((prose.Words(f"{row * column}"),) for column in range(3)) for row in range(8))
        yield Table("Raportimet sipas kategorisë", header, rows)
    yield from prose.read(f"{_TEXT * 2}\n\n- {_TEXT}\n- {_TEXT}").blocks


def _series(number: int) -> Series:
    points = tuple(
        Point(
            f"202{4 + month // 12}-{month % 12 + 1:02}",
            f"{month % 12 + 1}.2{4 + month // 12}",
            (month + number) / 60,
        )
        for month in range(24)
    )
    return Series(
        key=f"bench-{number}",
        kind=Kind.LINE,
        sentence=f"Lagjja {number + 1}",
        unit=Unit.SHARE,
        n=412,
        as_of=_DAY,
        source_url="https://besa.example/sq/peja/",
        language=SQ,
        of_points="Muaji",
        of_values="Pjesa",
        series=(Line("all", "Të gjitha", points), Line("own", "Lagjja", points[::-1][:12][::-1])),
    )


PUBLICATION_CASES: dict[str, Callable[[str], Measured | None]] = {
    "PDF of 40 pages and 30 charts": partial(_a_pdf, format_key="pdf"),
    "slides of 30 charts": partial(_a_pdf, format_key="slides"),
}
