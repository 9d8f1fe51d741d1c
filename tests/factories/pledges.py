"""Mandates, lists, evidence and rounds for tests, made through the services that people use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from besa.people.models import Organisation, Role, User
from besa.places.models import Municipality
from besa.pledges.models import Case, Document, DocumentPage, Evidence, Mandate, Pledge, Programme, Round
from besa.pledges.rules import Verdict
from besa.pledges.services.coding import code_case
from besa.pledges.services.drafting import (
    PledgeDraft,
    Source,
    draft_pledge,
    judge_testability,
    set_criterion,
)
from besa.pledges.services.evidence import EvidenceDraft, add_evidence
from besa.pledges.services.freezing import freeze_list
from besa.pledges.services.mandates import Term, add_mandate
from besa.pledges.services.programmes import ProgrammeFacts, add_programme
from besa.pledges.services.rounds import Staffing, Team, open_round
from besa.pledges.testability import QUESTIONS
from tests.factories.people import a_member
from tests.factories.places import make_municipality

PASSES = dict.fromkeys(QUESTIONS, True)
TODAY = date.today()


@dataclass
class Desk:
    """An organisation that monitors a mayor: an editor who approves, another one who judges with two monitors."""

    organisation: Organisation
    municipality: Municipality
    mandate: Mandate
    editor: User
    first: User
    second: User
    adjudicator: User

    @property
    def team(self) -> Team:
        return Team(self.first, self.second, self.adjudicator)

    @property
    def staffing(self) -> Staffing:
        return Staffing(self.team)


def a_desk(slug: str = "peja", organisation: str = "levizja") -> Desk:
    """A mayor in office since two years, with nothing written down yet."""
    municipality = make_municipality(slug)
    owner = Organisation.objects.create(slug=organisation, names={"sq": organisation.title()})
    people = {
        name: a_member(
            Role.EDITOR if name == "editor" else Role.MONITOR,
            organisation=owner,
            email=f"{name}@{organisation}.example",
        )
        for name in ("editor", "first", "second", "adjudicator")
    }
    starts = TODAY - timedelta(days=700)
    term = Term(starts=starts, term_ends=starts + timedelta(days=4 * 365))
    mandate = add_mandate(name="Arta Lumi", municipality=municipality, term=term, organisation=owner)
    return Desk(owner, municipality, mandate, **people)


def a_programme(desk: Desk, text: str = "Do të ndërtojmë një çerdhe.", number: int = 1) -> Programme:
    """A programme whose document has one page with this text."""
    document = a_document(pages_count=number)
    DocumentPage.objects.create(document=document, number=number, text=text)
    facts = ProgrammeFacts(title="Programi", language="sq")
    return add_programme(mandate=desk.mandate, facts=facts, document=document, by=desk.editor)


def a_draft(
    desk: Desk, quote: str = "Do të ndërtojmë një çerdhe të re në lagjen Dardania.", **facts: Any
) -> Pledge:
    """A draft with a criterion that has passed the gate."""
    source = facts.pop("source", Source(url="https://example.org/programi"))
    draft = PledgeDraft(
        quote=quote, language="sq", area=facts.pop("area", "education"), source=source, **facts
    )
    pledge = draft_pledge(mandate=desk.mandate, draft=draft, by=desk.first)
    judge_testability(pledge=pledge, answers=PASSES)
    set_criterion(
        pledge=pledge, fulfilled_when="Çerdhja është hapur.", partly_when="", language="sq", by=desk.first
    )
    return pledge


def a_frozen_list(
    desk: Desk, quotes: Iterable[str] = ("Një çerdhe e re.", "Rruga e Bardhë asfaltohet.")
) -> list[Pledge]:
    """Frozen pledges, in order."""
    for quote in quotes:
        a_draft(desk, quote)
    freeze_list(mandate=desk.mandate, by=desk.editor)
    return list(Pledge.objects.filter(mandate=desk.mandate, state="frozen").order_by("number"))


def a_document(kind: str = Document.Kind.PDF, *, state: str = Document.State.READY, **facts: Any) -> Document:
    """A document as the worker leaves it, without files."""
    number = Document.objects.count() + 1
    return Document.objects.create(
        key=f"{number:032x}",
        kind=kind,
        state=state,
        sha256=f"{number:064x}",
        created_at=timezone.now(),
        **facts,
    )


def some_evidence(desk: Desk, pledge: Pledge, kind: str = "contract", **facts: Any) -> Evidence:
    """Archived evidence of a kind, with all that the kind needs."""
    documents = facts.pop("documents", None)
    if documents is None:
        documents = {
            "media": lambda: [
                a_document("web_page", url=f"https://{site}.example/lajmi") for site in ("gazeta", "radio")
            ],
            "field_visit": lambda: [a_document("photo")],
        }.get(kind, lambda: [a_document()])()
    draft = EvidenceDraft(
        kind=kind,
        happened_on=facts.pop("happened_on", TODAY - timedelta(days=30)),
        summary="Kontrata është nënshkruar.",
        language="sq",
        place_name="Dardania",
        **facts,
    )
    return add_evidence(pledge=pledge, draft=draft, documents=documents, by=desk.first)


def a_verdict(status: str, *evidence: Evidence, **facts: Any) -> Verdict:
    """What a coder found."""
    return Verdict(
        status=status,
        reason=facts.pop("reason", "Kontrata e dëshmon."),
        effective_on=facts.pop("effective_on", TODAY - timedelta(days=20)),
        language="sq",
        evidence=tuple(one.pk for one in evidence),
        **facts,
    )


def a_round(desk: Desk, **facts: Any) -> Round:
    """A round as of yesterday, being coded."""
    as_of = facts.pop("as_of", TODAY - timedelta(days=1))
    return open_round(mandate=desk.mandate, as_of=as_of, staffing=desk.staffing, by=desk.editor)


def case_of(round: Round, pledge: Pledge) -> Case:
    """The case of a pledge, as the database has it."""
    return Case.objects.select_related("round__mandate__municipality", "pledge__mandate", "criterion").get(
        round=round, pledge=pledge
    )


def both_code(
    desk: Desk, round: Round, pledge: Pledge, status: str, *evidence: Evidence, **facts: Any
) -> Case:
    """Both coders find the same."""
    found = evidence or (some_evidence(desk, pledge),)
    for coder in (desk.first, desk.second):
        code_case(case=case_of(round, pledge), verdict=a_verdict(status, *found, **facts), by=coder)
    return case_of(round, pledge)
