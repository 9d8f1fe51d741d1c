"""Judged rows in batches, placed in municipalities and made ready to be written, without the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec

from besa.places.lookup import is_inside, municipalities_at, nearest_places
from besa.places.models import Municipality
from besa.reports.bulk import BulkReport, PreparedReports, Preparer, Step
from besa.reports.importing.rows import ImportedReport, Reject
from besa.reports.models import Category, CategoryRule, Report
from besa.reports.models.report import State
from besa.reports.reaction import IMPORTED, is_meaningful

ROLE = IMPORTED
_STATES = {state.value: state for state in State}


class Batch(msgspec.Struct, frozen=True, gc=False):
    """Some rows of the file, in order. `content` is what the ledger's hash is taken of, a line per report."""

    rows: int
    known: int
    rejects: tuple[Reject, ...]
    prepared: PreparedReports
    taken: int
    first_row: int
    last_row: int
    municipalities: dict[str, int]
    content: bytes


class _Placed(msgspec.Struct, frozen=True, gc=False):
    """A row with the municipality and the place it belongs to."""

    row: ImportedReport
    municipality_id: int
    place_id: int | None
    outside: bool


class BatchMaker:
    """Makes the batches of one import. What it needs of the database it reads once, when it is made."""

    def __init__(self, source: str, language: str, municipality: Municipality | None) -> None:
        self._source, self._language, self._municipality = source, language, municipality
        self._categories = dict(Category.objects.values_list("key", "pk"))
        self._slugs = dict(Municipality.objects.values_list("pk", "slug"))
        rules = CategoryRule.objects.values_list("municipality_id", "category_id", "department_id")
        self._departments = {(m, c): department for m, c, department in rules}
        self._known = set(Report.objects.filter(source=source).values_list("source_id", flat=True))
        self._preparer = Preparer()

    def batches(self, rows: Iterable[ImportedReport | Reject], *, after: int, size: int) -> Iterator[Batch]:
        """Batches of `size` rows each, after the first so many rows."""
        remaining = islice(rows, after, None)
        while batch := list(islice(remaining, size)):
            yield self._batch(batch)

    def _batch(self, batch: list[ImportedReport | Reject]) -> Batch:
        rejects = [row for row in batch if isinstance(row, Reject)]
        fresh = [row for row in batch if isinstance(row, ImportedReport) and self._is_new(row)]
        placed, homeless = self._place(fresh)
        counts = Counter(self._slugs[item.municipality_id] for item in placed)
        return Batch(
            rows=len(batch),
            known=len(batch) - len(rejects) - len(fresh),
            rejects=(*rejects, *homeless),
            # In the order of time: the search takes higher numbers for newer, and indexes grow at one end.
            prepared=self._preparer.prepare(
                sorted(map(self._report, placed), key=lambda report: report.steps[0].at)
            ),
            taken=len(placed),
            first_row=placed[0].row.row if placed else 0,
            last_row=placed[-1].row.row if placed else 0,
            municipalities=dict(sorted(counts.items())),
            content=b"".join(map(_line, placed)),
        )

    def _is_new(self, row: ImportedReport) -> bool:
        """True for a source id that is neither in the database nor in a row before."""
        before = len(self._known)
        self._known.add(row.source_id)
        return len(self._known) > before

    def _place(self, reports: list[ImportedReport]) -> tuple[list[_Placed], list[Reject]]:
        if not reports:
            return [], []
        if self._municipality is not None:
            homes: list[int | None] = [self._municipality.pk] * len(reports)
        else:
            homes = municipalities_at([row.lat for row in reports], [row.lon for row in reports])
        grouped: dict[int, list[ImportedReport]] = {}
        homeless = []
        for row, home in zip(reports, homes, strict=True):
            if home is None:
                homeless.append(Reject(row.row, row.source_id, "no_municipality"))
            else:
                grouped.setdefault(home, []).append(row)
        placed = [item for home, rows in grouped.items() for item in self._place_in(home, rows)]
        return sorted(placed, key=lambda item: item.row.row), homeless

    def _place_in(self, home: int, rows: list[ImportedReport]) -> Iterator[_Placed]:
        places = nearest_places([row.lat for row in rows], [row.lon for row in rows], home)
        for row, place in zip(rows, places, strict=True):
            outside = self._municipality is not None and not is_inside(row.lat, row.lon, home)
            yield _Placed(row, home, None if outside else place, outside)

    def _report(self, item: _Placed) -> BulkReport:
        row = item.row
        category = self._categories[row.category]
        state = _STATES[row.state]
        changed = row.closed_at or row.created_at
        steps = [Step(State.RECEIVED, row.created_at, ROLE)]
        if state is not State.RECEIVED:
            steps.append(Step(state, changed, ROLE))
        return BulkReport(
            municipality_id=item.municipality_id,
            category_id=category,
            department_id=self._departments.get((item.municipality_id, category)),
            place_id=item.place_id,
            lat=row.lat,
            lon=row.lon,
            outside=item.outside,
            address=row.address,
            text=row.text,
            language=self._language,
            steps=steps,
            responded_at=changed if is_meaningful(role=ROLE, new=state) else None,
            source=self._source,
            source_id=row.source_id,
        )


def _line(item: _Placed) -> bytes:
    row = item.row
    point = [round(row.lat * 1_000_000), round(row.lon * 1_000_000)]
    created = row.created_at.isoformat()
    values = [row.source_id, created, point, row.category, row.state, item.municipality_id]
    return msgspec.json.encode(values) + b"\n"
