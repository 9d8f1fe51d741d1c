"""Lines of the ledger as people read them: a sentence, a place, who did it, and the report it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from besa.ledger.queries import SealedEntry
from besa.ledger.verbs import sentence_of
from besa.places.models import Municipality
from besa.reports.labels import role_label
from besa.reports.queries.public import public_reports


@dataclass(frozen=True)
class Line:
    """One entry, ready to be shown. `report` is the number of a report that everybody may see, or None."""

    entry: SealedEntry
    sentence: str
    municipality: str
    who: str
    report: int | None


def lines_of(entries: Iterable[SealedEntry]) -> list[Line]:
    """Entries in words, with two queries however many there are."""
    shown = list(entries)
    slugs = {entry.told["municipality"] for entry in shown} - {""}
    names = {one.slug: one.name for one in Municipality.objects.filter(slug__in=slugs)}
    uids = {uid for entry in shown if (uid := _uid_of(entry))}
    reports = dict(public_reports().filter(uid__in=uids).values_list("uid", "pk"))
    return [
        Line(
            entry=entry,
            sentence=sentence_of(entry.told["verb"]),
            municipality=names.get(entry.told["municipality"], entry.told["municipality"]),
            who=str(role_label(entry.told["role"])),
            report=reports.get(_uid_of(entry)),
        )
        for entry in shown
    ]


def _uid_of(entry: SealedEntry) -> str:
    kind, _, uid = str(entry.told["subject"]).partition(":")
    return uid if kind == "report" else ""
