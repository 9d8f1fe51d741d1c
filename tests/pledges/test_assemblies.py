"""Assemblies: seats change in mid-term, attendance and votes are corrected and never overwritten, imports say what is
wrong row by row, and what everybody sees of it, now and on a past day."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from besa.core.appended import AppendOnlyError
from besa.ledger.models import Entry
from besa.places.models import Municipality
from besa.pledges.assembly_words import numbers_in_words
from besa.pledges.importing.files import ListRefused
from besa.pledges.importing.session_sheet import read_sheet
from besa.pledges.models import Mandate, PublicBody, Roll, Session, VoteCount
from besa.pledges.queries.assemblies import members_on, newest_count, newest_roll
from besa.pledges.services.acting import Stale
from besa.pledges.services.assemblies import Seat, add_assembly, leave_seat, seat_member
from besa.pledges.services.sessions import Correcting, record_roll
from besa.pledges.services.voting import correct_vote
from tests.factories.assemblies import (
    STARTS,
    a_session,
    a_vote,
    an_assembly,
    an_outcome,
    by_name,
    seat_of,
)
from tests.factories.people import browser_of
from tests.factories.pledges import TODAY, Desk, a_desk, a_draft, a_frozen_list
from tests.factories.refusals import refused

pytestmark = pytest.mark.django_db
ERROR = Correcting("our_error", "Procesverbali u lexua gabim.", "sq")


@pytest.fixture
def desk() -> Desk:
    return a_desk()


def read(path: str, status: int = 200) -> str:
    answer = Client().get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


def test_a_seat_is_taken_left_and_taken_over(desk: Desk) -> None:
    body = an_assembly(desk, seats=31)
    leaving = seat_of(body, "Bujar Lisi")
    with refused("seated"):
        seat_member(assembly=body, seat=Seat("bujar LISI", "", STARTS, STARTS + timedelta(days=9)))
    last = TODAY - timedelta(days=100)
    follower = leave_seat(member=leaving, on=last, ending="resigned", follower="Fatos Ura")
    assert follower is not None
    assert follower.replaces == leaving
    assert follower.party == leaving.party
    assert follower.origin == "succession"
    names = [one.person.name for one in members_on(body, last)]
    assert "Bujar Lisi" in names and "Fatos Ura" not in names
    names = [one.person.name for one in members_on(body, TODAY)]
    assert "Fatos Ura" in names and "Bujar Lisi" not in names
    with pytest.raises(Stale):
        leave_seat(member=leaving, on=last, ending="resigned")
    with refused("assembly_taken"):
        add_assembly(municipality=desk.municipality, organisation=a_desk("x", "y").organisation, seats=None)
    assert "Fatos Ura" in read("/en/assemblies/peja-assembly/") and "took the seat of" in read(
        "/en/assemblies/peja-assembly/"
    )


def test_attendance_is_corrected_with_a_reason_and_stays_readable(desk: Desk) -> None:
    body = an_assembly(desk)
    session = a_session(body)
    said = {"Ana Guri": "present", "Bujar Lisi": "absent"}
    then = timezone.now() - timedelta(days=20)
    record_roll(session=session, presences=by_name(body, said), by=desk.editor, at=then)
    with pytest.raises(Stale):
        record_roll(session=session, presences=by_name(body, said), by=desk.editor)
    with refused("nothing_changed"):
        record_roll(session=session, presences=by_name(body, said), by=desk.editor, seen=1)
    more = by_name(body, said | {"Edi Mali": "present"})
    added = record_roll(session=session, presences=more, by=desk.editor, seen=1)
    assert (added.version, added.kind) == (2, "added")
    wrong = more | by_name(body, {"Bujar Lisi": "excused"})
    with refused("no_change_reason"):
        record_roll(session=session, presences=wrong, by=desk.editor, seen=2)
    record_roll(session=session, presences=wrong, by=desk.editor, seen=2, correcting=ERROR)
    assert Roll.objects.count() == 3
    with pytest.raises(AppendOnlyError):
        added.save()
    verbs = list(Entry.objects.filter(subject=f"assembly:{body.slug}").values_list("verb", flat=True))
    assert verbs.count("pledges.attendance_recorded") == 2
    assert verbs[-1] == "pledges.attendance_corrected"
    page = f"/en/assemblies/{body.slug}/sessions/{session.pk}/"
    Session.objects.update(created_at=then)
    now, before = read(page), read(f"{page}?on={then.date() + timedelta(days=1)}")
    assert "2 of 3 (67" in now and "Procesverbali u lexua gabim." in now
    assert "1 of 2 (50" in before and "Edi Mali" not in before and "Procesverbali" not in before
    assert "at the end of" in before
    assert "There is no such day" in read(f"{page}?on=never", 400)


def test_votes_are_by_name_in_numbers_or_a_result_alone(desk: Desk) -> None:
    pledge, other = a_frozen_list(desk)
    body = an_assembly(desk)
    session = a_session(body)
    alone = a_vote(session, [pledge], 1)
    count = newest_count(alone)
    assert count is not None and (count.yes, count.by_name) == (None, False)
    with translation.override("en"):
        assert numbers_in_words(count) == "The minutes give no numbers."
    counted = correct_vote(
        vote=alone, outcome=an_outcome([pledge], numbers={"yes": 3, "no": 1}), by=desk.editor, seen=1
    )
    assert (counted.kind, counted.yes, counted.absent) == ("added", 3, None)
    cast = by_name(body, {"Ana Guri": "yes", "Bujar Lisi": "yes", "Edi Mali": "no"})
    with refused("no_change_reason"):  # three voted for it in the version before
        correct_vote(vote=alone, outcome=an_outcome([pledge], ballots=cast), by=desk.editor, seen=2)
    named = correct_vote(
        vote=alone,
        outcome=an_outcome([pledge, other], ballots=cast),
        by=desk.editor,
        seen=2,
        correcting=ERROR,
    )
    assert (named.yes, named.no, named.abstain, named.by_name) == (2, 1, 0, True)
    assert VoteCount.objects.filter(vote=alone).count() == 3
    with refused("vote_exists"):
        a_vote(session, [pledge], 1)


def test_what_cannot_be_is_refused(desk: Desk) -> None:
    pledge = a_frozen_list(desk)[0]
    body = an_assembly(desk)
    session, ahead = a_session(body), a_session(body, 2, TODAY + timedelta(days=9))
    foreign = a_frozen_list(a_desk("prizren", "tjeter"))[0]
    wrong: dict[str, dict[str, Any]] = {
        "no_motion": {"motion": " "},
        "no_pledges": {"pledges": []},
        "not_frozen": {"pledges": [a_draft(desk, "Një draft.")]},
        "other_municipality": {"pledges": [foreign]},
        "too_many_votes": {"numbers": {"yes": 4, "no": 2}},
        "result_contradicts": {"numbers": {"yes": 2, "no": 2}},
        "not_seated": {"ballots": {foreign.mandate.pk: "yes"}},
    }
    for key, facts in wrong.items():
        with refused(key):
            a_vote(session, **({"pledges": [pledge]} | facts))
    with refused("session_ahead"):
        a_vote(ahead, [pledge])
    with refused("session_exists"):
        a_session(body, 1)
    record_roll(session=session, presences=by_name(body, {"Ana Guri": "excused"}), by=desk.editor)
    with refused("absent_voted"):
        a_vote(session, [pledge], ballots=by_name(body, {"Ana Guri": "yes"}))
    a_vote(session, [pledge], ballots=by_name(body, {"Edi Mali": "yes"}))
    with refused("absent_voted"):
        both = by_name(body, {"Ana Guri": "excused", "Edi Mali": "absent"})
        record_roll(session=session, presences=both, by=desk.editor, seen=1)


def test_everybody_sees_votes_beside_the_pledge_and_the_mayor(desk: Desk) -> None:
    pledge = a_frozen_list(desk)[0]
    body = an_assembly(desk)
    session = a_session(body)
    cast = by_name(body, {"Ana Guri": "yes", "Bujar Lisi": "abstain"})
    a_vote(session, [pledge], ballots=cast, motion="Miratohet <b>çerdhja</b>.")
    Municipality.objects.update(active=True)
    member = seat_of(body, "Bujar Lisi")
    for page in (
        f"/en/pledges/{desk.mandate.slug}/",
        f"/en/pledges/{desk.mandate.slug}/{pledge.uid}/",
        f"/en/assemblies/{body.slug}/",
        f"/en/assemblies/{body.slug}/sessions/{session.pk}/",
    ):
        shown = read(page)
        assert "Miratohet &lt;b&gt;çerdhja&lt;/b&gt;." in shown, page
        assert "1 for, 0 against, 1 abstained, 0 absent" in shown, page
    shown = read(f"/en/assemblies/{body.slug}/members/{member.slug}/")
    assert "abstained" in shown and "not recorded" in shown
    assert body.slug in read("/en/assemblies/")
    read(f"/en/pledges/{member.slug}/", 404)
    before = f"?on={TODAY - timedelta(days=1)}"
    assert "çerdhja" not in read(f"/en/assemblies/{body.slug}/{before}")
    assert "bashkiak" not in read(f"/sq/assemblies/{body.slug}/")


def test_programs_read_popolo_csv_and_json(desk: Desk) -> None:
    pledge = a_frozen_list(desk)[0]
    body = an_assembly(desk)
    session = a_session(body)
    record_roll(session=session, presences=by_name(body, {"Ana Guri": "present"}), by=desk.editor)
    a_vote(session, [pledge], 3, ballots=by_name(body, {"Ana Guri": "yes"}), motion="=1+1")
    a_vote(session, [pledge], 4, numbers={"yes": 3, "no": 1})
    popolo = json.loads(read("/pledges/popolo.json"))
    voted = {one["id"]: one for one in popolo["vote_events"]}
    named, counted = (
        voted[motion["vote_events"][0]]
        for motion in sorted(popolo["motions"], key=lambda one: one["identifier"])
    )
    assert named["votes"] == [{"voter_id": "ana-guri", "option": "yes", "group_id": "lista-b"}]
    assert counted["counts"] == [{"option": "yes", "value": 3}, {"option": "no", "value": 1}]
    assert counted["votes"] == []
    assert {one["organization_id"] for one in popolo["events"]} == {body.slug}
    rows = list(csv.DictReader(io.StringIO(read(f"/assemblies/{body.slug}.csv").removeprefix("\ufeff"))))
    assert [(row["kind"], row["vote"], row["value"], row["n"]) for row in rows] == [
        ("attendance", "", "present", "1"), ("vote", "3", "yes", "1"), ("vote", "4", "yes", "3"),
        ("vote", "4", "no", "1"),
    ]  # fmt: skip
    assert rows[1]["motion"] == "'=1+1"
    data = json.loads(read(f"/assemblies/{body.slug}.json"))
    assert data["sessions"][0]["attendance"]["members"] == {seat_of(body, "Ana Guri").slug: "present"}
    assert [vote["yes"] for vote in data["sessions"][0]["votes"]] == [1, 3]
    read(f"/assemblies/{body.slug}.json?on=never", 404)


def test_an_editor_does_all_of_it_by_form_and_by_table(desk: Desk) -> None:
    pledge = a_frozen_list(desk)[0]
    browser = browser_of(desk.editor)

    def page(name: str, /, *args: object, status: int = 302, **values: object) -> str:
        with translation.override("en"):
            path = reverse(f"pledges:{name}", args=args)
            assert browser.get(path).status_code == 200, path
            answer = browser.post(path, values)
        assert answer.status_code == status, (path, answer.status_code, answer.content.decode()[-3000:])
        return answer.content.decode() if status != 302 else answer["Location"]

    Municipality.objects.update(active=True)
    owner = {"organisation": desk.organisation.pk, "municipality": desk.municipality.pk}
    page("new_assembly", status=422, **owner, seats="many")
    page("new_assembly", **owner, seats="5")
    slug = "peja-assembly"
    term = {"starts": STARTS.isoformat(), "term_ends": (STARTS + timedelta(days=1460)).isoformat()}
    pasted = "Emri\tPartia\tRoli\nAna Guri\tLista A\tKryesuese\nBujar Lisi\tLista B\t\nana guri\tLista B\t\n\tLista C\t"
    shown = page("import_members", slug, status=200, pasted=pasted, **term)
    assert (
        "2 of 4 rows" in shown
        and "The same person stands in row 2." in shown
        and "The name is missing." in shown
    )
    page("import_members", slug, rows=token_in(shown))
    assert Mandate.objects.filter(post__kind="chair").count() == 1
    page("new_member", slug, **term, name="Çelnike Doda", party="LISTA a", origin="election")
    leaves = seat_of(PublicBody.objects.get(slug=slug), "Bujar Lisi")
    page(
        "leave_seat",
        slug,
        leaves.slug,
        ends=(TODAY - timedelta(days=200)).isoformat(),
        ending="died",
        follower="Edi Mali",
    )
    page("new_session", slug, number=3, held_on=(TODAY - timedelta(days=7)).isoformat())
    session = PublicBody.objects.get(slug=slug).sessions.get()
    vote = {"number": 7, "motion": "Miratohet.", "motion_language": "sq", "result": "passed", "seen": 0}
    page("new_vote", session.pk, status=422, **vote)
    page("new_vote", session.pk, **vote, pledges=[pledge.pk])
    page("roll", session.pk, status=422, seen=0)
    sheet = "ime;prisustvo;7\nAna Gury;+;za\nÇelnike Doda;prisutna;za\nEdi Mali;odsutan;protiv\n"
    file = SimpleUploadedFile("tabela.csv", sheet.encode())
    shown = page("import_sheet", session.pk, status=200, file=file, seen=0)
    assert "Is it Ana Guri?" in shown and "Somebody who was absent cannot have voted." in shown
    assert "1 of 3 rows" in shown
    page("import_sheet", session.pk, rows=token_in(shown))
    page("import_sheet", session.pk, rows="forged")
    roll = newest_roll(session)
    assert roll is not None and roll.attendances.get().mandate.person.name == "Çelnike Doda"
    page("roll", session.pk, seen=1, rest="on", kind="", why="")
    page("vote", session.votes.get().pk, **vote | {"seen": 2}, pledges=[pledge.pk], status=422, yes=9)
    count = newest_count(session.votes.get())
    assert count is not None and (count.version, count.yes, count.by_name) == (2, 1, True)
    with translation.override("en"):
        assert browser.get(reverse("pledges:desk")).status_code == 200
        assert browser.get(reverse("pledges:assembly_desk", args=[slug])).status_code == 200
        assert browser.get(reverse("pledges:session_desk", args=[session.pk])).status_code == 200
        assert (
            browser_of(desk.first).get(reverse("pledges:session_desk", args=[session.pk])).status_code == 403
        )
        stranger = browser_of(a_desk("prizren", "tjeter").editor)
        assert (
            stranger.post(reverse("pledges:roll", args=[session.pk]), {"seen": 2, "rest": "on"}).status_code
            == 403
        )


def token_in(page: str) -> str:
    return page.split('name="rows" value="')[1].split('"')[0]


@given(st.lists(st.lists(st.text(max_size=12), max_size=4), min_size=1, max_size=6))
def test_any_table_is_read_or_refused(rows: list[list[str]]) -> None:
    try:
        found = read_sheet([["emri", "prania", "1"], *rows], [], [1])
    except ListRefused:
        return
    assert all(row.errors for row in found)
