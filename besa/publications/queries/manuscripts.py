"""Manuscripts of editions: of a draft with live data, of a published revision with what was frozen in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext

from besa.core.brands import DEFAULT
from besa.core.languages import SR, SR_LATN
from besa.core.links import absolute_url
from besa.publications.composing import Composer, Draw, drawn_on_white
from besa.publications.freezing import FrozenData, LiveData
from besa.publications.kinds import kind_label
from besa.publications.manuscript import Correction as ShownCorrection
from besa.publications.manuscript import Manuscript, OtherLanguage
from besa.publications.models import Correction, Edition, Revision
from besa.publications.queries.public_changes import Behind, behind_in_words
from besa.publications.queries.public_files import shelf_of
from besa.publications.queries.public_works import public_corrections, public_editions


def draft_manuscript(
    edition: Edition,
    content: Mapping[str, Any],
    *,
    language: str = "",
    brand: str = DEFAULT.key,
    draw: Draw = drawn_on_white,
) -> Manuscript:
    """What an edition would say if it were published now; `content` as `queries.contents` reads it."""
    language = language or edition.language
    data = LiveData(edition.language)
    return _made(edition, content, data, language=language, brand=brand, draw=draw)


def published_manuscript(
    revision: Revision,
    *,
    language: str = "",
    brand: str = DEFAULT.key,
    draw: Draw = drawn_on_white,
    behind: Behind | None = None,
) -> Manuscript:
    """What a published revision says, for ever the same. `language` is the edition's, or Serbian Latin of Serbian.

    `behind` is how it stands to its original just now, where it is to say so itself."""
    edition = revision.edition
    language = language or edition.language
    data = FrozenData(revision.figures, edition.language, as_of=revision.as_of or revision.made_at)
    made = _made(
        edition, revision.content, data, language=language, brand=brand, draw=draw, revision=revision
    )
    if behind is None:
        return made
    with translation.override(language):
        return replace(made, behind=behind_in_words(behind), outdated=behind.blocks)


def _made(
    edition: Edition,
    content: Mapping[str, Any],
    data: LiveData | FrozenData,
    *,
    language: str,
    brand: str,
    draw: Draw,
    revision: Revision | None = None,
) -> Manuscript:
    if language not in (edition.language, *([SR_LATN] if edition.language == SR else [])):
        raise ValueError(f"{edition} is not written in {language}")
    with translation.override(language):
        composer = Composer(data, language, brand, shelf_of(edition.publication, brand), draw)
        return _whole(edition, content, composer, data.as_of, language, brand, revision)


def _whole(
    edition: Edition,
    content: Mapping[str, Any],
    composer: Composer,
    as_of: datetime,
    language: str,
    brand: str,
    revision: Revision | None,
) -> Manuscript:
    work = edition.publication
    pieces, title = composer.pieces(content["blocks"]), composer.say(content["title"])
    authors = tuple(map(composer.say, content["authors"]))
    published = edition.first_published_at if revision else None
    address = _address(work.slug, language, brand)
    version = (revision.version or 0) if revision else 0
    return Manuscript(
        uid=work.uid,
        kind=work.kind,
        kind_label=str(kind_label(work.kind)),
        language=language,
        title=title,
        subtitle=composer.say(content["subtitle"]),
        summary=composer.say(content["summary"]),
        authors=authors,
        organisation=work.organisation.name,
        municipality=work.municipality.name if work.municipality else "",
        published=published,
        as_of=as_of,
        version=version,
        address=address,
        citation=citation(authors, title, work.organisation.name, published, version, address),
        brand=brand,
        pieces=tuple(piece for _block, piece in pieces),
        blocks=tuple(block for block, _piece in pieces),
        footnotes=composer.footnotes,
        corrections=_corrections(edition, revision, composer),
        other_languages=_others(edition, language, brand),
        numbers=composer.numbers,
    )


def citation(
    authors: tuple[str, ...],
    title: str,
    publisher: str,
    published: datetime | None,
    version: int,
    address: str,
) -> str:
    """How to cite it, in one line: who, when, what, who published it, which version, where."""
    who = ", ".join(authors) or publisher
    when = str(localdate(published).year) if published else gettext("draft")
    which = gettext("Version %(n)s.") % {"n": version} if version else ""
    return " ".join(filter(None, [f"{who} ({when}).", f"{title}.", f"{publisher}.", which, address]))


def correction_label(correction: Correction) -> str:
    """Whose fault it was, in words."""
    if correction.kind == Correction.Kind.OUR_ERROR:
        return gettext("our error")
    return gettext("new facts")


def _corrections(
    edition: Edition, revision: Revision | None, composer: Composer
) -> tuple[ShownCorrection, ...]:
    if revision is None:
        return ()
    return tuple(
        ShownCorrection(
            day=localdate(one.revision.made_at if one.revision else one.made_at),
            label=correction_label(one),
            text=composer.say(one.text),
        )
        for one in public_corrections(edition, revision)
    )


def _others(edition: Edition, language: str, brand: str) -> tuple[OtherLanguage, ...]:
    """The public editions of the same work, Serbian in both scripts."""
    written = set(
        public_editions().filter(publication=edition.publication_id).values_list("language", flat=True)
    )
    readable = written | ({SR_LATN} if SR in written else set())
    return tuple(
        OtherLanguage(code, name, _address(edition.publication.slug, code, brand))
        for code, name in settings.LANGUAGES
        if code in readable and code != language
    )


def _address(slug: str, language: str, brand: str) -> str:
    return absolute_url("publications:publication", slug, language=language, brand=brand)
