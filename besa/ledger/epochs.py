"""Epochs of the ledger: each restore opens one, with a name of its own, and says which head it gave up.

Under one name the ledger only ever grows. A restored database may lack its latest entries, so it must not go
on under the old name: the new epoch's name tells everybody that there was a break, and the head that was
given up stays public, to be held against what came back.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass

from django.conf import settings
from django.utils import timezone

from besa.ledger.checkpoint import Head, NoteRefused, VerifierKey, head_of, verifier_key
from besa.ledger.folder import append_lines, locked, read_lines, read_text, write_text
from besa.ledger.keys import signing_key

FILE = "epochs.jsonl"
HEAD_FILE = "head"
_NUMBER = re.compile(r"/ledger/([1-9][0-9]{0,8})$")


@dataclass(frozen=True)
class Epoch:
    """One stretch of the ledger. `abandoned` is the last signed head of the one before, as a note, or
    empty."""

    number: int
    origin: str
    vkey: str
    opened_at: str
    abandoned: str = ""

    def head_of(self, note: str) -> Head:
        """The head in a checkpoint of this epoch; NoteRefused for any other."""
        head = head_of(note, VerifierKey.parse(self.vkey))
        if head.origin != self.origin:
            raise NoteRefused(f"the checkpoint is of {head.origin}, not of {self.origin}")
        return head


def epochs() -> list[Epoch]:
    """All epochs, oldest first; the first one is opened when there is none."""
    found = [Epoch(**values) for values in read_lines(FILE)]
    if found:
        return found
    with locked(FILE):
        if not read_lines(FILE):
            append_lines(FILE, [asdict(_new(1, ""))])
    return [Epoch(**values) for values in read_lines(FILE)]


def current_epoch() -> Epoch:
    """The epoch that new heads are signed in."""
    return epochs()[-1]


def number_of(origin: str) -> int:
    """The epoch's number in the name of a ledger; 0 when there is none."""
    match = _NUMBER.search(origin)
    return int(match[1]) if match else 0


def start_epoch(*, after: int, abandoned: str) -> Epoch:
    """Write the next epoch down, numbered above `after` and all known ones, and put the old head away."""
    with locked(FILE):
        known = [values["number"] for values in read_lines(FILE)]
        epoch = _new(max([after, *known, 0]) + 1, abandoned)
        append_lines(FILE, [asdict(epoch)])
        write_text(HEAD_FILE, "")
    return epoch


def adopt_epochs(earlier: list[Epoch]) -> None:
    """On a machine that has no epochs of its own, take over those that a backup tells of."""
    with locked(FILE):
        if not read_lines(FILE):
            append_lines(FILE, [asdict(epoch) for epoch in earlier])


def kept_head() -> str:
    """The last signed checkpoint as kept outside the database; empty when there is none."""
    return read_text(HEAD_FILE)


def keep_head(note: str) -> None:
    """Keep a signed checkpoint outside the database."""
    write_text(HEAD_FILE, note)


def _new(number: int, abandoned: str) -> Epoch:
    host = settings.LEDGER_ORIGIN or next((host for host in settings.ALLOWED_HOSTS if host), "localhost")
    origin = f"{host.rstrip('/')}/ledger/{number}"
    vkey = str(verifier_key(origin, signing_key()))
    return Epoch(number, origin, vkey, timezone.now().strftime("%Y-%m-%dT%H:%M:%SZ"), abandoned)
