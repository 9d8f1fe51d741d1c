"""From draft to public and back: who may take which step, and what stays."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from besa.core.appended import AppendOnlyError
from besa.core.models import OutboxEvent
from besa.core.registries import all_waiting_for
from besa.ledger.models import Entry
from besa.people.models import User
from besa.publications.models import Approval, Correction, Edition, Revision
from besa.publications.refusals import PublicationRefused
from besa.publications.services.publishing import (
    publish_due,
    publish_edition,
    revise_edition,
    schedule_edition,
    unschedule_edition,
    withdraw_edition,
)
from besa.publications.services.reviewing import approve_edition, return_edition, submit_edition
from besa.publications.services.talking import note_correction
from besa.publications.services.writing import add_block
from besa.publications.transitions import STEPS
from tests.factories.publications import a_newsroom, an_edition, approved, published
from tests.factories.refusals import refused

_MORE = {"markdown": "Edhe kjo."}


@pytest.mark.django_db
def test_two_different_people_have_to_stand_for_it() -> None:
    room = a_newsroom()
    edition = an_edition(room)
    submit_edition(edition=edition, by=room.writer)
    approve_edition(edition=edition, by=room.writer)
    with refused("same_person"):
        approve_edition(edition=edition, by=room.writer)
    assert edition.state == Edition.State.IN_REVIEW
    approve_edition(edition=edition, by=room.monitor, role="monitor")
    assert edition.state == Edition.State.APPROVED
    with refused("approved_already"):
        approve_edition(edition=edition, by=room.editor)


@pytest.mark.django_db
def test_the_database_itself_takes_nobody_twice_and_no_third_seat() -> None:
    room = a_newsroom()
    revision = submit_edition(edition=an_edition(room), by=room.writer)
    now = timezone.now()
    Approval.objects.create(revision=revision, seat=1, by=room.writer, made_at=now)
    for seat, by in ((2, room.writer), (1, room.editor), (3, room.editor)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Approval.objects.create(revision=revision, seat=seat, by=by, made_at=now)


@pytest.mark.django_db
def test_what_was_approved_is_what_is_published_and_nothing_changes_on_the_way() -> None:
    room = a_newsroom()
    edition = an_edition(room)
    submitted = submit_edition(edition=edition, by=room.writer)
    with refused("not_open"):
        add_block(edition=edition, kind="text", data=_MORE, after=None, by=room.writer)
    approve_edition(edition=edition, by=room.editor)
    approve_edition(edition=edition, by=room.monitor)
    revision = publish_edition(edition=edition, by=room.editor)
    assert (revision.digest, revision.content) == (submitted.digest, submitted.content)
    assert revision.as_of and [figure["key"] for figure in revision.figures] == ["reports.open"]
    assert edition.is_public and edition.public_revision == revision
    assert OutboxEvent.objects.filter(name="publications.published").count() == 1
    told = (
        Entry.objects.filter(verb__startswith="publications.").order_by("pk").values_list("verb", flat=True)
    )
    assert [verb.partition(".")[2] for verb in told] == ["submitted", "approved", "approved", "published"]
    assert not Entry.objects.filter(leaf__contains="Zotimet").exists()
    with pytest.raises(AppendOnlyError):
        revision.delete()


@pytest.mark.django_db
def test_a_text_that_lacks_something_is_not_submitted() -> None:
    room = a_newsroom()
    edition = an_edition(room, ("text", {"markdown": "Pa burim.[^1]"}))
    with refused("not_ready"):
        submit_edition(edition=edition, by=room.writer)


@pytest.mark.django_db
def test_it_comes_back_with_words_and_its_approvals_are_void() -> None:
    room = a_newsroom()
    edition = approved(room, an_edition(room))
    with refused("no_return_reason"):
        return_edition(edition=edition, because="  ", by=room.editor)
    return_edition(edition=edition, because="Mungon burimi i numrit.", by=room.editor)
    assert edition.is_open and edition.comments.get().text == "Mungon burimi i numrit."
    revision = submit_edition(edition=edition, by=room.writer)
    assert not revision.approvals.exists()


@pytest.mark.django_db
def test_the_public_text_stays_while_the_next_one_is_written_and_brings_its_corrections() -> None:
    room = a_newsroom()
    edition = an_edition(room)
    first = published(room, edition)
    revise_edition(edition=edition, by=room.writer)
    add_block(edition=edition, kind="text", data=_MORE, after=None, by=room.writer)
    correction = note_correction(edition=edition, kind="our_error", text="Numri ishte 12.", by=room.writer)
    edition.refresh_from_db()
    assert edition.is_public and edition.public_revision == first and correction.revision is None
    second = published(room, edition)
    correction.refresh_from_db()
    assert correction.revision == second and edition.public_revision == second
    assert Entry.objects.filter(verb="publications.corrected").count() == 1
    assert edition.first_published_at == first.made_at


@pytest.mark.django_db
def test_a_text_is_withdrawn_at_once_with_its_reason_whatever_its_next_revision_waits_for() -> None:
    room = a_newsroom()
    edition = an_edition(room)
    with refused("not_public"):
        withdraw_edition(edition=edition, because="Gabim", by=room.editor)
    published(room, edition)
    revise_edition(edition=edition, by=room.writer)
    submit_edition(edition=edition, by=room.writer)
    withdraw_edition(edition=edition, because="Një emër ishte i gabuar.", by=room.editor)
    assert edition.state == "withdrawn" and not edition.is_public
    revise_edition(edition=edition, by=room.writer)
    assert not edition.is_public
    published(room, edition)
    assert edition.is_public and edition.withdrawn_because == ""


@pytest.mark.django_db
def test_the_worker_publishes_at_the_hour_with_the_figures_of_then() -> None:
    room = a_newsroom()
    edition, later = approved(room, an_edition(room)), timezone.now() + timedelta(hours=5)
    for wrong in (timezone.now() - timedelta(minutes=1), timezone.now() + timedelta(days=800)):
        with refused("past"):
            schedule_edition(edition=edition, at=wrong, by=room.editor)
    schedule_edition(edition=edition, at=later, by=room.editor)
    assert publish_due() == 0
    with time_machine.travel(later + timedelta(seconds=30), tick=False):
        assert (publish_due(), publish_due()) == (1, 0)
        edition.refresh_from_db()
        assert edition.is_public and edition.public_revision
        assert edition.public_revision.as_of == timezone.now()


@pytest.mark.django_db
def test_an_hour_that_was_taken_away_publishes_nothing() -> None:
    room = a_newsroom()
    edition, later = approved(room, an_edition(room)), timezone.now() + timedelta(hours=5)
    schedule_edition(edition=edition, at=later, by=room.editor)
    unschedule_edition(edition=edition, by=room.editor)
    with time_machine.travel(later + timedelta(hours=1), tick=False):
        assert publish_due() == 0
    assert edition.state == "approved"


class EditionMachine(RuleBasedStateMachine):
    """One edition in the hands of three people who press everything."""

    @initialize()
    def begin(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.room = a_newsroom()
        self.edition = an_edition(self.room)
        self.seen, self.public = "draft", 0

    def tries(self, act: Any, **values: Any) -> None:
        with suppress(PublicationRefused):
            act(edition=Edition.objects.select_related("publication").get(pk=self.edition.pk), **values)

    @rule()
    def submit(self) -> None:
        self.tries(submit_edition, by=self.room.writer)

    @rule(who=st.sampled_from(["writer", "editor", "monitor"]))
    def approve(self, who: str) -> None:
        self.tries(approve_edition, by=getattr(self.room, who))

    @rule(who=st.lists(st.sampled_from(["writer", "editor"]), min_size=1, max_size=3))
    def several_approve_and_somebody_publishes(self, who: list[str]) -> None:
        self.tries(submit_edition, by=self.room.writer)
        self.every_step_is_in_the_table()
        for name in who:
            self.tries(approve_edition, by=getattr(self.room, name))
            self.every_step_is_in_the_table()
        self.tries(publish_edition, by=self.room.editor)

    @rule(act=st.sampled_from([publish_edition, revise_edition, unschedule_edition]))
    def press(self, act: Any) -> None:
        self.tries(act, by=self.room.editor)

    @rule(act=st.sampled_from([return_edition, withdraw_edition]))
    def press_with_a_reason(self, act: Any) -> None:
        self.tries(act, because="Arsyeja.", by=self.room.editor)

    @rule()
    def schedule(self) -> None:
        self.tries(schedule_edition, at=timezone.now() + timedelta(hours=1), by=self.room.editor)

    @rule()
    def write(self) -> None:
        self.tries(add_block, kind="text", data=_MORE, after=None, by=self.room.writer)

    @rule()
    def the_worker_comes_late(self) -> None:
        with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
            publish_due()

    @invariant()
    def every_step_is_in_the_table(self) -> None:
        if not hasattr(self, "edition"):
            return
        now = Edition.objects.get(pk=self.edition.pk)
        assert now.state == self.seen or (self.seen, now.state) in STEPS
        self.seen = now.state

    @invariant()
    def whatever_is_public_was_approved_by_two(self) -> None:
        if not hasattr(self, "edition"):
            return
        for revision in Revision.objects.filter(edition=self.edition, occasion="published"):
            submitted = Revision.objects.filter(
                edition=self.edition, occasion="submitted", digest=revision.digest, number__lt=revision.number
            )
            assert max(one.approvals.values("by").distinct().count() for one in submitted) == 2
        assert not Correction.objects.exists()

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)


@pytest.mark.django_db
def test_whatever_people_press_a_text_takes_the_steps_of_the_table_only() -> None:
    run_state_machine_as_test(
        EditionMachine,
        settings=settings(
            max_examples=8,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )


@pytest.mark.parametrize("pair", [("draft", "approved"), ("draft", "published"), ("in_review", "published")])
def test_the_table_has_no_shortcut(pair: tuple[str, str]) -> None:
    assert pair not in STEPS


@pytest.mark.django_db
def test_a_text_waits_for_who_has_not_stood_for_it_and_then_for_an_editor() -> None:
    room = a_newsroom()
    edition = an_edition(room)
    people = (room.writer, room.editor, room.monitor, room.stranger)

    def waits() -> list[int]:
        return [len(all_waiting_for(User.objects.get(pk=one.pk))) for one in people]

    assert waits() == [0, 0, 0, 0]
    submit_edition(edition=edition, by=room.writer)
    approve_edition(edition=edition, by=room.writer)
    assert waits() == [0, 1, 1, 0]
    approve_edition(edition=edition, by=room.monitor, role="monitor")
    assert waits() == [1, 1, 0, 0]
    publish_edition(edition=edition, by=room.editor)
    assert waits() == [0, 0, 0, 0]
