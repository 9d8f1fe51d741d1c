"""What a text still lacks before anybody may review it, and what its author should look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from besa.core.brands import DEFAULT
from besa.core.figures import AskedWrongly
from besa.insights.bound_charts import CHARTS
from besa.insights.reader import Reader
from besa.places.gazetteer import gazetteer
from besa.pledges.models import Document, Mandate
from besa.publications.bindings import REASONS
from besa.publications.blocks import BlockRefused, numbers_of, parse
from besa.publications.models import Attachment, Block, Conflict, Edition, Photo
from besa.publications.numbers import Numbers
from besa.publications.prose import FootnoteMark, inlines_of, read
from besa.publications.queries.translations import Mark, pairing_of


@dataclass(frozen=True)
class Obstacle:
    """What is in the way: in which block (empty: of the whole text), and what to do."""

    block: str
    text: str | Promise


_TRANSLATION: Final = {
    Mark.WAITING: _("This block is not translated yet."),
    Mark.OUTDATED: _("The original changed since this block was translated."),
}


def obstacles_of(edition: Edition, numbers: Numbers | None = None) -> list[Obstacle]:
    """Everything that is in the way, in the order of the text. Figures that `numbers` has read are not read again."""
    numbers = numbers or Numbers()
    blocks = list(edition.blocks.all())
    found = list(_whole(edition, blocks))
    marks = pairing_of(edition, blocks)
    for block in blocks:
        if text := _TRANSLATION.get(marks.marks.get(block.uid, Mark.DONE)):
            found.append(Obstacle(block.uid, text))
        found += [Obstacle(block.uid, text) for text in _of_block(edition, block, numbers)]
    if marks.missing:
        found.append(Obstacle("", _("The original has blocks that are not here yet. Take them over.")))
    return found + list(_footnotes(blocks))


def _whole(edition: Edition, blocks: list[Block]) -> Iterator[Obstacle]:
    if not blocks:
        yield Obstacle("", _("There is nothing to read yet. Add a block."))
    if not edition.summary.strip():
        yield Obstacle("", _("Write a summary: it stands on the list, in the feed and on the card."))
    if not edition.authors:
        yield Obstacle("", _("Say who wrote it."))
    if Conflict.objects.filter(edition=edition, settled_at__isnull=True).exists():
        yield Obstacle("", _("Two people wrote the same block. Decide between the two texts."))


def _of_block(edition: Edition, block: Block, numbers: Numbers) -> Iterator[str | Promise]:
    try:
        parse(block.kind, block.data)
        bound = list(numbers_of(block.kind, block.data))
    except BlockRefused as refused:
        yield from (why for _field, why in refused.problems)
        return
    for binding in bound:
        if numbers.value_of(binding) is None:
            yield f"{binding}: {REASONS['nothing']}"
    if look := _LOOKS.get(block.kind):
        yield from look(edition, block.data, numbers.reader)


def _look_at_photo(edition: Edition, data: dict[str, Any], reader: Reader) -> Iterator[str | Promise]:
    photo = Photo.objects.filter(publication=edition.publication_id, key=data["file"]).first()
    if photo is None:
        yield _("This photo is not here. Upload it again.")
    elif photo.state == Photo.State.REFUSED:
        yield photo.refusal_text
    elif not photo.is_ready:
        yield _("This photo is still being prepared. Wait a minute.")


def _look_at_file(edition: Edition, data: dict[str, Any], reader: Reader) -> Iterator[str | Promise]:
    rows = Attachment.objects.filter(publication=edition.publication_id, uid=data["file"])
    found = rows.select_related("document").first()
    if found is None:
        yield _("This file is not here. Upload it again.")
    elif found.document.state == Document.State.REFUSED:
        yield found.document.refusal_text
    elif not found.document.is_ready:
        yield _("This file is still being read. Wait a minute.")


def _look_at_chart(edition: Edition, data: dict[str, Any], reader: Reader) -> Iterator[str | Promise]:
    asked = {**data.get("parameters", {}), "as_of": data.get("as_of") or ""}
    try:
        CHARTS[data["chart"]].read(asked, reader, brand=DEFAULT.key)
    except AskedWrongly:
        yield REASONS["nothing"]
    yield from _look_at_words(data)


def _look_at_map(edition: Edition, data: dict[str, Any], reader: Reader) -> Iterator[str | Promise]:
    if gazetteer().municipality_of_slug(data["municipality"]) is None:
        yield _("There is no such municipality.")
    yield from _look_at_words(data)


def _look_at_words(data: dict[str, Any]) -> Iterator[str | Promise]:
    if not data.get("alt", "").strip():
        yield _("Say what the picture shows, for people who cannot see it.")


def _look_at_mandate(edition: Edition, data: dict[str, Any], reader: Reader) -> Iterator[str | Promise]:
    if not Mandate.objects.filter(slug=data["mandate"], baselines__isnull=False).exists():
        yield _("This mandate has no public list of pledges.")


_LOOKS: Final[dict[str, Callable[[Edition, dict[str, Any], Reader], Iterator[str | Promise]]]] = {
    "photo": _look_at_photo,
    "file": _look_at_file,
    "chart": _look_at_chart,
    "report_map": _look_at_map,
    "pledges": _look_at_mandate,
}


def _footnotes(blocks: list[Block]) -> Iterator[Obstacle]:
    """Marks without a source, and sources that no mark points to; the two may stand in different blocks."""
    texts = [(block.uid, read(block.data["markdown"])) for block in blocks if "markdown" in block.data]
    sources = {name: uid for uid, prose in texts for name in prose.footnotes}
    marks: dict[str, str] = {}
    for uid, prose in texts:
        for inline in inlines_of(prose.blocks):
            if isinstance(inline, FootnoteMark):
                marks.setdefault(inline.name, uid)
    for name, uid in marks.items():
        if name not in sources:
            yield Obstacle(uid, gettext("The footnote %(name)s has no source.") % {"name": f"[^{name}]"})
    for name, uid in sources.items():
        if name not in marks:
            yield Obstacle(uid, gettext("No text points to the footnote %(name)s.") % {"name": f"[^{name}]"})
