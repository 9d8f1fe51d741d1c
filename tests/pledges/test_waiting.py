"""The first page of monitors says what waits for whom: each step of a round, a correction, a text, and a round due."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import translation

from besa.core.registries import all_waiting_for
from besa.people.models import Membership, Role, User
from besa.pledges.models import Case, Document, Rating, Round
from besa.pledges.services.coding import adjudicate_case, code_case
from besa.pledges.services.conflicts import declare_conflict
from besa.pledges.services.correcting import propose_correction
from besa.pledges.services.publishing import approve_round, publish_round
from besa.pledges.services.replying import Letter, finish_replies, give_reply, send_for_reply
from tests.factories.people import a_person, browser_of
from tests.factories.pledges import (
    TODAY,
    Desk,
    a_desk,
    a_document,
    a_frozen_list,
    a_round,
    a_verdict,
    both_code,
    some_evidence,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> None:
    translation.activate("en")


@pytest.fixture
def desk() -> Desk:
    return a_desk()


def tasks(user: User) -> list[str]:
    return [one.task for one in all_waiting_for(User.objects.get(pk=user.pk))]


def test_each_step_of_a_round_waits_for_whom_it_needs(desk: Desk) -> None:
    first, second = a_frozen_list(desk, ["Një çerdhe.", "Një urë."])
    round = a_round(desk)
    proofs = {pledge.pk: some_evidence(desk, pledge) for pledge in (first, second)}
    to_code = "2 pledges to code, without the other coder"
    assert tasks(desk.first) == tasks(desk.second) == [to_code]
    assert tasks(desk.adjudicator) == tasks(desk.editor) == []
    both_code(desk, round, first, "stalled", proofs[first.pk])
    assert tasks(desk.first) == ["1 pledge to code, without the other coder"]
    case = Case.objects.get(pledge=second)
    for coder, status in ((desk.first, "stalled"), (desk.second, "partly")):
        code_case(case=case, verdict=a_verdict(status, proofs[second.pk]), by=coder)
    assert tasks(desk.adjudicator) == ["1 dispute to decide"]
    assert tasks(desk.first) == []
    adjudicate_case(
        case=Case.objects.get(pledge=second),
        verdict=a_verdict("partly", proofs[second.pk]),
        cause="mistake",
        by=desk.adjudicator,
    )
    assert tasks(desk.editor) == ["Send the drafts to the mayor's office"]
    assert tasks(desk.adjudicator) == []


def test_a_reply_an_approval_and_a_publication_wait(desk: Desk) -> None:
    pledge = a_frozen_list(desk, ["Një çerdhe."])[0]
    round = a_round(desk)
    proof = some_evidence(desk, pledge)
    both_code(desk, round, pledge, "stalled", proof)
    round.refresh_from_db()
    asked = send_for_reply(round=round, letter=Letter("zyra@komuna.example", "sq", "besa"), by=desk.editor)
    assert tasks(desk.editor) == []  # it waits for the office
    give_reply(request=asked, text="Po.", author="Zyra", language="sq")
    finish_replies(request=asked)
    assert tasks(desk.editor) == ["Approve the round"]
    Membership.objects.filter(user=desk.first).update(role=Role.EDITOR)
    assert tasks(desk.first) == []  # an editor too, who has judged and so cannot approve
    assert tasks(desk.adjudicator) == ["The office has replied: see whether a verdict changes"]
    declare_conflict(user=desk.editor, organisation=desk.organisation, mandate=desk.mandate, kind="family")
    assert tasks(desk.editor) == []
    desk.editor.conflicts.all().delete()
    round = Round.objects.get()
    approve_round(round=round, by=desk.editor)
    assert tasks(desk.editor) == ["Publish the ratings"]
    publish_round(round=round, by=desk.editor)
    assert tasks(desk.editor) == tasks(desk.adjudicator) == []
    verdict = a_verdict("partly", proof)
    propose_correction(rating=Rating.objects.get(), kind="our_error", verdict=verdict, by=desk.first)
    assert tasks(desk.editor) == ["Approve a correction or refuse it"]
    Round.objects.update(as_of=TODAY - timedelta(days=200))
    assert tasks(desk.editor) == ["Approve a correction or refuse it", "A new round is due"]
    page = browser_of(desk.editor).get("/en/monitoring/").content.decode()
    assert "A new round is due" in page and "Arta Lumi" in page


def test_evidence_that_could_not_be_archived_waits_for_who_added_it(desk: Desk) -> None:
    pledge = a_frozen_list(desk, ["Një çerdhe."])[0]
    some_evidence(desk, pledge, documents=[a_document()])
    assert tasks(desk.first) == []
    Document.objects.update(state=Document.State.REFUSED)
    assert tasks(desk.first) == ["Evidence could not be archived: find another source"]
    assert tasks(desk.second) == []


def test_nothing_waits_for_a_stranger(desk: Desk) -> None:
    a_round_of_another = a_desk("prizren", "tjeter")
    a_frozen_list(a_round_of_another)
    a_round(a_round_of_another)
    assert tasks(a_person("kush@example.org")) == tasks(desk.editor) == []
    assert Client().get("/en/monitoring/").status_code == 302
