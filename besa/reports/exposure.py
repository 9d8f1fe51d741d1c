"""What everyone can see of reports, kept as counts, change stamps and words to find.

Every service that makes a report public, stops it being public, or changes the state, category or position of
a public one calls this inside its transaction. So a new report is on the map, on the municipality's board and
in the search the moment it is committed, and a hidden one is gone from them.

Clusters on the map read `TileCount` instead of a million reports. Three levels are kept: level 12 for zooms up
to 9, by category, state and week; levels 15 and 18 for zooms up to 11 and 15, without filters only, as with
filters there are fewer reports and the covering index of `Report` is quick enough. Measured in
docs/decisions/0009-map-tiles.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import product

from django.db import connection

from besa.core.folding import fold
from besa.core.geo import KEY_ZOOM
from besa.places.models import Municipality, Place
from besa.reports.models import Category, Report, SearchText
from besa.reports.models.report import Visibility

#: the level that is counted by category, state and week
FILTERED_LEVEL = 12
#: the levels that are counted without filters only
TOTAL_LEVELS = (15, 18)
_DEEPEST = max(TOTAL_LEVELS)
#: the level of the cells that carry a change stamp, 60 km wide in Kosovo and Albania
STAMP_LEVEL = 9
ANY_CATEGORY, ANY_STATE, ANY_WEEK = 0, "", 0

#: zkey, municipality, category, state, week: where one report counts
_Place = tuple[int, int, int, str, int]
#: level, category, state, week, prefix
_Cell = tuple[int, int, str, int, int]

_ADD_TO_TILES = """
    INSERT INTO reports_tilecount (level, category, state, week, prefix, n) VALUES (%s, %s, %s, %s, %s, %s)
    ON CONFLICT (level, category, state, week, prefix) DO UPDATE SET n = reports_tilecount.n + excluded.n"""
_ADD_TO_STATES = """
    INSERT INTO reports_statecount (municipality, category, state, n) VALUES (%s, %s, %s, %s)
    ON CONFLICT (municipality, category, state) DO UPDATE SET n = reports_statecount.n + excluded.n"""
_STAMP = """
    INSERT INTO reports_tilestamp (prefix, changes) VALUES (%s, 1)
    ON CONFLICT (prefix) DO UPDATE SET changes = reports_tilestamp.changes + 1"""
_KEEP_WORDS = "INSERT INTO reports_searchtext (report_id, words) VALUES (%s, %s)"
# One statement for many rows: a trigger for each row took seven times as long (28 µs against 4 µs).
_INDEX_WORDS = """
    INSERT INTO reports_searchindex (rowid, words)
    SELECT report_id, words FROM reports_searchtext WHERE report_id BETWEEN %s AND %s"""

# One report counts in 10 cells: the join with this list multiplies it, the grouping adds up.
_COMBINATIONS = " UNION ALL ".join(
    [
        f"SELECT {FILTERED_LEVEL} AS level, {2 * (_DEEPEST - FILTERED_LEVEL)} AS shift,"
        f" {c} AS by_category, {s} AS by_state, {w} AS by_week"
        for c, s, w in product((0, 1), (0, 1), (0, 1))
    ]
    + [f"SELECT {level}, {2 * (_DEEPEST - level)}, 0, 0, 0" for level in TOTAL_LEVELS]
)
# {where} is a text of this module, never input.
_COUNT_TILES = f"""
    INSERT INTO reports_tilecount (level, category, state, week, prefix, n)
    SELECT level, category_id * by_category, CASE WHEN by_state = 1 THEN state ELSE '' END, week * by_week,
        cell >> shift, SUM(n)
    FROM (SELECT category_id, state, week, zkey >> {2 * (KEY_ZOOM - _DEEPEST)} AS cell, COUNT(*) AS n
          FROM reports_report WHERE {{where}} GROUP BY 1, 2, 3, 4) AS cells
    CROSS JOIN ({_COMBINATIONS}) AS combinations
    WHERE 1 = 1 GROUP BY 1, 2, 3, 4, 5
    ON CONFLICT (level, category, state, week, prefix) DO UPDATE SET n = reports_tilecount.n + excluded.n"""
_COUNT_STATES = """
    INSERT INTO reports_statecount (municipality, category, state, n)
    SELECT municipality_id, category_id, state, COUNT(*) FROM reports_report WHERE {where} GROUP BY 1, 2, 3
    ON CONFLICT (municipality, category, state) DO UPDATE SET n = reports_statecount.n + excluded.n"""
_STAMP_TILES = f"""
    INSERT INTO reports_tilestamp (prefix, changes)
    SELECT zkey >> {2 * (KEY_ZOOM - STAMP_LEVEL)}, 1 FROM reports_report WHERE {{where}} GROUP BY 1
    ON CONFLICT (prefix) DO UPDATE SET changes = reports_tilestamp.changes + 1"""
_PUBLIC = f"visibility = '{Visibility.PUBLIC.value}'"
_WORDS_AT_ONCE = 5_000


def appear(report: Report) -> None:
    """Count and index a report that has just become public."""
    _require_transaction()
    _move({_place_of(report): 1})
    write_words(report)


def disappear(report: Report) -> None:
    """Take a report that was public until now out of the counts and the index."""
    _require_transaction()
    _move({_place_of(report): -1})
    SearchText.objects.filter(report_id=report.pk).delete()


def change(report: Report, *, old_state: str, old_category_id: int, old_zkey: int) -> None:
    """Move a report in the counts after its state, category or position changed; not for a hidden one."""
    _require_transaction()
    if report.visibility != Visibility.PUBLIC:
        return
    old = (old_zkey, report.municipality_id, old_category_id, old_state, report.week)
    _move({old: -1, _place_of(report): 1} if old != _place_of(report) else {old: 0})
    if (old_category_id, old_zkey) != (report.category_id, report.zkey):
        write_words(report)


def write_words(report: Report) -> None:
    """Index a public report's words again, after its text, category or place changed."""
    place = report.place.folded if report.place else ""
    names = [*report.category.names.values(), *_names_of(report.municipality)]
    folded = f"{fold(' '.join([report.text, report.address, *names]))} {place}"
    _keep_words([(report.pk, words_of(report.pk, report.municipality_id, report.category_id, folded))])


