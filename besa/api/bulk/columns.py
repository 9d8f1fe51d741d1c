"""The data dictionary: what each column of the files is called, holds and means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from besa.reports.models.report import CLOSED, STATES, Visibility


@dataclass(frozen=True)
class Column:
    """A column. `kind` is a type of Frictionless Table Schema; `sql` gives the value from the report `r`."""

    name: str
    kind: str
    sql: str
    description: Promise
    choices: tuple[str, ...] = ()

    @property
    def is_moment(self) -> bool:
        """True for times."""
        return self.kind == "datetime"


_CLOSED = ", ".join(f"'{state.value}'" for state in sorted(CLOSED))

COLUMNS: Final = (
    Column("id", "integer", "r.id", _("Number of the report, as in the address of its page.")),
    Column("municipality", "string", "m.slug", _("Name of the municipality as in its address here.")),
    Column("settlement", "string", "p.slug", _("Name of the settlement as in its address here.")),
    Column("category", "string", "c.key", _("Key of the category.")),
    Column(
        "state",
        "string",
        "r.state",
        _("Where the report stands."),
        tuple(str(state.value) for state in STATES),
    ),
    Column(
        "open",
        "boolean",
        f"CASE WHEN r.state IN ({_CLOSED}) THEN 0 ELSE 1 END",
        _("True until it is fixed, declined, told twice or withdrawn."),
    ),
    Column("latitude", "number", "r.lat", _("Degrees north, WGS 84.")),
    Column("longitude", "number", "r.lon", _("Degrees east, WGS 84.")),
    Column("address", "string", "r.address", _("Where it is, in the reporter's own words.")),
    Column("text", "string", "r.text", _("What it is about, in the reporter's own words.")),
    Column("language", "string", "r.language", _("Language in which the reporter wrote.")),
    Column("reported_at", "datetime", "r.created_at", _("When it was reported.")),
    Column("published_at", "datetime", "r.published_at", _("When everybody could see it first.")),
    Column("changed_at", "datetime", "r.changed_at", _("Last change that everybody could see.")),
    Column(
        "response_due_at", "datetime", "r.response_due_at", _("Deadline for the first meaningful answer.")
    ),
    Column("responded_at", "datetime", "r.responded_at", _("First meaningful official answer.")),
    Column("fix_due_at", "datetime", "r.fix_due_at", _("Deadline for the repair.")),
    Column(
        "closed_at", "datetime", "r.closed_at", _("When it was fixed, declined, told twice or withdrawn.")
    ),
    Column(
        "confirmed_fixed",
        "boolean",
        "r.confirmed_fixed",
        _("A citizen's verdict after the municipality said fixed; empty for none."),
    ),
    Column("duplicate_of", "integer", "o.id", _("Number of the public report that goes on instead.")),
    Column("me_too_count", "integer", "r.me_too_count", _("How many others have the same problem.")),
)
NAMES: Final = tuple(column.name for column in COLUMNS)
_FROM: Final = f"""
    FROM reports_report AS r
    JOIN places_municipality AS m ON m.id = r.municipality_id
    JOIN reports_category AS c ON c.id = r.category_id
    LEFT JOIN places_place AS p ON p.id = r.place_id
    LEFT JOIN reports_report AS o ON o.id = r.duplicate_of_id AND o.visibility = '{Visibility.PUBLIC.value}'
        AND r.state = 'duplicate'
    WHERE r.visibility = '{Visibility.PUBLIC.value}' AND r.id > %s ORDER BY r.id LIMIT %s"""
Row = tuple[Any, ...]


def rows_after(pk: int, *, limit: int) -> Sequence[Row]:
    """Public reports by number after one, as tuples of the columns; times are texts, truth is 0 or 1.

    The database itself writes the times: made by Python, they would cost more than all the rest.
    """
    wanted = ", ".join(_written(column) for column in COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {wanted} {_FROM}", [pk, limit])
        rows: Sequence[Row] = cursor.fetchall()
    return rows


def all_rows(*, at_once: int = 5_000) -> Iterator[Row]:
    """All public reports, never more of them in memory than `at_once`."""
    last = 0
    while rows := rows_after(last, limit=at_once):
        yield from rows
        last = rows[-1][0]


def _written(column: Column) -> str:
    if not column.is_moment:
        # Cast, or psycopg would give true and false where SQLite gives 1 and 0.
        return f"CAST({column.sql} AS integer)" if column.kind == "boolean" else column.sql
    if connection.vendor == "sqlite":
        return f"substr({column.sql}, 1, 10) || 'T' || substr({column.sql}, 12, 8) || 'Z'"
    return f"""to_char({column.sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')"""
