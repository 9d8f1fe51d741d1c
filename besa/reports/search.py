"""Full text over public reports: folded words, newest first, on SQLite (FTS5) and PostgreSQL (GIN).

The order is the report's number, which the index can walk from its end, so a search reads only as many reports
as it shows, however common the words are. Ranking by bm25 must read every match: 426 ms for a common word
among a million reports. Municipality and category are words of the index too, so they filter before anything
is read. Why not a library: docs/decisions/0008-search.md.
"""

from __future__ import annotations

from django.db import connection

from besa.core.folding import fold
from besa.reports.words import filter_words

#: more words than this narrow nothing down
_MOST_WORDS = 8
#: shorter beginnings of a word match too much to be of use; the index keeps beginnings of 3 to 6 letters
_PREFIX = 3
_NO_LIMIT = 2**62

_SQLITE = """
    SELECT rowid FROM reports_searchindex WHERE reports_searchindex MATCH %s AND rowid < %s
    ORDER BY rowid DESC LIMIT %s"""
_POSTGRESQL = """
    SELECT report_id FROM reports_searchtext
    WHERE to_tsvector('simple', words) @@ to_tsquery('simple', %s) AND report_id < %s
    ORDER BY report_id DESC LIMIT %s"""
_POSTGRESQL_PLAN = """
    EXPLAIN (FORMAT JSON) SELECT 1 FROM reports_searchtext
    WHERE to_tsvector('simple', words) @@ to_tsquery('simple', %s)"""
#: by how much PostgreSQL's guess must be above a limit before it is believed: it knows how common each word is alone,
#: not how often two stand together
_BELIEVED = 5


def find_reports(
    text: str,
    *,
    limit: int,
    before: int | None = None,
    municipality_id: int | None = None,
    category_id: int | None = None,
) -> list[int]:
    """Numbers of public reports that have all the words, the newest first; the last word may be unfinished.

    `before` goes on after the last number of the page before. Nothing for a text without letters and digits.
    """
    words = _words_of(text)
    if not words:
        return []
    filters = filter_words(municipality_id, category_id)
    sqlite = connection.vendor == "sqlite"
    match = _fts5(words, filters) if sqlite else _tsquery(words, filters)
    with connection.cursor() as cursor:
        cursor.execute(_SQLITE if sqlite else _POSTGRESQL, [match, before or _NO_LIMIT, limit])
        return [row[0] for row in cursor.fetchall()]


def find_few(text: str, *, most: int, municipality_id: int | None = None) -> list[int] | None:
    """All numbers that `find_reports` would give, the newest first; None when they are more than `most`.

    PostgreSQL takes long to fetch many of them in order (a second for 2,000 among a million) and is asked for its
    guess first, which it makes from the words' frequencies without reading a report.
    """
    words = _words_of(text)
    if words and connection.vendor == "postgresql":
        match = _tsquery(words, filter_words(municipality_id, None))
        with connection.cursor() as cursor:
            cursor.execute(_POSTGRESQL_PLAN, [match])
            if cursor.fetchone()[0][0]["Plan"]["Plan Rows"] > _BELIEVED * most:
                return None
    found = find_reports(text, limit=most + 1, municipality_id=municipality_id)
    return found if len(found) <= most else None


def _words_of(text: str) -> list[str]:
    return fold(text).split()[:_MOST_WORDS]


def forget_traces() -> None:
    """Rewrite the index after an erasure, so that no deleted word stays in its pages. Slow: for the worker.

    PostgreSQL's VACUUM does the same on its own time.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO reports_searchindex (reports_searchindex) VALUES ('optimize')")


def _fts5(words: list[str], filters: list[str]) -> str:
    # In quotation marks a word is never an operator.
    last = f'"{words[-1]}"*' if len(words[-1]) >= _PREFIX else f'"{words[-1]}"'
    return " ".join([*(f'"{word}"' for word in [*filters, *words[:-1]]), last])


def _tsquery(words: list[str], filters: list[str]) -> str:
    last = f"{words[-1]}:*" if len(words[-1]) >= _PREFIX else words[-1]
    return " & ".join([*filters, *words[:-1], last])
