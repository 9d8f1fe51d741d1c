"""What the editors' pages show: their publications, one edition with its blocks, its history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from besa.people.models import Organisation, User
from besa.publications.models import Approval, Block, Comment, Conflict, Correction, Edition, Publication
from besa.publications.numbers import Numbers
from besa.publications.queries.readiness import Obstacle, obstacles_of
from besa.publications.queries.translations import Mark, Pairing, pairing_of


@dataclass(frozen=True)
class Work:
    """A publication with its languages."""

    publication: Publication
    editions: list[Edition]

    @property
    def title(self) -> str:
        """The original's."""
        return self.original.title

    @property
    def original(self) -> Edition:
        """The language it is written in."""
        language = self.publication.original_language
        return next(one for one in self.editions if one.language == language)


@dataclass(frozen=True)
class Row:
    """A block on the editors' page."""

    block: Block
    mark: Mark | None
    comments: list[Comment]
    conflicts: list[Conflict]
    obstacles: list[Obstacle]
    #: digest of the original's block, for a translation that is to be confirmed
    source: str = ""


@dataclass(frozen=True)
class EditionPage:
    """One language of a publication, as far as its work is."""

    edition: Edition
    siblings: list[Edition]
    rows: list[Row]
    pairing: Pairing
    obstacles: list[Obstacle]
    comments: list[Comment]
    approvals: list[Approval]
    corrections: list[Correction]
    lost: list[Conflict] = field(default_factory=list)

    @property
    def names(self) -> str:
        """Who stands for it."""
        return ", ".join(str(one.by) for one in self.approvals if one.by)

    def seat_of(self, user: User) -> bool:
        """Whether the person stands for what is reviewed already."""
        return any(approval.by_id == user.pk for approval in self.approvals)


def works_of(organisations: Iterable[Organisation]) -> list[Work]:
    """The publications of organisations with their languages, newest first. Two queries."""
    rows = Publication.objects.filter(organisation__in=[one.pk for one in organisations])
    publications = list(rows.select_related("organisation", "municipality"))
    editions: dict[int, list[Edition]] = {}
    for edition in Edition.objects.filter(publication__in=publications).select_related("publication"):
        editions.setdefault(edition.publication_id, []).append(edition)
    return [Work(one, editions[one.pk]) for one in publications if one.pk in editions]


def editions_to_review(organisations: Iterable[Organisation], user: User) -> list[Edition]:
    """Texts of the organisations with the reviewers, for which this person does not stand yet."""
    stood = Approval.objects.filter(by=user).values("revision")
    return list(_in(Edition.State.IN_REVIEW, organisations).exclude(submitted_revision__in=stood))


def editions_to_publish(organisations: Iterable[Organisation]) -> list[Edition]:
    """Texts of the organisations that two people have approved, and for which no hour is set."""
    return list(_in(Edition.State.APPROVED, organisations))


def _in(state: str, organisations: Iterable[Organisation]) -> QuerySet[Edition]:
    own = [one.pk for one in organisations]
    found = Edition.objects.filter(state=state, publication__organisation__in=own)
    return found.select_related("publication").order_by("changed_at", "pk")


def edition_page(edition: Edition, numbers: Numbers) -> EditionPage:
    """All of it, with what is in the way while it is a draft."""
    blocks = list(edition.blocks.select_related("changed_by"))
    pairing = pairing_of(edition, blocks)
    comments = list(edition.comments.filter(settled_at__isnull=True).select_related("by"))
    conflicts = list(edition.conflicts.filter(settled_at__isnull=True).select_related("by"))
    obstacles = obstacles_of(edition, numbers) if edition.is_open else []
    uids = {block.uid for block in blocks}
    submitted = edition.submitted_revision
    siblings = edition.publication.editions.select_related("publication")
    return EditionPage(
        edition=edition,
        siblings=list(siblings),
        rows=[_row(block, pairing, comments, conflicts, obstacles) for block in blocks],
        pairing=pairing,
        obstacles=obstacles,
        comments=[one for one in comments if one.block not in uids],
        approvals=list(submitted.approvals.select_related("by")) if submitted else [],
        corrections=list(edition.corrections.filter(revision__isnull=True)),
        lost=[one for one in conflicts if one.block not in uids],
    )


def _row(
    block: Block,
    pairing: Pairing,
    comments: list[Comment],
    conflicts: list[Conflict],
    obstacles: list[Obstacle],
) -> Row:
    return Row(
        block=block,
        mark=pairing.marks.get(block.uid),
        comments=[one for one in comments if one.block == block.uid],
        conflicts=[one for one in conflicts if one.block == block.uid],
        obstacles=[one for one in obstacles if one.block == block.uid],
        source=pairing.digests.get(block.uid, ""),
    )
