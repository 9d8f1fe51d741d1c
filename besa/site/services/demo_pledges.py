"""The demonstration's pledges: an invented mayor's programme of twelve pages, its list, and two published rounds."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

from allauth.account.models import EmailAddress
from django.utils import timezone

from besa.people.models import Organisation, Role, User
from besa.people.services.memberships import invite_member
from besa.people.services.offices import create_organisation
from besa.places.models import Municipality
from besa.pledges.models import Document, Evidence, Mandate, Pledge, Programme, Round
from besa.pledges.rules import Verdict
from besa.pledges.services.coding import code_case
from besa.pledges.services.documents import keep_document, read_document
from besa.pledges.services.drafting import (
    PledgeDraft,
    Source,
    change_draft,
    judge_testability,
    mark_quote,
    merge_pledges,
    set_criterion,
)
from besa.pledges.services.evidence import EvidenceDraft, add_evidence
from besa.pledges.services.freezing import freeze_list
from besa.pledges.services.mandates import Term, add_mandate
from besa.pledges.services.programmes import ProgrammeFacts, add_programme
from besa.pledges.services.publishing import approve_round, publish_round
from besa.pledges.services.replying import Letter, finish_replies, give_reply, send_for_reply
from besa.pledges.services.rounds import Staffing, Team, open_round
from besa.pledges.similarity import likely_duplicates
from besa.pledges.testability import QUESTIONS
from besa.site.demonstration.promises import EVIDENCE, MEMBERS, PROMISES, REPLIES, VERDICTS, Promise
from besa.site.services.demo_assembly import load_assembly
from besa.site.services.demo_contributions import load_contributions

_FILES = Path(__file__).resolve().parent.parent / "demonstration" / "files"
_OFFICE = "zyra@besa.example"


def load_pledges(password: str) -> Mandate:
    """Load an organisation with its monitors, and all they did. `password` is hashed already.

    Reads two PDFs, so that it runs before anything is in a transaction.
    """
    municipality = Municipality.objects.get(slug="peja")
    organisation = create_organisation(names={"sq": "Lëvizja Fjala e Dhënë", "en": "Word Given"}, by=None)
    people = {name: _let_in(email, full, role, organisation, password) for name, email, full, role in MEMBERS}
    today = timezone.localdate()
    starts = today - timedelta(days=420)
    term = Term(starts=starts, term_ends=starts + timedelta(days=4 * 365))
    mandate = add_mandate(
        name="Dafina Liqenari", municipality=municipality, term=term, organisation=organisation
    )
    listed = _moment(starts + timedelta(days=60))
    programme = _programme(mandate, people["first"], starts - timedelta(days=30), listed)
    pledges = [_draft(programme, promise, people["first"]) for promise in PROMISES]
    _merge_the_same(mandate)
    freeze_list(mandate=mandate, by=people["editor"], at=listed)
    load_contributions(mandate, people)
    contract = _kept("contract.pdf", people["first"], _moment(today - timedelta(days=215)))
    for pledge in pledges:
        pledge.refresh_from_db()
    frozen = [pledge for pledge in pledges if pledge.is_frozen and pledge.is_ratable]
    for number, as_of in enumerate((today - timedelta(days=200), today - timedelta(days=10))):
        _round(mandate, frozen, number, as_of, people, contract)
    load_assembly(mandate, people["editor"], pledges)
    return mandate


def _let_in(email: str, name: str, role: Role, organisation: Organisation, password: str) -> User:
    member = invite_member(
        email=email, role=role, organisation=organisation, by=None, language="sq", brand="besa"
    )
    user = member.user
    user.name, user.password = name, password
    user.save()
    EmailAddress.objects.filter(user=user).update(verified=True)
    return user


def _moment(day: date) -> datetime:
    """Noon of a day: history is told as of the end of a day."""
    return datetime.combine(day, time(12), timezone.get_current_timezone())


def _kept(name: str, by: User, at: datetime) -> Document:
    """A file, read as the worker reads it."""
    with (_FILES / name).open("rb") as file:
        document = keep_document(file=file, by=by, at=at)
    read_document(document_id=document.pk)
    document.refresh_from_db()
    return document


def _programme(mandate: Mandate, by: User, day: date, at: datetime) -> Programme:
    facts = ProgrammeFacts("Një qytet për të gjithë", "sq", published_on=day)
    return add_programme(mandate=mandate, facts=facts, document=_kept("programme.pdf", by, at), by=by)


def _draft(programme: Programme, promise: Promise, by: User) -> Pledge:
    """Mark a promise where it stands, test it, and say what it will be judged by."""
    assert programme.document is not None
    text = programme.document.pages.get(number=promise.page).text
    starts = text.index(promise.begins)
    ends = text.index(promise.ends, starts) + len(promise.ends)
    pledge = mark_quote(
        programme=programme, page=promise.page, starts_at=starts, ends_at=ends, area=promise.area, by=by
    )
    if promise.due_on:
        source = Source(programme, promise.page, starts, day=programme.published_on)
        dated = PledgeDraft(pledge.quote, "sq", promise.area, source, due_on=promise.due_on)
        change_draft(pledge=pledge, draft=dated, seen=pledge.changed_at)
    answers = {key: key not in promise.fails for key in QUESTIONS}
    judge_testability(pledge=pledge, answers=answers, note=promise.note)
    if not promise.fails:
        set_criterion(
            pledge=pledge, fulfilled_when=promise.criterion, partly_when=promise.partly, language="sq", by=by
        )
    return pledge


def _merge_the_same(mandate: Mandate) -> None:
    for pair in likely_duplicates(mandate.pledges.filter(state=Pledge.State.DRAFT).order_by("page")):
        merge_pledges(kept=pair.first, duplicate=pair.second)


def _round(
    mandate: Mandate,
    pledges: list[Pledge],
    number: int,
    as_of: date,
    people: dict[str, User],
    proof: Document,
) -> None:
    team = Team(people["first"], people["second"], people["adjudicator"])
    editor = people["editor"]
    begun, judged, told, done = (_moment(as_of + timedelta(days=days)) for days in (0, 3, 6, 8))
    opened = open_round(mandate=mandate, as_of=as_of, staffing=Staffing(team), by=editor, at=begun)
    for pledge, (status, reason) in zip(pledges, VERDICTS[number], strict=True):
        evidence = _evidence(pledge, number, as_of, proof, people["first"], begun)
        sent = pledge.evidence.filter(by_citizen=True, happened_on__lte=as_of).values_list("pk", flat=True)
        verdict = Verdict(status, reason, as_of - timedelta(days=20), "sq", evidence=(evidence.pk, *sent))
        for coder in (team.first, team.second):
            case = opened.cases.select_related("round__mandate", "pledge__mandate", "criterion").get(
                pledge=pledge
            )
            code_case(case=case, verdict=verdict, by=coder, at=judged)
    opened.refresh_from_db()
    _reply(opened, editor, REPLIES[number], judged, told)
    approve_round(round=opened, by=editor, at=done)
    publish_round(round=opened, by=editor, at=done)


def _evidence(pledge: Pledge, number: int, as_of: date, proof: Document, by: User, at: datetime) -> Evidence:
    kind, summary = EVIDENCE[number]
    draft = EvidenceDraft(kind, as_of - timedelta(days=30), summary, "sq", source="Komuna e Pejës")
    return add_evidence(pledge=pledge, draft=draft, documents=[proof], by=by, at=at)


def _reply(opened: Round, editor: User, words: str, sent: datetime, told: datetime) -> None:
    request = send_for_reply(round=opened, letter=Letter(_OFFICE, "sq", "besa"), by=editor, at=sent)
    give_reply(request=request, text=words, author="Zyra e kryetares", language="sq", at=told)
    finish_replies(request=request, at=told)
    opened.refresh_from_db()
