"""Publications as everybody sees them: published revisions, never a draft, a title in work or what is withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Max, Q, QuerySet

from besa.core.counting import Counts, write_counts
from besa.core.languages import AUTHORED, EN, SQ, SR, SR_LATN, latin_from_cyrillic
from besa.people.models import Organisation
from besa.places.models import Municipality
from besa.publications.kinds import LABELS
from besa.publications.models import Correction, Edition, Publication, Revision

_A_PAGE: Final = 20
#: which language is written for a reader's language, and which one a reader gets where that is missing
WRITTEN: Final = {SQ: SQ, SR: SR, SR_LATN: SR, EN: EN}
_INSTEAD: Final = (SQ, EN, SR)


def public_editions() -> QuerySet[Edition]:
    """Editions that everybody may read, the newest first. What they say is in `public_revision` alone."""
    rows = Edition.objects.filter(public_revision__isnull=False, withdrawn_at__isnull=True)
    return rows.select_related(
        "publication__organisation", "publication__municipality", "public_revision"
    ).order_by("-first_published_at", "-pk")


#: stands for the key of a municipality while the statement is written
_MUNICIPALITY: Final = -101


@lru_cache(maxsize=2)
def _one_of(vendor: str) -> Counts:
    return write_counts([public_editions().filter(publication__municipality=_MUNICIPALITY)[:1]])


def are_any_about(municipality: Municipality) -> bool:
    """Whether there is something about a municipality: asked for each of its pages, in a fraction of a list's time."""
    return bool(_one_of(connection.vendor).ask({_MUNICIPALITY: municipality.pk})[0])


@dataclass(frozen=True)
class Line:
    """A publication on a list, in one language. `language` is the one of its words."""

    slug: str
    kind: str
    title: str
    summary: str
    language: str
    organisation: str
    municipality: str
    published_at: datetime
    changed_at: datetime
    version: int


@dataclass(frozen=True)
class Wanted:
    """Which publications a reader wants to see; empty is all. A word that names nothing counts as nothing chosen."""

    kind: str = ""
    municipality: str = ""
    organisation: str = ""
    year: str = ""

    @property
    def is_set(self) -> bool:
        """Whether something is left out."""
        return bool(self.kind or self.municipality or self.organisation or self.year)

    def among(self, rows: QuerySet[Edition]) -> QuerySet[Edition]:
        """Those that are wanted."""
        if self.kind:
            rows = rows.filter(publication__kind=self.kind)
        if self.municipality:
            rows = rows.filter(publication__municipality__slug=self.municipality)
        if self.organisation:
            rows = rows.filter(publication__organisation__slug=self.organisation)
        return rows.filter(first_published_at__year=int(self.year)) if self.year else rows


def read_wanted(query: Mapping[str, str]) -> Wanted:
    """What an address asks for."""
    kind, year = query.get("kind", ""), query.get("year", "")
    plain = {name: query.get(name, "").replace("\x00", "")[:80] for name in ("municipality", "organisation")}
    is_year = year.isascii() and year.isdecimal() and len(year) == 4 and year > "1990"
    return Wanted(kind=kind if kind in LABELS else "", year=year if is_year else "", **plain)


def lines_of(rows: Iterable[Edition], language: str) -> list[Line]:
    """Each publication once, in the reader's language where there is one."""
    best: dict[int, Edition] = {}
    for row in rows:
        known = best.setdefault(row.publication_id, row)
        if _rank(row.language, language) < _rank(known.language, language):
            best[row.publication_id] = row
    return [line_of(row, language) for row in best.values()]


def line_of(edition: Edition, language: str) -> Line:
    """An edition's line; in Serbian Latin where the reader reads that."""
    revision, work = edition.public_revision, edition.publication
    assert revision is not None
    say = latin_from_cyrillic if (edition.language, language) == (SR, SR_LATN) else str
    return Line(
        slug=work.slug,
        kind=work.kind,
        title=say(revision.content["title"]),
        summary=say(revision.content["summary"]),
        language=shown_language(edition.language, language),
        organisation=work.organisation.name,
        municipality=work.municipality.name if work.municipality else "",
        published_at=edition.first_published_at or revision.made_at,
        changed_at=revision.made_at,
        version=revision.version or 0,
    )


