"""Merge, split, open again, move, hand over, correct, remove words, in any order: counts, maps, histories agree."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from besa.core.forgetting import Forgetting
from besa.reports.models import Change, MeToo, Report, Transition
from besa.reports.models.report import CLOSED, State, Visibility
from besa.reports.queries.changes import PUBLIC_KINDS
from besa.reports.queries.merged import told_with
from besa.reports.services import answers
from besa.reports.services.answers import ChangeRefused
from besa.reports.services.categorising import correct_category
from besa.reports.services.joining import say_me_too
from besa.reports.services.placing import hand_over_report, place_report
from besa.reports.services.redaction import redact_report
from besa.reports.services.splitting import split_report
from tests.reports.acts import IN_DECAN, IN_PEJA, category_of, exposure_is_exact, neighbours

MOST = 6
WHICH = st.integers(0, MOST - 1)


class Acts(RuleBasedStateMachine):
    """A few reports with which officials do whatever they may."""

    @initialize(hidden=st.booleans())
    def start(self, hidden: bool) -> None:
        """In a transaction of its own, so that each example starts from nothing."""
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.there = neighbours()
        shown = [Visibility.PUBLIC, Visibility.PUBLIC, Visibility.HIDDEN if hidden else Visibility.PUBLIC]
        for n, visibility in enumerate(shown):
            self.there.report(
                visibility=visibility, reporter={"device": f"reporter{n}"}, text="Rruga. Drita."
            )

    def pick(self, n: int) -> Report:
        """One of the reports as it is now."""
        rows = list(Report.objects.select_related("municipality", "category", "place").order_by("pk"))
        return rows[n % len(rows)]

    @rule(n=WHICH, m=WHICH)
    def merge(self, n: int, m: int) -> None:
        """Two tell of the same."""
        report, original = self.pick(n), self.pick(m)
        try:
            answers.mark_duplicate(report=report, duplicate_of=original, role="officer")
        except ChangeRefused as refused:
            assert refused.key in {
                "not_possible",
                "original_is_itself",
                "original_elsewhere",
                "original_is_duplicate",
            }

    @rule(n=WHICH)
    def open_again(self, n: int) -> None:
        """They do not, after all."""
        report = self.pick(n)
        if report.state == State.DUPLICATE:
            answers.reopen_report(report=report, role="officer")

    @rule(n=WHICH, text=st.sampled_from(["Rruga.", "Drita.", "Rruga. Drita."]))
    def split(self, n: int, text: str) -> None:
        """One tells of two."""
        report = self.pick(n)
        if Report.objects.count() < MOST and report.is_open and text in report.text:
            split_report(report=report, text=text, category=category_of("lighting"), role="officer")

    @rule(n=WHICH, device=st.sampled_from(["a", "b", "reporter0"]))
    def me_too(self, n: int, device: str) -> None:
        """Somebody else has the problem."""
        say_me_too(report=self.pick(n), device=device)

    @rule(n=WHICH, key=st.sampled_from(["pothole", "lighting", "waste"]))
    def correct(self, n: int, key: str) -> None:
        """It is about something else."""
        report = self.pick(n)
        if report.category.key != key:
            correct_category(report=report, category=category_of(key), role="officer")

    @rule(n=WHICH, step=st.integers(1, 5))
    def move(self, n: int, step: int) -> None:
        """It is somewhere else."""
        report = self.pick(n)
        place_report(report=report, lat=report.lat + step / 10_000, lon=report.lon, role="officer", ours=True)

    @rule(n=WHICH)
    def hand_over(self, n: int) -> None:
        """It is the neighbours'."""
        report = self.pick(n)
        to, (lat, lon) = (
            (self.there.decan, IN_DECAN)
            if report.municipality == self.there.peja
            else (self.there.peja, IN_PEJA)
        )
        if report.is_open:
            hand_over_report(report=report, lat=lat, lon=lon, to=to, role="officer")
        else:
            with pytest.raises(ChangeRefused):
                hand_over_report(report=report, lat=lat, lon=lon, to=to, role="officer")

    @rule(n=WHICH, passage=st.sampled_from(["Rruga", "Drita", "Rruga. Drita"]))
    def remove_words(self, n: int, passage: str) -> None:
        """They should not be there."""
        report = self.pick(n)
        if Forgetting("", (passage,)).touches(report.text):
            redact_report(report=report, passages=[passage], reason="other", role="moderator")
            assert not Forgetting("", (passage,)).touches(self.pick(n).text)
        else:
            with pytest.raises(ChangeRefused):
                redact_report(report=report, passages=[passage], reason="other", role="moderator")

    @invariant()
    def what_is_shown_is_what_is_true(self) -> None:
        """Maps, boards and search, kept step by step, are what counting again would give."""
        if hasattr(self, "there"):
            assert exposure_is_exact()

    @invariant()
    def me_toos_are_counted_once_and_go_back(self) -> None:
        """Each count is that of its rows; what came with a duplicate is there as long as it is one."""
        for report in Report.objects.all() if hasattr(self, "there") else ():
            assert report.me_too_count == MeToo.objects.filter(report=report).count()
            for came in MeToo.objects.filter(report=report, via__isnull=False).select_related("via"):
                assert came.via is not None
                assert (came.via.state, came.via.duplicate_of_id) == (State.DUPLICATE, report.pk)

    @invariant()
    def every_duplicate_leads_to_one_that_is_none(self) -> None:
        """No report is, by however many steps, its own duplicate; and whoever told of it is told."""
        for report in Report.objects.filter(state=State.DUPLICATE) if hasattr(self, "there") else ():
            seen, here = {report.pk}, report
            while here.state == State.DUPLICATE:
                assert here.duplicate_of is not None
                here = here.duplicate_of
                assert here.pk not in seen
                seen.add(here.pk)
            assert report.pk in told_with(here)

    @invariant()
    def the_rows_tell_the_story(self) -> None:
        """States follow one another, closed is dated, and public changes are announced by the row itself."""
        for report in Report.objects.all() if hasattr(self, "there") else ():
            steps = list(Transition.objects.filter(report=report).order_by("pk").values_list("old", "new"))
            assert [old for old, _ in steps] == ["", *[new for _, new in steps[:-1]]]
            assert steps[-1][1] == report.state
            assert (report.closed_at is not None) is (report.state in CLOSED)
            told = Change.objects.filter(report=report, kind__in=PUBLIC_KINDS).exists()
            assert report.has_changes is told

    def teardown(self) -> None:
        """Undo everything."""
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)


class TestActs(Acts.TestCase, TestCase):
    """The machine, with a database."""

    settings = settings(
        max_examples=15,
        stateful_step_count=20,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