def words_of(pk: int, municipality_id: int, category_id: int, folded: str) -> str:
    """All that a report is found by, each word once: folded texts, its number, and its two filter words."""
    return " ".join(dict.fromkeys([*folded.split(), str(pk), *filter_words(municipality_id, category_id)]))


def filter_words(municipality_id: int | None = None, category_id: int | None = None) -> list[str]:
    """Words that stand for a municipality and a category, so that the index itself filters by them."""
    municipality = [f"qm{municipality_id}"] if municipality_id else []
    return municipality + ([f"qc{category_id}"] if category_id else [])


def appear_many(first: int, last: int) -> None:
    """Count and index all public reports with ids from `first` to `last`, none counted before."""
    _require_transaction()
    where = f"{_PUBLIC} AND id BETWEEN {int(first)} AND {int(last)}"
    with connection.cursor() as cursor:
        for statement in (_COUNT_TILES, _COUNT_STATES, _STAMP_TILES):
            cursor.execute(statement.format(where=where))
    _write_many_words(first, last)


def rebuild_exposure() -> None:
    """Make all counts and words again from the reports. Stamps only rise, or browsers keep old tiles."""
    _require_transaction()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM reports_tilecount")
        cursor.execute("DELETE FROM reports_statecount")
        cursor.execute("DELETE FROM reports_searchtext")
        cursor.execute("UPDATE reports_tilestamp SET changes = changes + 1")
        for statement in (_COUNT_TILES, _COUNT_STATES, _STAMP_TILES):
            cursor.execute(statement.format(where=_PUBLIC))
    _write_many_words(0, 2**62)


def _write_many_words(first: int, last: int) -> None:
    categories = {named.pk: fold(" ".join(named.names.values())) for named in Category.objects.all()}
    municipalities = {named.pk: fold(" ".join(_names_of(named))) for named in Municipality.objects.all()}
    places = dict(Place.objects.values_list("pk", "folded"))
    rows = (
        Report.objects.filter(visibility=Visibility.PUBLIC, pk__lte=last)
        .order_by("pk")
        .values_list("pk", "municipality_id", "category_id", "place_id", "text", "address")
    )
    while batch := list(rows.filter(pk__gte=first)[:_WORDS_AT_ONCE]):
        words = [
            f"{fold(text + ' ' + address)} {categories[c]} {municipalities[m]} {places.get(p, '')}"
            for _, m, c, p, text, address in batch
        ]
        _keep_words([(pk, words_of(pk, m, c, w)) for (pk, m, c, *_), w in zip(batch, words, strict=True)])
        first = batch[-1][0] + 1


def _names_of(named: Municipality) -> list[str]:
    return [*named.names.values(), *named.other_names]


def _keep_words(rows: list[tuple[int, str]]) -> None:
    """Write the words of all public reports from the first row to the last, in the order of their ids."""
    first, last = rows[0][0], rows[-1][0]
    # Deleting first lets the index forget the old words, by its trigger on SQLite.
    SearchText.objects.filter(report_id__gte=first, report_id__lte=last).delete()
    with connection.cursor() as cursor:
        cursor.executemany(_KEEP_WORDS, rows)
        if connection.vendor == "sqlite":
            cursor.execute(_INDEX_WORDS, [first, last])


def _place_of(report: Report) -> _Place:
    return report.zkey, report.municipality_id, report.category_id, str(report.state), report.week


def _move(deltas: dict[_Place, int]) -> None:
    """Add to the counts of each place, in the order of the keys, so that no two writers deadlock."""
    tiles: Counter[_Cell] = Counter()
    states: Counter[tuple[int, int, str]] = Counter()
    for place, n in deltas.items():
        _, municipality, category, state, _ = place
        states[municipality, category, state] += n
        for cell in _cells_of(place):
            tiles[cell] += n
    stamps = sorted({zkey >> 2 * (KEY_ZOOM - STAMP_LEVEL) for zkey, *_ in deltas})
    with connection.cursor() as cursor:
        cursor.executemany(_STAMP, [(prefix,) for prefix in stamps])
        if changed := sorted((*cell, n) for cell, n in tiles.items() if n):
            cursor.executemany(_ADD_TO_TILES, changed)
        if moved := sorted((*key, n) for key, n in states.items() if n):
            cursor.executemany(_ADD_TO_STATES, moved)


def _cells_of(place: _Place) -> Iterator[_Cell]:
    zkey, _, category, state, week = place
    prefix = zkey >> 2 * (KEY_ZOOM - FILTERED_LEVEL)
    for c, s, w in product((ANY_CATEGORY, category), (ANY_STATE, state), (ANY_WEEK, week)):
        yield FILTERED_LEVEL, c, s, w, prefix
    for level in TOTAL_LEVELS:
        yield level, ANY_CATEGORY, ANY_STATE, ANY_WEEK, zkey >> 2 * (KEY_ZOOM - level)


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("what everyone sees changes in the transaction of the act that changes it")
