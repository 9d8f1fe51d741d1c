"""Reports with random histories, made and changed by the services that people use."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import time_machine
from django.db import transaction

from besa.places.models import Municipality
from besa.reports import exposure
from besa.reports.bulk import BulkReport, Preparer, Step
from besa.reports.models import Category, Report
from besa.reports.models.report import State, Visibility
from besa.reports.services.answers import answer_report, change_state, confirm_fix
from besa.reports.services.bulk import write_reports
from besa.reports.services.erasure import erase_report
from besa.reports.services.moderation import hide_report, show_report
from besa.reports.services.publication import publish_report
from besa.reports.transitions import DECLINE_REASONS, TABLE
from tests.factories.desk import a_report
from tests.factories.public import make_category, make_municipality, make_place

BEGINNING = datetime(2026, 3, 2, 9, tzinfo=UTC)


class History:
    """A municipality whose reports are made, answered, hidden, erased, corrected and imported, as the dice fall."""

    def __init__(self, seed: int, slug: str = "peja", *, lasting: bool = False) -> None:
        """A `lasting` history has only acts that an as-of date can look behind: nothing hidden, erased, corrected."""
        self.lasting, self.dice = lasting, random.Random(seed)
        self.now = BEGINNING + timedelta(microseconds=self.dice.randrange(1_000_000))
        self.municipality: Municipality = make_municipality(slug, population=50_000)
        self.categories: list[Category] = [make_category(key) for key in ("potholes", "waste", "water")]
        self.places = [make_place(self.municipality, name) for name in ("Vitomiricë", "Zahaq")]
        acts = [self.arrive, self.arrive, self.change, self.change, self.change, self.answer, self.judge]
        self._acts = acts if lasting else [*acts, self.hide, self.show, self.erase, self.correct, self.bring]

    def go_on(self, acts: int) -> None:
        """So many more acts, hours apart."""
        for _ in range(acts):
            self.now += timedelta(
                hours=self.dice.uniform(0.2, 40), microseconds=self.dice.randrange(1_000_000)
            )
            with time_machine.travel(self.now, tick=False):
                self.dice.choice(self._acts)()

    def arrive(self) -> None:
        """A report: public, or waiting for its moderator, or private."""
        visibility = self.dice.choice([Visibility.PUBLIC] * 4 + [Visibility.AWAITING_MODERATION])
        waits = visibility != Visibility.PUBLIC
        a_report(
            municipality=self.municipality,
            category=self.dice.choice(self.categories),
            place=self.dice.choice([None, *self.places]),
            created_at=self.now,
            visibility=visibility,
            published_at=None if waits else self.now,
        )

    def change(self) -> None:
        """Some change of state that the table allows."""
        report = self._some()
        if report is None or report.visibility == Visibility.ERASED:
            return
        new, role = self.dice.choice(
            [
                (new, role)
                for (old, new), roles in TABLE.items()
                if old == report.state
                for role in sorted(roles)
            ]
            or [(None, "")]
        )
        others = Report.objects.filter(municipality=self.municipality).exclude(pk=report.pk)
        original = others.exclude(state=State.DUPLICATE).exclude(visibility=Visibility.ERASED).first()
        if new is None or (new == State.DUPLICATE and original is None):
            return
        change_state(
            report=report,
            new=new,
            role=role,
            text=self.dice.choice(["", "Ekipi u nis."]),
            reason=DECLINE_REASONS[0] if new == State.DECLINED else "",
            forwarded_to="Agjencia" if new == State.FORWARDED else "",
            duplicate_of=original if new == State.DUPLICATE else None,
        )

    def answer(self) -> None:
        """An officer's words."""
        report = self._some()
        if report is not None and report.visibility != Visibility.ERASED:
            answer_report(report=report, role="officer", text="Faleminderit, ekipi vjen nesër.")

    def judge(self) -> None:
        """The reporter, or a neighbour, says whether it is fixed."""
        report = self._some(state=State.FIXED)
        if report is None or report.visibility == Visibility.ERASED:
            return
        role = self.dice.choice(["reporter", "neighbour"])
        device = self.dice.choice(["a", "b", "c"]) if role == "neighbour" else ""
        if self.lasting and report.confirmations.filter(by_role=role, device=device).exists():
            return  # a second verdict replaces the first, without a trace
        confirm_fix(report=report, fixed=self.dice.random() < 0.7, by_role=role, device=device)

    def hide(self) -> None:
        """A moderator takes a report from view."""
        if report := self._some(visibility=Visibility.PUBLIC):
            hide_report(report=report, role="moderator")

    def show(self) -> None:
        """A moderator puts one back, or publishes one that waited."""
        if report := self._some(visibility=Visibility.HIDDEN):
            show_report(report=report, role="moderator")
        elif report := self._some(visibility=Visibility.AWAITING_MODERATION):
            publish_report(report=report, role="moderator")

    def erase(self) -> None:
        """Somebody is forgotten; rarely."""
        if self.dice.random() < 0.4 and (report := self._some()):
            erase_report(report=report, role="moderator")

    def correct(self) -> None:
        """Another category, place and position."""
        report = self._some(visibility=Visibility.PUBLIC)
        if report is None:
            return
        old = (report.category_id, report.zkey)
        report.category, report.place = self.dice.choice(self.categories), self.dice.choice(self.places)
        with transaction.atomic():
            Report.objects.filter(pk=report.pk).update(category=report.category, place=report.place)
            exposure.change(report, old_state=report.state, old_category_id=old[0], old_zkey=old[1])

    def bring(self) -> None:
        """An import of a few reports with their whole stories."""
        items = []
        for _ in range(self.dice.randint(1, 4)):
            moment = self.now - timedelta(days=self.dice.uniform(1, 60))
            steps = [Step(State.RECEIVED, moment, "import")]
            for state in self.dice.choice([(), (State.FIXED,), (State.FIXED, State.REOPENED)]):
                moment += timedelta(hours=self.dice.uniform(1, 200))
                steps.append(Step(state, min(moment, self.now), "officer"))
            items.append(self._imported(steps))
        with transaction.atomic():
            write_reports(Preparer().prepare(items))

    def _imported(self, steps: list[Step]) -> BulkReport:
        first, last = steps[0].at, steps[-1]
        return BulkReport(
            municipality_id=self.municipality.pk,
            category_id=self.dice.choice(self.categories).pk,
            department_id=None,
            place_id=self.dice.choice([None, self.places[0].pk]),
            lat=42.66,
            lon=20.29,
            text="Nga sistemi i vjetër",
            language="sq",
            steps=steps,
            source="old",
            source_id=f"{self.now.timestamp()}-{self.dice.random()}",
            visibility=self.dice.choice([Visibility.PUBLIC, Visibility.PUBLIC, Visibility.HIDDEN]),
            response_due_at=first + timedelta(days=3),
            fix_due_at=first + timedelta(days=30),
            responded_at=steps[1].at if len(steps) > 1 else None,
            confirmed_fixed=True if last.state is State.FIXED and self.dice.random() < 0.5 else None,
        )

    def _some(self, **wanted: str) -> Report | None:
        found = Report.objects.filter(municipality=self.municipality, **wanted).order_by("pk")
        number = found.count()
        if not number:
            return None
        picked: Report = found.select_related("municipality", "category", "place")[
            self.dice.randrange(number)
        ]
        return picked
