"""Evidence and published rounds of made-up mandates, row by row as the services would have left them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any, ClassVar

from django.db import models

from besa.core.brands import DEFAULT
from besa.core.canonical import canonical_json
from besa.people.models import Organisation, User
from besa.places.calendar import zone_of
from besa.pledges import synthetic_texts as texts
from besa.pledges.grading import KINDS
from besa.pledges.method import VERSION
from besa.pledges.models import (
    Adjudication,
    Assignment,
    Case,
    Coding,
    Correction,
    Criterion,
    Document,
    Evidence,
    Mandate,
    Pledge,
    PublicBody,
    Rating,
    Reply,
    ReplyRequest,
    Round,
)
from besa.pledges.services.replying import reply_due
from besa.pledges.services.synthetic_files import Archive
from besa.pledges.synthetic import Finding, Office, Piece, Promise
from besa.pledges.uids import new_uid

#: days after the day of a round on which it is coded and sent; after the office's time is over, when it is published,
#: and when what was wrong is corrected
_CODED, _SENT, _PUBLISHED, _CORRECTED = 5, 12, 2, 20
#: one office of so many does not reply; one case of so many gets words of its own
_SILENT, _SPOKEN = 4, 8


@dataclass(frozen=True)
class Desk:
    """Who is said to have done it all: an organisation and four accounts that nobody can sign in to."""

    ROLES: ClassVar = ("editor", "first", "second", "adjudicator")
    organisation: Organisation
    parties: Sequence[PublicBody]
    editor: User
    first: User
    second: User
    adjudicator: User


@dataclass
class Made:
    """A frozen list with what is to become of it."""

    mandate: Mandate
    promises: list[Promise]
    archive: Archive
    pledges: list[Pledge] = field(init=False)
    criteria: dict[int, Criterion] = field(init=False)

    def __post_init__(self) -> None:
        self.pledges = list(self.mandate.pledges.filter(state=Pledge.State.FROZEN).order_by("number"))
        found = Criterion.objects.filter(pledge__mandate=self.mandate)
        self.criteria = {criterion.pledge_id: criterion for criterion in found}

    @property
    def ratable(self) -> list[tuple[Pledge, Promise]]:
        """What rounds look at."""
        both = zip(self.pledges, self.promises, strict=True)
        return [(pledge, promise) for pledge, promise in both if not promise.fails]


def moment(mandate: Mandate, day: date) -> datetime:
    """Ten in the morning by the municipality's clock."""
    return datetime.combine(day, time(10), zone_of(mandate.municipality))


def make_evidence(made: Made, desk: Desk) -> dict[int, list[Evidence]]:
    """The pieces of each pledge, by its key."""
    rows = [
        (_evidence(made, pledge, promise, piece, desk), piece)
        for pledge, promise in made.ratable
        for piece in promise.pieces
    ]
    kept = Evidence.objects.bulk_create(row for row, _ in rows)
    links = Evidence.documents.through
    links.objects.bulk_create(
        links(evidence=one, document=document)
        for number, (one, (_, piece)) in enumerate(zip(kept, rows, strict=True))
        for document in _documents(made.archive, piece, number)
    )
    found: dict[int, list[Evidence]] = {}
    for one in kept:
        found.setdefault(one.pledge_id, []).append(one)
    return found


def _evidence(made: Made, pledge: Pledge, promise: Promise, piece: Piece, desk: Desk) -> Evidence:
    kind, place = KINDS[piece.kind], promise.place
    of_visit = piece.kind == "field_visit"
    here = place.name if place else made.mandate.municipality.name
    added = moment(made.mandate, piece.happened_on + timedelta(days=3))
    return Evidence(
        uid=new_uid(),
        pledge=pledge,
        criterion=made.criteria[pledge.pk],
        kind=kind.key,
        grade=kind.grade,
        happened_on=piece.happened_on,
        summary=piece.summary,
        language="sq",
        source="" if kind.own or kind.from_citizen else piece.source,
        place_name=here if of_visit else "",
        lat=place.lat if of_visit and place else None,
        lon=place.lon if of_visit and place else None,
        by_citizen=kind.from_citizen,
        added_by=desk.first,
        added_at=added,
        retracted_at=added + timedelta(days=400) if piece.retracted else None,
        retracted_because=texts.RETRACTED if piece.retracted else "",
    )


