"""From words in a programme to a frozen list: split, merged, tested, and then never taken off."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from besa.ledger.models import Entry
from besa.pledges.models import Baseline, Mandate, Pledge
from besa.pledges.services.acting import Stale
from besa.pledges.services.conflicts import declare_conflict, end_conflict
from besa.pledges.services.drafting import (
    PledgeDraft,
    Source,
    change_draft,
    drop_draft,
    judge_testability,
    mark_quote,
    merge_pledges,
    set_criterion,
    split_pledge,
)
from besa.pledges.services.freezing import digest_of_list, freeze_list, publish_criterion
from besa.pledges.services.mandates import Term, add_mandate, end_mandate, say_no_programme
from besa.pledges.similarity import likely_duplicates
from besa.pledges.statuses import Status
from tests.factories.pledges import (
    PASSES,
    TODAY,
    Desk,
    a_desk,
    a_draft,
    a_frozen_list,
    a_programme,
    a_round,
)
from tests.factories.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return a_desk()


def test_two_people_never_hold_one_office_on_the_same_day(desk: Desk) -> None:
    mandate = desk.mandate
    again = Term(starts=TODAY, term_ends=mandate.term_ends, origin="by_election")
    facts = {"municipality": desk.municipality, "organisation": desk.organisation, "term": again}
    with refused("taken"):
        add_mandate(name="Blerta Qerimi", **facts)
    end_mandate(mandate=mandate, on=TODAY, ending="resigned")
    with refused("taken"):
        add_mandate(name="Blerta Qerimi", **facts)
    with pytest.raises(Stale):
        end_mandate(mandate=mandate, on=TODAY, ending="died")
    later = dataclasses.replace(again, starts=TODAY + timedelta(days=365))
    heir = add_mandate(name="Blerta Qerimi", **{**facts, "term": later})
    assert heir.post == mandate.post
    assert mandate.holds_on(TODAY)
    assert not heir.holds_on(TODAY)


def test_a_person_of_one_municipality_is_known_again_however_spelt(desk: Desk) -> None:
    end_mandate(mandate=desk.mandate, on=TODAY, ending="term_over")
    term = Term(starts=TODAY + timedelta(days=365), term_ends=TODAY + timedelta(days=1825))
    again = add_mandate(
        name="ARTA  lumi", municipality=desk.municipality, organisation=desk.organisation, term=term
    )
    assert again.person == desk.mandate.person


def test_no_programme_is_said_in_words_and_only_where_there_is_none(desk: Desk) -> None:
    say_no_programme(mandate=desk.mandate)
    assert Mandate.objects.get().programme_state == "none"
    with pytest.raises(Stale):
        say_no_programme(mandate=desk.mandate)
    a_programme(desk, "Një çerdhe.")
    assert Mandate.objects.get().programme_state == "published"


def test_a_marked_quote_is_word_for_word_and_knows_where_it_stands(desk: Desk) -> None:
    text = "Hyrje.\nDo të ndërtojmë\nnjë çerdhe. Fund."
    programme = a_programme(desk, text, 3)
    starts, ends = text.index("Do të"), text.index(" Fund")
    facts = {"programme": programme, "page": 3, "area": "education", "by": desk.first}
    pledge = mark_quote(starts_at=starts, ends_at=ends, **facts)
    assert (pledge.quote, pledge.page, pledge.starts_at) == ("Do të ndërtojmë një çerdhe.", 3, starts)
    for wrong in ((5, 5), (-1, 4), (900, 910)):
        with refused("no_quote"):
            mark_quote(starts_at=wrong[0], ends_at=wrong[1], **facts)


def test_a_compound_is_split_into_parts_that_stand_in_it(desk: Desk) -> None:
    pledge = a_draft(desk, "Një çerdhe dhe një shkollë.")
    with refused("one_part"):
        split_pledge(pledge=pledge, parts=["Një çerdhe", " "], by=desk.first)
    with refused("not_in_quote"):
        split_pledge(pledge=pledge, parts=["Një çerdhe", "një spital"], by=desk.first)
    parts = split_pledge(pledge=pledge, parts=["Një çerdhe", "një shkollë"], by=desk.first)
    assert [part.quote for part in parts] == ["Një çerdhe", "një shkollë"]
    assert pledge.state == "split"
    assert {part.split_from_id for part in parts} == {pledge.pk}
    with pytest.raises(Stale):
        split_pledge(pledge=pledge, parts=["Një çerdhe", "një shkollë"], by=desk.first)


def test_duplicates_are_found_across_spellings_and_merged(desk: Desk) -> None:
    kept = a_draft(desk, "Do të ndërtojmë çerdhe të re në Dardani.")
    same = a_draft(desk, "do te ndertojme cerdhe te re ne dardani")
    other = a_draft(desk, "Rruga e Bardhë asfaltohet.")
    pairs = likely_duplicates([kept, same, other])
    assert [(pair.first, pair.second, pair.score) for pair in pairs] == [(kept, same, 100)]
    merge_pledges(kept=kept, duplicate=same)
    assert (same.state, same.merged_into) == ("merged", kept)
    for wrong in (kept, a_draft(a_desk("prizren", "tjeter"))):
        with refused("not_mergeable"):
            merge_pledges(kept=kept, duplicate=wrong)
    with pytest.raises(Stale):
        merge_pledges(kept=other, duplicate=same)


def test_a_draft_changed_meanwhile_is_not_overwritten(desk: Desk) -> None:
    pledge = a_draft(desk)
    seen = pledge.changed_at
    draft = PledgeDraft(
        quote="Tjetër.", language="sq", area="health", source=Source(url="https://example.org/")
    )
    change_draft(pledge=pledge, draft=draft, seen=seen)
    with pytest.raises(Stale):
        change_draft(pledge=pledge, draft=draft, seen=seen)


def test_what_fails_the_gate_needs_a_reason_and_stays_on_the_list(desk: Desk) -> None:
    vague, fine = a_draft(desk, "Do të jemi më të mirë."), a_draft(desk)
    with refused("unanswered"):
        judge_testability(pledge=vague, answers={"actor": True})
    with refused("no_gate_reason"):
        judge_testability(pledge=vague, answers=PASSES | {"outcome": False})
    answers = PASSES | {"outcome": False, "verifiable": False}
    assert judge_testability(pledge=vague, answers=answers, note="Asgjë e matshme.") == [
        "outcome",
        "verifiable",
    ]
    freeze_list(mandate=desk.mandate, by=desk.editor)
    vague.refresh_from_db()
    fine.refresh_from_db()
    assert (vague.state, vague.standing) == ("frozen", Status.UNRATABLE)
    assert (fine.standing, fine.added_later) == ("", False)


def test_a_list_is_frozen_only_when_every_draft_is_tested_and_has_a_criterion(desk: Desk) -> None:
    with refused("nothing"):
        freeze_list(mandate=desk.mandate, by=desk.editor)
    a_draft(desk)
    untested = split_pledge(pledge=a_draft(desk, "Rrugë dhe urë."), parts=["Rrugë", "urë"], by=None)
    with refused("unanswered"):
        freeze_list(mandate=desk.mandate, by=desk.editor)
    judge_testability(pledge=untested[0], answers=PASSES)
    drop_draft(pledge=untested[1])
    with refused("no_criterion"):
        freeze_list(mandate=desk.mandate, by=desk.editor)
    set_criterion(pledge=untested[0], fulfilled_when="Hapur.", partly_when="", language="sq", by=None)
    baseline = freeze_list(mandate=desk.mandate, by=desk.editor)
    assert baseline.pledges.count() == 2
    assert all(pledge.criteria.get().published_at for pledge in baseline.pledges.all())


def test_a_frozen_list_does_not_change_and_later_ones_say_that_they_are_later(desk: Desk) -> None:
    first, second = a_frozen_list(desk)
    assert (first.number, second.number, first.added_later) == (1, 2, False)
    draft = PledgeDraft(
        quote="Tjetër.", language="sq", area="health", source=Source(url="https://example.org/")
    )
    with pytest.raises(Stale):
        change_draft(pledge=first, draft=draft, seen=first.changed_at)
    for act in (
        lambda: drop_draft(pledge=first),
        lambda: judge_testability(pledge=first, answers=PASSES),
        lambda: set_criterion(pledge=first, fulfilled_when="x", partly_when="", language="sq", by=None),
    ):
        with pytest.raises(Stale):
            act()
    a_draft(desk, "Një stadium i ri.")
    later = freeze_list(mandate=desk.mandate, by=desk.editor)
    pledge = later.pledges.get()
    assert (later.number, pledge.number, pledge.added_later) == (2, 3, True)


def test_the_ledger_has_the_hash_of_the_list(desk: Desk) -> None:
    pledge = a_frozen_list(desk)[0]
    baseline = Baseline.objects.get()
    entry = Entry.objects.get(verb="pledges.list_frozen")
    assert baseline.digest in entry.leaf
    assert digest_of_list(baseline) == baseline.digest
    Pledge.objects.filter(pk=pledge.pk).update(quote="Dy çerdhe.")
    assert digest_of_list(baseline) != baseline.digest
    assert "çerdhe" not in entry.leaf


def test_a_criterion_changes_only_with_a_reason_and_between_rounds(desk: Desk) -> None:
    pledge = a_frozen_list(desk)[0]
    words = {"fulfilled_when": "Ka 60 fëmijë.", "partly_when": "", "language": "sq", "by": desk.editor}
    with refused("no_change_reason"):
        publish_criterion(pledge=pledge, reason=" ", **words)
    criterion = publish_criterion(pledge=pledge, reason="Ishte e paqartë.", **words)
    assert (criterion.version, criterion.published_at is not None) == (2, True)
    assert pledge.criteria.count() == 2
    a_round(desk)
    with refused("round_open"):
        publish_criterion(pledge=pledge, reason="Prapë.", **words)


def test_who_has_a_conflict_freezes_nothing_until_it_ends(desk: Desk) -> None:
    a_draft(desk)
    conflict = declare_conflict(
        user=desk.editor, organisation=desk.organisation, mandate=desk.mandate, kind="funded"
    )
    with refused("conflict"):
        freeze_list(mandate=desk.mandate, by=desk.editor)
    with refused("own_conflict"):
        end_conflict(conflict=conflict, mandate=desk.mandate, by=desk.editor)
    end_conflict(conflict=conflict, mandate=desk.mandate, by=desk.first)
    assert Entry.objects.filter(verb="pledges.conflict_ended").count() == 1
    freeze_list(mandate=desk.mandate, by=desk.editor)
    with pytest.raises(Stale):
        end_conflict(conflict=conflict, mandate=desk.mandate, by=desk.first)


def test_the_database_itself_refuses_a_frozen_pledge_without_a_list(desk: Desk) -> None:
    pledge = a_draft(desk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pledge.objects.filter(pk=pledge.pk).update(state="frozen")