def shown_language(written: str, wanted: str) -> str:
    """The language in which a reader reads an edition."""
    return wanted if WRITTEN.get(wanted) == written else written


@dataclass(frozen=True)
class ListPage:
    """A page of the list, with what can be chosen."""

    page: Page[Any]
    lines: list[Line]
    wanted: Wanted
    kinds: list[str]
    municipalities: list[Municipality]
    organisations: list[Organisation]
    years: list[int]


def list_page(query: Mapping[str, str], language: str) -> ListPage:
    """The list that an address asks for. A fixed number of queries."""
    wanted, public = read_wanted(query), public_editions()
    works = Publication.objects.filter(pk__in=wanted.among(public).order_by().values("publication"))
    ordered = works.annotate(newest=_newest()).order_by("-newest", "-pk")
    page = Paginator(ordered, _A_PAGE).get_page(query.get("page", "1"))
    shown = public.filter(publication__in=[work.pk for work in page.object_list])
    everything = Publication.objects.filter(pk__in=public.order_by().values("publication"))
    used = set(everything.values_list("kind", flat=True))
    return ListPage(
        page=page,
        lines=lines_of(shown, language),
        wanted=wanted,
        kinds=[kind for kind in LABELS if kind in used],
        municipalities=list(
            Municipality.objects.filter(publications__in=everything).distinct().order_by("slug")
        ),
        organisations=list(
            Organisation.objects.filter(publications__in=everything).distinct().order_by("slug")
        ),
        years=sorted(
            {when.year for when in public.values_list("first_published_at", flat=True) if when}, reverse=True
        ),
    )


def newest_lines(language: str, most: int, wanted: Wanted | None = None) -> list[Line]:
    """The newest publications, for a feed or a part of another page."""
    rows = (wanted or Wanted()).among(public_editions())[: most * len(AUTHORED)]
    return lines_of(rows, language)[:most]


@dataclass(frozen=True)
class Shown:
    """What an address shows: a published revision, or (`withdrawn`) that there was one."""

    edition: Edition
    revision: Revision
    language: str
    is_newest: bool
    withdrawn: bool


def shown_work(slug: str, language: str, version: int | None = None) -> Shown | None:
    """The edition in the reader's language, else in the next best; a past one by its version.

    None where nothing was ever published. A reader's own language that is withdrawn is shown as withdrawn.
    """
    rows = Edition.objects.filter(publication__slug=slug[:80], public_revision__isnull=False)
    found = sorted(
        rows.select_related("publication__organisation", "publication__municipality", "public_revision"),
        key=lambda row: (
            row.language != WRITTEN.get(language),
            not row.is_public,
            _rank(row.language, language),
        ),
    )
    if not found:
        return None
    edition = found[0]
    newest = edition.public_revision
    revision = newest if version is None else _past(edition, version)
    if revision is None or newest is None:
        return None
    return Shown(
        edition=edition,
        revision=revision,
        language=shown_language(edition.language, language),
        is_newest=revision.pk == newest.pk,
        withdrawn=not edition.is_public,
    )


def past_revisions(edition: Edition) -> QuerySet[Revision]:
    """All that was published, the newest first."""
    published = Revision.objects.filter(edition=edition, version__isnull=False).order_by("-version")
    return published.filter(version__lte=edition.public_revision.version if edition.public_revision else 0)


def public_corrections(edition: Edition, until: Revision) -> QuerySet[Correction]:
    """What published revisions corrected, the newest first."""
    rows = Correction.objects.filter(edition=edition, revision__version__lte=until.version)
    return rows.select_related("revision").order_by("-revision__version", "-pk")


def _past(edition: Edition, version: int) -> Revision | None:
    return past_revisions(edition).filter(version=min(version, 2**31 - 1)).first()


def _rank(written: str, wanted: str) -> int:
    return 0 if WRITTEN.get(wanted) == written else 1 + _INSTEAD.index(written)


def _newest() -> Any:
    return Max(
        "editions__first_published_at",
        filter=Q(editions__public_revision__isnull=False, editions__withdrawn_at__isnull=True),
    )
