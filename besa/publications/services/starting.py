"""A publication begins, gets its languages, and has its title written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify

from besa.core import languages
from besa.core.folding import fold
from besa.people.models import Organisation, User
from besa.places.models import Municipality
from besa.pledges.uids import new_uid
from besa.publications.blocks import MAX_LINE, MAX_TEXT, cleaned
from besa.publications.models import Block, Edition, Publication
from besa.publications.refusals import PublicationRefused
from besa.publications.services.acting import open_for
from besa.publications.services.keeping import keep_save_point

MAX_TITLE = 200
MAX_AUTHORS = 20
#: addresses below /publications/ that are no publication
_RESERVED = frozenset({"write", "feed", "corrections"})


@dataclass(frozen=True)
class Head:
    """What stands above the blocks. `summary` is plain text of a paragraph or two."""

    title: str
    subtitle: str = ""
    summary: str = ""
    authors: Sequence[str] = ()


def start_publication(
    *,
    kind: str,
    organisation: Organisation,
    municipality: Municipality | None,
    language: str,
    head: Head,
    by: User | None,
) -> Edition:
    """A new publication with the draft of its original. Raises PublicationRefused ("no_title", "no_language")."""
    _authored(language)
    checked, now = _checked(head), timezone.now()
    with transaction.atomic():
        publication = Publication.objects.create(
            uid=new_uid(),
            slug=_slug(checked.title),
            kind=Publication.Kind(kind),
            organisation=organisation,
            municipality=municipality,
            original_language=language,
            created_at=now,
            created_by=by,
        )
        return _edition(publication, language, checked, by)


def add_translation(*, publication: Publication, language: str, by: User | None) -> Edition:
    """Another language: the original's blocks, each waiting for its words.

    Raises PublicationRefused ("no_language", "language_taken").
    """
    _authored(language)
    original = publication.editions.get(language=publication.original_language)
    head = Head(original.title, original.subtitle, original.summary, original.authors)
    now = timezone.now()
    try:
        with transaction.atomic():
            edition = _edition(publication, language, head, by)
            Block.objects.bulk_create(
                Block(
                    edition=edition,
                    uid=block.uid,
                    rank=block.rank,
                    kind=block.kind,
                    data=block.data,
                    changed_at=now,
                    changed_by=by,
                )
                for block in original.blocks.all()
            )
    except IntegrityError:
        raise PublicationRefused("language_taken") from None
    return edition


def write_head(*, edition: Edition, head: Head, seen: int, by: User | None) -> None:
    """Write title, subtitle, summary and authors.

    Raises PublicationRefused ("no_title", "too_long", "not_open"), and "head_changed" when a colleague wrote them
    since the version that was seen: nothing is lost, as the form still holds what was written.
    """
    checked, now = _checked(head), timezone.now()
    with transaction.atomic():
        open_for(edition, by, now)
        keep_save_point(edition, by, now)
        written = Edition.objects.filter(pk=edition.pk, version=seen).update(
            title=checked.title,
            subtitle=checked.subtitle,
            summary=checked.summary,
            authors=list(checked.authors),
            version=F("version") + 1,
        )
        if not written:
            raise PublicationRefused("head_changed")
    edition.refresh_from_db()


def _edition(publication: Publication, language: str, head: Head, by: User | None) -> Edition:
    return Edition.objects.create(
        publication=publication,
        language=language,
        title=head.title,
        subtitle=head.subtitle,
        summary=head.summary,
        authors=list(head.authors),
        changed_at=timezone.now(),
        changed_by=by,
    )


def _authored(language: str) -> None:
    if language not in languages.AUTHORED:
        raise PublicationRefused("no_language")


def _checked(head: Head) -> Head:
    title, subtitle, summary = (cleaned(text).strip() for text in (head.title, head.subtitle, head.summary))
    authors = tuple(name for name in (cleaned(name).strip() for name in head.authors) if name)
    if not title:
        raise PublicationRefused("no_title")
    long = len(title) > MAX_TITLE or len(subtitle) > MAX_LINE or len(summary) > MAX_TEXT
    if long or len(authors) > MAX_AUTHORS or any(len(name) > MAX_LINE for name in authors):
        raise PublicationRefused("too_long")
    return Head(title, subtitle, summary, authors)


def _slug(title: str) -> str:
    """A name for addresses that nobody has; in the caller's transaction."""
    plain = slugify(fold(languages.latin_from_cyrillic(title)))[:70].strip("-") or "text"
    slug, number = plain, 2
    while slug in _RESERVED or Publication.objects.filter(slug=slug).exists():
        slug, number = f"{plain}-{number}", number + 1
    return slug
