"""The demonstration's pledges: an invented mayor's programme of twelve pages, its list, and two published rounds."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.utils import timezone

from besa.people.models import Organisation, Role, User
from besa.people.services.memberships import invite_member
from besa.people.services.offices import create_organisation
from besa.places.models import Municipality
from besa.pledges.models import Mandate, Person, Pledge, Programme
from besa.pledges.services.drafting import (
    PledgeDraft,
    Source,
    change_draft,
    judge_testability,
    mark_quote,
    merge_pledges,
    set_criterion,
)
from besa.pledges.services.freezing import freeze_list
from besa.pledges.services.mandates import Term, add_mandate
from besa.pledges.services.programmes import ProgrammeFacts, add_programme
from besa.pledges.similarity import likely_duplicates
from besa.pledges.testability import QUESTIONS
from besa.site.demonstration.promises import FINDINGS, MEMBERS, PROMISES, Promise
from besa.site.services.demo_assembly import load_assembly
from besa.site.services.demo_contributions import load_contributions
from besa.site.services.demo_mayors import load_other_mayors
from besa.site.services.demo_rounds import hold_round, kept, noon_of


def load_pledges(password: str) -> Mandate:
    """Load an organisation with its monitors, and all they did. `password` is hashed already.

    Reads PDFs, so that it runs before anything is in a transaction.
    """
    municipality = Municipality.objects.get(slug="peja")
    organisation = create_organisation(names={"sq": "Lëvizja Fjala e Dhënë", "en": "Word Given"}, by=None)
    people = {name: _let_in(email, full, role, organisation, password) for name, email, full, role in MEMBERS}
    today = timezone.localdate()
    starts = today - timedelta(days=420)
    term = Term(starts=starts, term_ends=starts + timedelta(days=4 * 365))
    mandate = add_mandate(
        name="Dafina Liqenari",
        municipality=municipality,
        term=term,
        organisation=organisation,
        gender=Person.Gender.FEMALE,
    )
    listed = noon_of(starts + timedelta(days=60))
    programme = _programme(mandate, people["first"], starts - timedelta(days=30), listed)
    pledges = [_draft(programme, promise, people["first"]) for promise in PROMISES]
    _merge_the_same(mandate)
    freeze_list(mandate=mandate, by=people["editor"], at=listed)
    load_contributions(mandate, people)
    contract = kept("contract.pdf", people["first"], noon_of(today - timedelta(days=215)))
    for pledge in pledges:
        pledge.refresh_from_db()
    frozen = [pledge for pledge in pledges if pledge.is_frozen and pledge.is_ratable]
    for finding in FINDINGS:
        hold_round(mandate, frozen, finding, people, contract)
    load_assembly(mandate, people["editor"], pledges)
    load_other_mayors(organisation, people)
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


def _programme(mandate: Mandate, by: User, day: date, at: datetime) -> Programme:
    facts = ProgrammeFacts("Një qytet për të gjithë", "sq", published_on=day)
    return add_programme(mandate=mandate, facts=facts, document=kept("programme.pdf", by, at), by=by)


def _draft(programme: Programme, promise: Promise, by: User) -> Pledge:
    """Mark a promise where it stands, test it, and say what it will be judged by."""
    assert programme.document is not None
    text = programme.document.pages.get(number=promise.page).text
    starts = text.index(promise.begins)
    ends = text.index(promise.ends, starts) + len(promise.ends)
    pledge = mark_quote(
        programme=programme, page=promise.page, starts_at=starts, ends_at=ends, area=promise.area, by=by
    )
    source = Source(programme, promise.page, starts, day=programme.published_on)
    titles = dict(zip(("sq", "sr", "en"), promise.titles, strict=True))
    named = PledgeDraft(pledge.quote, "sq", promise.area, source, titles, due_on=promise.due_on)
    change_draft(pledge=pledge, draft=named, seen=pledge.changed_at)
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
