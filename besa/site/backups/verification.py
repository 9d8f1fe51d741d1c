"""Is a copied database whole? Opened anew, counted, and its ledger computed again from the entries."""

from __future__ import annotations

import re
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from besa.ledger.checkpoint import Head, NoteRefused
from besa.ledger.merkle import Frontier, leaf_hash
from besa.site.backups.archive import BackupRefused

_COPY = re.compile(r'COPY (?:\w+\.)?"?(?P<table>\w+)"? \((?P<columns>.*)\) FROM stdin;\n')
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_LETTERS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


@dataclass
class Contents:
    """What was found in a copy: table → rows, hashes of sealed entries by position, heads (size, root as
    hex)."""

    counts: dict[str, int] = field(default_factory=dict)
    leaves: dict[int, bytes] = field(default_factory=dict)
    heads: list[tuple[int, str]] = field(default_factory=list)

    def add_leaf(self, position: int, leaf: str) -> None:
        """Note one sealed entry."""
        self.leaves[position] = leaf_hash(leaf.encode())


def contents_of_sqlite(path: Path) -> Contents:
    """Open a SQLite file, check every page and every foreign key, and read its ledger."""
    found = Contents()
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
        try:
            if (result := database.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
                raise BackupRefused(f"The copied database is damaged: {result}.")
            if broken := database.execute("PRAGMA foreign_key_check").fetchone():
                raise BackupRefused(f"The copied database has rows that point nowhere: {broken[0]}.")
            for (table,) in database.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                " AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
            ).fetchall():
                found.counts[table] = database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
            for position, leaf in database.execute(
                "SELECT position, leaf FROM ledger_entry WHERE position IS NOT NULL"
            ):
                found.add_leaf(position, leaf)
            found.heads = database.execute("SELECT size, root FROM ledger_checkpoint").fetchall()
        except sqlite3.DatabaseError as error:
            raise BackupRefused(f"The copied database is damaged: {error}.") from error
    return found


def contents_of_dump(path: Path) -> Contents:
    """Have pg_restore read a dump back, count its rows, and read its ledger."""
    found = Contents()
    command = ["pg_restore", "--data-only", "--file=-", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stderr
        for table, columns, rows in _copies(process.stdout):
            found.counts[table] = 0
            for row in rows:
                found.counts[table] += 1
                _note(found, table, columns, row)
        errors = process.stderr.read()
    if process.returncode:
        raise BackupRefused(f"pg_restore cannot read the copied database: {errors.strip()}")
    return found


def _copies(lines: Iterator[str]) -> Iterator[tuple[str, list[str], Iterator[str]]]:
    for line in lines:
        if match := _COPY.fullmatch(line):
            columns = [column.strip().strip('"') for column in match["columns"].split(",")]
            yield match["table"], columns, iter(lambda: next(lines, "\\.\n"), "\\.\n")


def _note(found: Contents, table: str, columns: list[str], row: str) -> None:
    if table not in {"ledger_entry", "ledger_checkpoint"}:
        return
    values = dict(zip(columns, row.rstrip("\n").split("\t"), strict=True))
    if table == "ledger_checkpoint":
        found.heads.append((int(values["size"]), values["root"]))
    elif values["position"] != r"\N":
        leaf = _ESCAPE.sub(lambda match: _LETTERS.get(match[1], match[1]), values["leaf"])
        found.add_leaf(int(values["position"]), leaf)


def check_ledger(found: Contents, kept_head: str) -> int:
    """Compute the tree again and hold it against every signed head; gives its size.

    Raises BackupRefused when an entry is missing or changed. `kept_head` is the note kept outside the
    database.
    """
    expected = dict(found.heads)
    if kept_head:
        try:
            head = Head.parse(kept_head.partition("\n\n")[0] + "\n")
        except NoteRefused as error:
            raise BackupRefused(f"The kept head of the ledger cannot be read: {error}.") from error
        expected.setdefault(head.size, head.root.hex())
    frontier = Frontier()
    roots = {0: frontier.root().hex()}
    for position in range(len(found.leaves)):
        if position not in found.leaves:
            raise BackupRefused(f"The ledger lacks entry {position}.")
        for _ in frontier.append(found.leaves[position]):
            pass
        if frontier.size in expected:
            roots[frontier.size] = frontier.root().hex()
    for size, root in expected.items():
        if roots.get(size) != root:
            raise BackupRefused(f"The ledger's entries are not those that its head of size {size} signed.")
    return frontier.size
