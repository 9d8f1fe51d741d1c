"""Which files a publication has, which are being made, and which can be asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise

from besa.core.languages import SR_LATN, latin_from_cyrillic
from besa.publications.models import Edition, Rendition, Revision
from besa.publications.outputs.checks import Problem, of_stored
from besa.publications.outputs.formats import FORMATS, STEPS, Format, file_name
from besa.publications.queries.contents import content_of, digest_of_content
from besa.publications.queries.public_works import public_editions


@dataclass(frozen=True)
class WantedFiles:
    """A revision, or the draft of an edition (no revision), in a language and a brand."""

    edition: Edition
    revision: Revision | None
    language: str
    brand: str

    @property
    def title(self) -> str:
        """The title, in the letters of the language."""
        title = str(self.revision.content["title"] if self.revision else self.edition.title)
        return latin_from_cyrillic(title) if self.language == SR_LATN else title

    @property
    def formats(self) -> list[Format]:
        """What such a publication is made into."""
        return [format_ for format_ in FORMATS.values() if format_.suits(self.edition.publication.kind)]

    def _since(self) -> str:
        """The version of the original that a translation may be behind: its files say so, and are others then."""
        if self.revision is None or self.edition.is_original:
            return ""
        of = self.edition.publication
        original = public_editions().filter(publication=of.pk, language=of.original_language)
        newer = original.filter(public_revision__made_at__gt=self.revision.made_at)
        found = newer.values_list("public_revision", flat=True).first()
        return f" since {found}" if found else ""

    def keys(self) -> dict[str, str]:
        """Format → key of its file. A draft's numbers are live: it is another file each hour, and when it changes."""
        if self.revision is None:
            said = digest_of_content(content_of(self.edition))
            what = f"draft {said} {timezone.now():%Y-%m-%dT%H}"
        else:
            what = f"revision {self.revision.pk}{self._since()}"
        about = f"{self.edition.pk} {what} {self.language} {self.brand}"
        return {
            format_.key: sha256(f"{about} {format_.key} {format_.design}".encode()).hexdigest()
            for format_ in self.formats
        }


@dataclass(frozen=True)
class OfferedFile:
    """One file as a page shows it; `rendition` None when nobody has asked for it yet."""

    format: Format
    rendition: Rendition | None
    url: str
    problems: list[Problem]

    @property
    def label(self) -> str | Promise:
        """What it is."""
        return self.format.label

    @property
    def is_waiting(self) -> bool:
        """Whether it is being made."""
        return self.rendition is not None and self.rendition.state == Rendition.State.WAITING

    @property
    def kilobytes(self) -> int:
        """How large it is."""
        return max(1, round(self.rendition.size / 1024)) if self.rendition else 0


def files_offered(wanted: WantedFiles) -> list[OfferedFile]:
    """Every format that suits, with how far it is. One query, two for a draft."""
    keys = wanted.keys()
    made = {row.key: row for row in Rendition.objects.filter(key__in=keys.values())}
    return [_offered(wanted, FORMATS[name], made.get(key)) for name, key in keys.items()]


def being_made(files: Iterable[OfferedFile]) -> dict[str, int]:
    """For the bar: how many steps of how many are done; empty when nothing waits."""
    waiting = [file.rendition for file in files if file.rendition and file.is_waiting]
    if not waiting:
        return {}
    return {"done": sum(row.done for row in waiting), "total": STEPS * len(waiting)}


def offered_rendition(wanted: WantedFiles, format_: Format) -> Rendition | None:
    """The file that an address gives: the one that is asked for, or while that is being made the one before it."""
    made = Rendition.objects.filter(state=Rendition.State.READY)
    if found := made.filter(key=wanted.keys().get(format_.key, "")).first():
        return found
    if wanted.revision is None:
        return None
    same = made.filter(revision=wanted.revision, format=format_.key, design=format_.design)
    return same.filter(language=wanted.language, brand=wanted.brand).order_by("-ordered_at", "-pk").first()


def folder_of(key: str) -> Path:
    """Where a rendition's file is."""
    return Path(settings.MEDIA_ROOT) / "renditions" / key[:2] / key


def path_of(rendition: Rendition) -> Path:
    """Its file."""
    return folder_of(rendition.key) / file_name(FORMATS[rendition.format], rendition.language)


def _offered(wanted: WantedFiles, format_: Format, rendition: Rendition | None) -> OfferedFile:
    problems: list[Problem] = []
    url = ""
    if rendition is not None and rendition.is_ready:
        url = _address(wanted, file_name(format_, wanted.language))
    elif rendition is not None and rendition.state == Rendition.State.FAILED:
        problems = of_stored(rendition.problems) or [Problem("page")]
    return OfferedFile(format_, rendition, url, problems)


def _address(wanted: WantedFiles, name: str) -> str:
    slug = wanted.edition.publication.slug
    if wanted.revision is None:
        return reverse("publications:draft_file", args=[slug, wanted.edition.language, name])
    return reverse("publications-data:rendition", args=[slug, wanted.revision.version, name])
