"""Two code alone: nobody learns through any exit what one found before both are in."""

from __future__ import annotations

import pytest

from besa.ledger.models import Entry
from besa.people.models import Role
from besa.people.own_data import own_data
from besa.pledges.models import Adjudication, Case, Coding
from besa.pledges.queries.blind import codings_seen_by, own_task, progress_of, verdict_seen
from besa.pledges.queries.reliability import StillBlind, reliability_of
from besa.pledges.services.acting import Stale
from besa.pledges.services.coding import adjudicate_case, code_case, revise_verdict
from besa.pledges.services.conflicts import declare_conflict
from besa.pledges.services.replying import refuse_unreliable
from besa.pledges.services.rounds import Staffing, Team, code_again, open_round
from tests.factories.people import a_member
from tests.factories.pledges import (
    TODAY,
    Desk,
    a_desk,
    a_frozen_list,
    a_round,
    a_verdict,
    both_code,
    case_of,
    some_evidence,
)
from tests.factories.refusals import refused


@pytest.fixture
def desk(db: None) -> Desk:
    return a_desk()


def test_nobody_sees_a_coding_before_the_other_is_in(desk: Desk) -> None:
    pledge = a_frozen_list(desk)[0]
    round = a_round(desk)
    case = case_of(round, pledge)
    evidence = some_evidence(desk, pledge)
    code_case(case=case, verdict=a_verdict("stalled", evidence), by=desk.first)
    everybody = (desk.second, desk.adjudicator, desk.editor)
    assert [coding.status for coding in codings_seen_by(case, desk.first)] == ["stalled"]
    assert [codings_seen_by(case, person) for person in everybody] == [[], [], []]
    assert verdict_seen(case) is None
    with pytest.raises(StillBlind):
        reliability_of(round)
    assert not any("stalled" in leaf for leaf in Entry.objects.values_list("leaf", flat=True))
    exports = [str(dict(own_data.all())["pledges"](person)) for person in everybody]
    assert not any("stalled" in export for export in exports)
    assert "stalled" in str(dict(own_data.all())["pledges"](desk.first))
    progress = progress_of(round)
    assert (progress.codings, progress.wanted, progress.disputed, progress.decided) == (1, 4, 0, 0)
    code_case(case=case, verdict=a_verdict("stalled", evidence), by=desk.second)
    assert [len(codings_seen_by(case, person)) for person in everybody] == [2, 2, 2]


def test_a_coding_cannot_be_changed_nor_made_by_anybody_else(desk: Desk) -> None:
    pledge = a_frozen_list(desk)[0]
    case = case_of(a_round(desk), pledge)
    evidence = some_evidence(desk, pledge)
    code_case(case=case, verdict=a_verdict("stalled", evidence), by=desk.first)
    with refused("coded_already"):
        code_case(case=case, verdict=a_verdict("partly", evidence), by=desk.first)
    for person in (desk.adjudicator, desk.editor):
        with refused("not_assigned"):
            code_case(case=case, verdict=a_verdict("partly", evidence), by=person)
    with refused("not_disputed"):
        adjudicate_case(
            case=case, verdict=a_verdict("partly", evidence), cause="mistake", by=desk.adjudicator
        )
    coding = Coding.objects.get()
    for act in (coding.save, coding.delete, lambda: Coding.objects.update(status="partly")):
        with pytest.raises(RuntimeError, match="never"):
            act()


def test_two_who_agree_have_decided(desk: Desk) -> None:
    pledge, other = a_frozen_list(desk)
    round = a_round(desk)
    one, two = some_evidence(desk, pledge), some_evidence(desk, pledge, "payment")
    case = case_of(round, pledge)
    first = a_verdict("partly", one, reason="Kontrata.", effective_on=TODAY.replace(day=1).replace(year=2026))
    second = a_verdict("partly", two, reason="Pagesa.")
    code_case(case=case, verdict=first, by=desk.first)
    code_case(case=case_of(round, pledge), verdict=second, by=desk.second)
    verdict = verdict_seen(case)
    assert verdict is not None
    assert (verdict.cause, verdict.by, verdict.reason) == ("agreed", None, "Kontrata.\n\nPagesa.")
    assert verdict.effective_on == max(first.effective_on, second.effective_on)
    assert set(verdict.evidence.all()) == {one, two}
    round.refresh_from_db()
    assert round.state == "coding"
    both_code(desk, round, other, "stalled")
    round.refresh_from_db()
    assert round.state == "decided"


