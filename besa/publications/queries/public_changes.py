"""What readers are told of changes: between two published versions, and in an original since it was translated.

Versions are compared as they are read (`as_read`, then `comparing.compare`): numbers as they stood, without markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext, ngettext

from besa.publications import manuscript as parts
from besa.publications.blocks import KINDS, digest_of
from besa.publications.manuscript import Manuscript, Piece
from besa.publications.models import Edition, Revision
from besa.publications.prose import lines_in, plain_text
from besa.publications.queries.public_works import past_revisions, public_editions

_HEAD: Final = ("title", "subtitle", "summary", "authors")
#: the footnotes stand together, behind everything
_NOTES: Final = {"uid": "notes", "kind": "text"}


@dataclass(frozen=True)
class Behind:
    """How a published translation is behind its original, whose newest version is `now`.

    `blocks` are the uids of its blocks that the original says differently since, `missing` counts those that it has
    more; `since` is the version that was translated, None where the original was not public then.
    """

    original: Edition
    now: Revision
    since: Revision | None
    blocks: frozenset[str]
    missing: int


def behind_of(edition: Edition) -> Behind | None:
    """How a public edition is behind its original; None for an original, and for what is not behind."""
    own = edition.public_revision
    if edition.is_original or own is None:
        return None
    rows = public_editions().filter(
        publication=edition.publication_id, language=edition.publication.original_language
    )
    original = rows.first()
    now = original.public_revision if original else None
    if original is None or now is None or now.made_at <= own.made_at:
        return None
    since = past_revisions(original).filter(made_at__lte=own.made_at).first()
    before = _by_uid(since) if since else {}
    blocks = frozenset(_outdated(own, _by_uid(now), before))
    missing = len(_by_uid(now).keys() - _by_uid(own).keys() - before.keys())
    head = since is not None and any(since.content[name] != now.content[name] for name in _HEAD)
    if not (blocks or missing or head):
        return None
    return Behind(original, now, since, blocks, missing)


def behind_in_words(behind: Behind) -> str:
    """What a reader of the translation is told."""
    said = [gettext("The original was changed after this translation was published.")]
    if behind.blocks:
        said.append(gettext("The parts that it says differently now are marked."))
    if behind.missing:
        more = ngettext(
            "It has %(n)s part that is not translated yet.",
            "It has %(n)s parts that are not translated yet.",
            behind.missing,
        )
        said.append(more % {"n": behind.missing})
    return " ".join(said)


def version_before(edition: Edition, revision: Revision, since: str = "") -> Revision | None:
    """The version before one, or an earlier one that is named (`since`); None where there is none."""
    earlier = past_revisions(edition).filter(version__lt=revision.version)
    if since:
        version = int(since) if since.isascii() and since.isdecimal() and len(since) < 10 else 0
        earlier = earlier.filter(version=version)
    return earlier.first()


def as_read(revision: Revision, work: Manuscript) -> dict[str, Any]:
    """A version in the form that contents have, to be compared: its blocks as the words that are read."""
    said: dict[str, list[str]] = {}
    for uid, piece in zip(work.blocks, work.pieces, strict=True):
        said.setdefault(uid, []).extend(_words_of(piece))
    blocks = [
        {"uid": one["uid"], "kind": one["kind"], "data": {"markdown": _column(said.get(one["uid"], []))}}
        for one in revision.content["blocks"]
    ]
    notes = _column(map(plain_text, work.footnotes))
    head = {name: getattr(work, name) for name in _HEAD}
    return {**head, "authors": list(work.authors), "blocks": [*blocks, {**_NOTES, "data": {"source": notes}}]}


def _by_uid(revision: Revision) -> dict[str, dict[str, Any]]:
    return {block["uid"]: block for block in revision.content["blocks"]}


def _outdated(own: Revision, now: dict[str, Any], before: dict[str, Any]) -> Iterator[str]:
    """Blocks of a translation that no longer say what the original says."""
    for block in own.content["blocks"]:
        uid, source = block["uid"], block.get("source", "")
        original, known = now.get(uid), before.get(uid)
        if original is None:
            changed = bool(source or known)
        elif not KINDS[block["kind"]].words:
            changed = original["data"] != block["data"]
        elif source:
            changed = digest_of(original["kind"], original["data"]) != source
        else:  # kept before revisions said what they render
            changed = known is not None and known["data"] != original["data"]
        if changed:
            yield uid


def _words_of(piece: Piece) -> Iterator[str]:
    """What a reader reads of a piece, paragraph by paragraph."""
    match piece:
        case parts.Figure(label=label, text=text, sentence=sentence):
            yield from (f"{label}: {text}", sentence)
        case parts.Chart(title=title, table=rows):
            yield from (title, _lines(map(_row, rows)))
        case parts.Table(caption=caption, header=header, rows=cells):
            yield from (caption, _lines(_row(map(plain_text, row)) for row in (header, *cells)))
        case parts.Quote(text=text, who=who, source=source):
            yield from (text, who, source)
        case parts.PledgeList(title=title, rows=pledges):
            yield from (title, _lines(f"{one.title}: {one.label}" for one in pledges))
        case parts.Photo(alt=alt, caption=caption, credit=credit):
            yield from (alt, caption, credit)
        case parts.Callout(label=label, blocks=blocks):
            yield label
            yield from lines_in(blocks)
        case parts.Chapter(title=title) | parts.File(title=title) | parts.ReportMap(title=title):
            yield title
        case _:
            yield from lines_in((piece,))


def _row(cells: Iterable[str]) -> str:
    return " | ".join(cells)


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines)


def _column(paragraphs: Iterable[str]) -> str:
    return "\n\n".join(filter(None, paragraphs))
