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
from collections.abc import Mapping, Sequence
from itertools import product

from django.db import connection

from besa.core.gathering import write_soon
from besa.core.geo import KEY_ZOOM
from besa.reports.models import Report, SearchText
from besa.reports.models.report import Visibility
from besa.reports.tallies import FILTERED_LEVEL, STAMP_LEVEL, TOTAL_LEVELS, Spot, Tally, tally_of
from besa.reports.words import WordMaker, words_of_report

_DEEPEST = TOTAL_LEVELS[-1]
_PUBLIC = f"visibility = '{Visibility.PUBLIC.value}'"

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
_COUNT_TILES = f"""
    INSERT INTO reports_tilecount (level, category, state, week, prefix, n)
    SELECT level, category_id * by_category, CASE WHEN by_state = 1 THEN state ELSE '' END, week * by_week,
        cell >> shift, SUM(n)
    FROM (SELECT category_id, state, week, zkey >> {2 * (KEY_ZOOM - _DEEPEST)} AS cell, COUNT(*) AS n
          FROM reports_report WHERE {_PUBLIC} GROUP BY 1, 2, 3, 4) AS cells
    CROSS JOIN ({_COMBINATIONS}) AS combinations
    WHERE 1 = 1 GROUP BY 1, 2, 3, 4, 5
    ON CONFLICT (level, category, state, week, prefix) DO UPDATE SET n = reports_tilecount.n + excluded.n"""
_COUNT_STATES = f"""
    INSERT INTO reports_statecount (municipality, category, state, n)
    SELECT municipality_id, category_id, state, COUNT(*) FROM reports_report WHERE {_PUBLIC} GROUP BY 1, 2, 3
    ON CONFLICT (municipality, category, state) DO UPDATE SET n = reports_statecount.n + excluded.n"""
_STAMP_TILES = f"""
    INSERT INTO reports_tilestamp (prefix, changes)
    SELECT zkey >> {2 * (KEY_ZOOM - STAMP_LEVEL)}, 1 FROM reports_report WHERE {_PUBLIC} GROUP BY 1
    ON CONFLICT (prefix) DO UPDATE SET changes = reports_tilestamp.changes + 1"""
# Of a few reports anywhere between others: what lies between them is in the index already.
_INDEX_THESE = "INSERT INTO reports_searchindex (rowid, words) VALUES (%s, %s)"
_WORDS_AT_ONCE = 5_000


def appear(report: Report) -> None:
    """Count and index a report that has just become public."""
    _require_transaction()
    write_soon(_count, {_spot_of(report): 1})
    write_words(report)


def disappear(report: Report) -> None:
    """Take a report that was public until now out of the counts and the index."""
    _require_transaction()
    write_soon(_count, {_spot_of(report): -1})
    SearchText.objects.filter(report_id=report.pk).delete()


def change(
    report: Report,
    *,
    old_state: str,
    old_category_id: int,
    old_zkey: int,
    old_municipality_id: int | None = None,
) -> None:
    """Move a report in the counts after its state, category, position or municipality changed; not a hidden one."""
    _require_transaction()
    if report.visibility != Visibility.PUBLIC:
        return
    old_home = old_municipality_id or report.municipality_id
    old = (old_zkey, old_home, old_category_id, old_state, report.week)
    write_soon(_count, {old: -1, _spot_of(report): 1} if old != _spot_of(report) else {old: 0})
    if (old_category_id, old_zkey, old_home) != (report.category_id, report.zkey, report.municipality_id):
        write_words(report)


def write_words(report: Report) -> None:
    """Index a public report's words again, after its text, category or place changed."""
    write_soon(_write_words, (report.pk, words_of_report(report)))


def _write_words(rows: Sequence[tuple[int, str]]) -> None:
    # Deleting first lets the index forget the old words, by its trigger on SQLite.
    SearchText.objects.filter(report_id__in=[pk for pk, _ in rows]).delete()
    texts = [_kept(*row) for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(_KEEP_WORDS, texts)
        if connection.vendor == "sqlite":
            cursor.executemany(_INDEX_THESE, texts)


def appear_together(tally: Tally, words: Sequence[tuple[int, str]]) -> None:
    """Count and index reports that have just become public together, from what was worked out before.

    `words` are pairs of a report's id and its words, in the order of the ids.
    """
    _require_transaction()
    _add(tally)
    if words:
        _keep_words(words)


def rebuild_exposure() -> None:
    """Make all counts and words again from the reports. Stamps only rise, or browsers keep old tiles."""
    _require_transaction()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM reports_tilecount")
        cursor.execute("DELETE FROM reports_statecount")
        cursor.execute("DELETE FROM reports_searchtext")
        cursor.execute("UPDATE reports_tilestamp SET changes = changes + 1")
        for statement in (_COUNT_TILES, _COUNT_STATES, _STAMP_TILES):
            cursor.execute(statement)
    _write_all_words()


def _write_all_words() -> None:
    maker = WordMaker()
    rows = (
        Report.objects.filter(visibility=Visibility.PUBLIC)
        .order_by("pk")
        .values_list("pk", "text", "address", "municipality_id", "category_id", "place_id")
    )
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:_WORDS_AT_ONCE]):
        _keep_words([(pk, maker.words(f"{text} {address}", *ids)) for pk, text, address, *ids in batch])
        last = batch[-1][0]


def _keep_words(rows: Sequence[tuple[int, str]]) -> None:
    """Write the words of reports that have none yet, all those from the first row to the last, in order."""
    with connection.cursor() as cursor:
        cursor.executemany(_KEEP_WORDS, [_kept(*row) for row in rows])
        if connection.vendor == "sqlite":
            cursor.execute(_INDEX_WORDS, [rows[0][0], rows[-1][0]])


def _kept(pk: int, words: str) -> tuple[int, str]:
    """A report is found by its number, too."""
    return pk, f"{words} {pk}"


def _spot_of(report: Report) -> Spot:
    return report.zkey, report.municipality_id, report.category_id, str(report.state), report.week


def _count(moves: Sequence[Mapping[Spot, int]]) -> None:
    """Add what several reports do to the counts."""
    total: Counter[Spot] = Counter()
    for move in moves:
        for spot, n in move.items():
            total[spot] += n
    _add(tally_of(total))


def _add(tally: Tally) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(_STAMP, [(prefix,) for prefix in tally.stamps])
        if tally.tiles:
            cursor.executemany(_ADD_TO_TILES, tally.tiles)
        if tally.states:
            cursor.executemany(_ADD_TO_STATES, tally.states)


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("what everyone sees changes in the transaction of the act that changes it")