def test_a_dispute_is_decided_by_the_adjudicator_with_a_cause(desk: Desk) -> None:
    pledge = a_frozen_list(desk, ["Një çerdhe."])[0]
    round = a_round(desk)
    evidence = some_evidence(desk, pledge)
    assert own_task(case_of(round, pledge), desk.first) == "code"
    for coder, status in ((desk.first, "partly"), (desk.second, "stalled")):
        code_case(case=case_of(round, pledge), verdict=a_verdict(status, evidence), by=coder)
    case = case_of(round, pledge)
    assert case.state == Case.State.DISPUTED
    assert [own_task(case, person) for person in (desk.first, desk.adjudicator)] == ["", "adjudicate"]
    verdict = a_verdict("partly", evidence)
    for cause in ("agreed", "after_reply", "because"):
        with refused("no_change_reason"):
            adjudicate_case(case=case, verdict=verdict, cause=cause, by=desk.adjudicator)
    with refused("not_assigned"):
        adjudicate_case(case=case, verdict=verdict, cause="mistake", by=desk.first)
    adjudicate_case(case=case, verdict=verdict, cause="criterion_unclear", by=desk.adjudicator)
    round.refresh_from_db()
    assert (case.state, round.state) == ("decided", "decided")
    assert reliability_of(round).causes == {"criterion_unclear": 1}
    with refused("not_coding"):
        adjudicate_case(case=case_of(round, pledge), verdict=verdict, cause="mistake", by=desk.adjudicator)
    with refused("not_answered"):
        revise_verdict(case=case_of(round, pledge), verdict=verdict, by=desk.adjudicator)


def test_too_little_agreement_is_coded_again_by_a_team_that_sees_nothing_of_the_first(desk: Desk) -> None:
    pledge = a_frozen_list(desk, ["Një çerdhe."])[0]
    round = a_round(desk)
    evidence = some_evidence(desk, pledge)
    for coder, status in ((desk.first, "partly"), (desk.second, "stalled")):
        code_case(case=case_of(round, pledge), verdict=a_verdict(status, evidence), by=coder)
    adjudicate_case(
        case=case_of(round, pledge),
        verdict=a_verdict("partly", evidence),
        cause="mistake",
        by=desk.adjudicator,
    )
    round.refresh_from_db()
    with refused("not_reliable"):
        refuse_unreliable(round)
    fresh = a_member(Role.MONITOR, organisation=desk.organisation, email="fresh@levizja.example")
    team = Team(desk.first, fresh, desk.adjudicator)
    code_again(round=round, staffing=Staffing(team), because="Kriteri u sqarua.")
    case = case_of(round, pledge)
    assert [codings_seen_by(case, person) for person in (desk.first, fresh, desk.editor)] == [[], [], []]
    assert verdict_seen(case) is None
    with refused("not_assigned"):
        code_case(case=case, verdict=a_verdict("partly", evidence), by=desk.second)
    for coder in (desk.first, fresh):
        code_case(case=case_of(round, pledge), verdict=a_verdict("partly", evidence), by=coder)
    round.refresh_from_db()
    refuse_unreliable(round)
    assert (round.wave, Coding.objects.count(), Adjudication.objects.count()) == (2, 4, 2)
    assert reliability_of(round, wave=1).nominal.agreed == 0


def test_a_team_is_three_monitors_without_an_interest(desk: Desk) -> None:
    a_frozen_list(desk)

    def opening(team: Team, **by_area: Team) -> None:
        open_round(mandate=desk.mandate, as_of=TODAY, staffing=Staffing(team, by_area), by=desk.editor)

    stranger = a_desk("prizren", "tjeter").first
    with refused("one_team"):
        opening(Team(desk.first, desk.first, desk.adjudicator))
    with refused("not_a_monitor"):
        opening(Team(desk.first, stranger, desk.adjudicator))
    declare_conflict(
        user=desk.second,
        organisation=desk.organisation,
        mandate=desk.mandate,
        kind="family",
        area="education",
    )
    with refused("member_conflict"):
        opening(desk.team)
    opening(desk.team, education=Team(desk.first, desk.editor, desk.adjudicator))
    with pytest.raises(Stale):
        opening(desk.team, education=Team(desk.first, desk.editor, desk.adjudicator))


def test_who_declares_an_interest_in_mid_round_codes_no_more(desk: Desk) -> None:
    pledge = a_frozen_list(desk)[0]
    case = case_of(a_round(desk), pledge)
    evidence = some_evidence(desk, pledge)
    declare_conflict(user=desk.first, organisation=desk.organisation, mandate=desk.mandate, kind="advocates")
    with refused("conflict"):
        code_case(case=case, verdict=a_verdict("stalled", evidence), by=desk.first)


def test_a_round_needs_a_list_and_tells_of_a_day_that_has_come(desk: Desk) -> None:
    with refused("no_list"):
        a_round(desk)
    a_frozen_list(desk)
    with refused("future_round"):
        a_round(desk, as_of=TODAY.replace(year=TODAY.year + 2, day=1))