def _documents(archive: Archive, piece: Piece, number: int) -> list[Document]:
    """What a kind of evidence needs: a photo, or a page, or pages of two sites, which stand next to each other."""
    kind = KINDS[piece.kind]
    if kind.photo or kind.from_citizen:
        return [archive.photos[number % len(archive.photos)]]
    pages = archive.pages
    return [pages[(number + row) % len(pages)] for row in range(kind.documents)]


def make_rounds(made: Made, found: dict[int, list[Evidence]], office: Office, desk: Desk) -> int:
    """All rounds of a term, published one after the other; how many ratings there are."""
    if not made.ratable:
        return 0
    ratings = 0
    for number, as_of in enumerate(office.rounds):
        ratings += _Round(made, found, desk, number, as_of).make()
    Pledge.objects.bulk_update(made.pledges, ["status", "flags", "rated_on", "checked_at"], batch_size=200)
    return ratings


class _Round:
    """One round: coded by two, decided, sent to the office, answered or not, published, here and there corrected."""

    def __init__(
        self, made: Made, found: dict[int, list[Evidence]], desk: Desk, number: int, as_of: date
    ) -> None:
        self._made, self._desk, self._number, self._as_of = made, desk, number, as_of
        self._findings = [promise.findings[number] for _, promise in made.ratable]
        self._cited = [
            [found[pledge.pk][row] for row in promise.cited(number)] for pledge, promise in made.ratable
        ]
        self._coded_at = self._day(as_of, _CODED)
        self._sent_at = self._day(as_of, _SENT)
        self._due_at = reply_due(made.mandate.municipality, self._sent_at)
        self._published_at = self._day(self._due_at.date(), _PUBLISHED)

    def _day(self, day: date, days: int) -> datetime:
        return moment(self._made.mandate, day + timedelta(days=days))

    def make(self) -> int:
        """Write it; how many ratings it has, corrections included."""
        cases = self._cases(self._round())
        self._codings(cases)
        self._decide(cases)
        self._reply(cases)
        return self._rate(cases)

    def _round(self) -> Round:
        desk = self._desk
        return Round.objects.create(
            mandate=self._made.mandate,
            organisation=desk.organisation,
            number=self._number + 1,
            as_of=self._as_of,
            state=Round.State.PUBLISHED,
            method_version=VERSION,
            opened_at=self._day(self._as_of, 1),
            opened_by=desk.editor,
            approved_at=self._published_at,
            approved_by=desk.editor,
            published_at=self._published_at,
            published_by=desk.editor,
        )

    def _cases(self, round: Round) -> list[Case]:
        return Case.objects.bulk_create(
            Case(
                round=round,
                pledge=pledge,
                criterion=self._made.criteria[pledge.pk],
                state=Case.State.DECIDED,
            )
            for pledge, _ in self._made.ratable
        )

    def _codings(self, cases: list[Case]) -> None:
        """What each coder found alone. The second one sometimes finds something else."""
        desk, tasks = self._desk, Assignment.Task
        roles = ((desk.first, tasks.CODE), (desk.second, tasks.CODE), (desk.adjudicator, tasks.ADJUDICATE))
        for row, (user, task) in enumerate(roles):
            assigned = Assignment.objects.bulk_create(
                Assignment(case=case, user=user, task=task, assigned_at=self._day(self._as_of, 1))
                for case in cases
            )
            if task == tasks.CODE:
                self._code(assigned, second=row == 1)

    def _code(self, assigned: list[Assignment], *, second: bool) -> None:
        codings = Coding.objects.bulk_create(
            Coding(
                case=assignment.case,
                assignment=assignment,
                wave=1,
                coded_at=self._coded_at,
                status=status,
                flags=list(finding.flags),
                effective_on=finding.effective_on,
                reason=texts.REASONS[status],
                language="sq",
            )
            for assignment, finding in zip(assigned, self._findings, strict=True)
            for status in [finding.second if second else finding.status]
        )
        self._cite(Coding.evidence.through, "coding", codings)

    def _decide(self, cases: list[Case]) -> None:
        """The verdicts: what both found, or what the adjudicator says where they disagree."""
        causes = Adjudication.Cause
        verdicts = Adjudication.objects.bulk_create(
            Adjudication(
                case=case,
                wave=1,
                cause=causes.AGREED if finding.second == finding.status else causes.EVIDENCE_WEIGHED,
                by=None if finding.second == finding.status else self._desk.adjudicator,
                decided_at=self._coded_at,
                status=finding.status,
                flags=list(finding.flags),
                effective_on=finding.effective_on,
                reason=texts.REASONS[finding.status],
                language="sq",
            )
            for case, finding in zip(cases, self._findings, strict=True)
        )
        self._cite(Adjudication.evidence.through, "adjudication", verdicts)

    def _cite(self, links: type[models.Model], name: str, judgements: Sequence[models.Model]) -> None:
        """What each judgement rests on. `name` is the judgement's in the table of links."""
        links._default_manager.bulk_create(
            links(**{name: judgement}, evidence=one)
            for judgement, cited in zip(judgements, self._cited, strict=True)
            for one in cited
        )

    def _reply(self, cases: list[Case]) -> None:
        """The office was asked; it answers on all and on some, or lets the time pass."""
        silent = (self._made.mandate.pk + self._number) % _SILENT == 0
        request = ReplyRequest.objects.create(
            round=cases[0].round,
            link_salt=secrets.token_hex(16),
            email="zyra@synthetic.invalid",
            language="sq",
            brand=DEFAULT.key,
            sent_by=self._desk.editor,
            sent_at=self._sent_at,
            due_at=self._due_at,
            closed_at=self._due_at,
            silent=silent,
        )
        if not silent:
            spoken: list[Case | None] = [None, *cases[::_SPOKEN]]
            Reply.objects.bulk_create(self._said(request, case) for case in spoken)

    def _said(self, request: ReplyRequest, case: Case | None) -> Reply:
        text = texts.REPLY_ON_ONE if case else texts.REPLY_ON_ALL
        author = f"Zyra e Kryetarit, {self._made.mandate.municipality.name}"
        said = {"text": text, "author": author, "case": case.pk if case else None}
        return Reply(
            request=request,
            case=case,
            text=text,
            language="sq",
            author=author,
            digest=sha256(canonical_json(said).encode()).hexdigest(),
            received_at=self._due_at - timedelta(days=3),
        )

    def _rate(self, cases: list[Case]) -> int:
        """The published ratings, those that were corrected with what replaced them; the pledges get their copies."""
        ratings = Rating.objects.bulk_create(
            Rating(
                case=case,
                old=case.pledge.status,
                reason=texts.REASONS[finding.status],
                recorded_at=self._published_at,
                **self._columns(case.pledge, finding, finding.status),
            )
            for case, finding in zip(cases, self._findings, strict=True)
        )
        wrong = [
            (rating, finding, finding.corrected, cited)
            for rating, finding, cited in zip(ratings, self._findings, self._cited, strict=True)
            if finding.corrected
        ]
        corrected_at = self._published_at + timedelta(days=_CORRECTED)
        right = Rating.objects.bulk_create(
            Rating(
                corrects=rating,
                old=rating.new,
                reason=texts.CORRECTED,
                recorded_at=corrected_at,
                **self._columns(rating.pledge, finding, status),
            )
            for rating, finding, status, _ in wrong
        )
        self._rest(ratings, self._cited)
        self._rest(right, [cited for *_, cited in wrong])
        Correction.objects.bulk_create(
            Correction(
                rating=rating,
                kind=Correction.Kind.OUR_ERROR,
                text=texts.CORRECTED,
                language="sq",
                published_at=corrected_at,
            )
            for rating in right
        )
        return len(ratings) + len(right)

    def _columns(self, pledge: Pledge, finding: Finding, status: str) -> dict[str, Any]:
        return {
            "pledge": pledge,
            "new": status,
            "flags": list(finding.flags),
            "language": "sq",
            "criterion": self._made.criteria[pledge.pk],
            "approver": self._desk.editor,
            "method_version": VERSION,
            "effective_on": finding.effective_on,
        }

    def _rest(self, ratings: list[Rating], cited: list[list[Evidence]]) -> None:
        """What ratings rest on, who coded them, and their copies on the pledges."""
        links, coders = Rating.evidence.through, Rating.coders.through
        links.objects.bulk_create(
            links(rating=rating, evidence=one)
            for rating, some in zip(ratings, cited, strict=True)
            for one in some
        )
        coders.objects.bulk_create(
            coders(rating=rating, user=user)
            for rating in ratings
            for user in (self._desk.first, self._desk.second)
        )
        for rating in ratings:
            pledge = rating.pledge
            pledge.status, pledge.flags = rating.new, rating.flags
            pledge.rated_on, pledge.checked_at = rating.effective_on, rating.recorded_at
