"""What a verdict may say: every status with every evidence, and nothing without criterion, evidence and reason."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from besa.pledges.grading import KINDS
from besa.pledges.models import Document, Evidence
from besa.pledges.rules import REASONS, RuleBroken, check_grades
from besa.pledges.services.acting import Refused, Stale
from besa.pledges.services.coding import code_case
from besa.pledges.services.evidence import retract_evidence
from besa.pledges.statuses import LEVEL_LABELS, RATABLE, STATUSES, Grade, Group, Level, Status, level_of
from tests.factories.pledges import (
    TODAY,
    Desk,
    a_desk,
    a_document,
    a_frozen_list,
    a_round,
    a_verdict,
    case_of,
    some_evidence,
)
from tests.factories.refusals import refused


@given(st.sampled_from(RATABLE), st.sets(st.sampled_from(Grade)))
def test_grades_carry_what_they_may(status: Status, grades: set[Grade]) -> None:
    try:
        check_grades(status, grades)
    except RuleBroken as broken:
        assert str(broken) == str(REASONS[broken.key])
        allowed = False
    else:
        allowed = True
    if not grades:
        assert not allowed
    elif status is Status.FULFILLED:
        assert allowed == bool(grades & {Grade.A, Grade.B})
    elif grades == {Grade.D}:
        assert allowed == (STATUSES[status].group is Group.INTERIM)
    else:
        assert allowed


def test_the_table_of_statuses_is_whole() -> None:
    assert set(STATUSES) == set(Status)
    assert [facts.status for facts in STATUSES.values() if facts.group is Group.UNSCORED] == [
        *(Status.UNRATABLE, Status.OUTSIDE_COMPETENCE, Status.SUPERSEDED)
    ]
    assert all((facts.level is None) == (not facts.scored) for facts in STATUSES.values())
    assert set(LEVEL_LABELS) == set(Level)


def test_gap_counts_a_broken_pledge_that_was_begun_as_initiated() -> None:
    assert level_of("not_fulfilled", begun=False) is Level.NOT_INITIATED
    assert level_of("not_fulfilled", begun=True) is Level.INITIATED
    assert level_of("partly", begun=True) is Level.PARTIALLY_FULFILLED
    assert level_of("superseded", begun=True) is None


@pytest.fixture
def desk(db: None) -> Desk:
    return a_desk()


def test_a_verdict_needs_reason_evidence_and_a_known_status(desk: Desk) -> None:
    first, second = a_frozen_list(desk)
    case = case_of(a_round(desk), first)
    act, foreign = some_evidence(desk, first), some_evidence(desk, second)
    waiting = some_evidence(desk, first, documents=[a_document(state=Document.State.WAITING)])
    said = some_evidence(desk, first, "statement")
    tries = {
        "no_reason": a_verdict("stalled", act, reason=" "),
        "no_evidence": a_verdict("stalled"),
        "unknown_status": a_verdict("unratable", act),
        "unknown_flag": a_verdict("stalled", act, flags=("nice",)),
        "other_pledge": a_verdict("stalled", foreign),
        "not_archived": a_verdict("stalled", act, waiting),
        "statement_alone": a_verdict("partly", said),
        "weak_fulfilled": a_verdict("fulfilled", said, some_evidence(desk, first, "media")),
        "in_future": a_verdict("stalled", act, effective_on=TODAY),
        "not_late": a_verdict("stalled", act, flags=("late",)),
    }
    for key, verdict in tries.items():
        with refused(key):
            code_case(case=case, verdict=verdict, by=desk.first)
    assert not case.codings.exists()
    code_case(case=case, verdict=a_verdict("fulfilled", act), by=desk.first)


def test_retracted_evidence_carries_nothing_more(desk: Desk) -> None:
    pledge = a_frozen_list(desk)[0]
    case = case_of(a_round(desk), pledge)
    evidence = some_evidence(desk, pledge)
    with pytest.raises(Refused):
        retract_evidence(evidence=evidence, because="")
    retract_evidence(evidence=evidence, because="Kontratë tjetër.")
    with pytest.raises(Stale):
        retract_evidence(evidence=evidence, because="Prapë.")
    with refused("retracted"):
        code_case(case=case, verdict=a_verdict("stalled", evidence), by=desk.first)
    assert Evidence.objects.get().retracted_because == "Kontratë tjetër."


def test_the_kind_decides_the_grade_and_what_has_to_come_with_it(desk: Desk) -> None:
    pledge = a_frozen_list(desk)[0]
    for kind in KINDS.values():
        assert some_evidence(desk, pledge, kind.key).grade == kind.grade
    one_site = [a_document("web_page", url=f"https://{name}gazeta.example/x") for name in ("", "www.")]
    for key, kind, facts in (
        ("no_document", "contract", {"documents": []}),
        ("two_media", "media", {"documents": one_site[:1]}),
        ("two_media", "media", {"documents": one_site}),
        ("no_photo", "field_visit", {"documents": [a_document()]}),
        ("document_refused", "contract", {"documents": [a_document(state="refused")]}),
        ("evidence_in_future", "contract", {"happened_on": TODAY + timedelta(days=2)}),
        ("unknown_kind", "rumour", {}),
    ):
        with refused(key):
            some_evidence(desk, pledge, kind, **facts)
