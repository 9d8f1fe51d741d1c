"""Two municipalities with rules, hours and recipients of their own; the product's rows and the book's offices."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from besa.alerts.kinds import Kind
from besa.alerts.models import Frequency
from besa.alerts.scopes import Scope
from besa.places.models import Municipality
from besa.reports.models import Category, Deadline, EscalationStep, Report
from besa.reports.services.escalation import add_step
from besa.reports.services.promising import Day, declare_days, set_working_week
from tests.factories.alerts import follow_scope
from tests.factories.clock import promise
from tests.factories.delivery import a_recipient
from tests.factories.desk import Town, a_town
from tests.factories.people import a_department
from tests.factories.public import make_category, make_place
from tests.simulation.book import Case, Office
from tests.simulation.clockwork import Clockwork
from tests.simulation.rules import KUKES_WEEK, OFF_KUKES, OFF_PEJA, PEJA_EXTRA_DAY, PEJA_WEEK, PROMISES, TERMS

BEGIN = datetime(2026, 3, 11, 23, tzinfo=UTC)  # midnight in both towns
DIGEST = "digest@example.net"


class TwoTowns:
    """Peja, which publishes at once, and Kukës, where a moderator reads first."""

    def __init__(self) -> None:
        self.categories: dict[str, Category] = {
            key: make_category(key, names={"sq": key.title(), "en": key.title()})
            for key in ("potholes", "waste", "water")
        }
        self.towns: dict[str, Town] = {slug: a_town(slug) for slug in ("peja", "kukes")}
        peja, kukes = self.towns["peja"].municipality, self.towns["kukes"].municipality
        Municipality.objects.filter(pk=kukes.pk).update(
            country=Municipality.Country.ALBANIA, moderation=Municipality.Moderation.BEFORE
        )
        kukes.refresh_from_db()
        for slug, town in self.towns.items():
            for key, (response, fix) in TERMS[slug].items():
                promise(town.municipality, self.categories.get(key), response=response, fix=fix)
        set_working_week(
            municipality=kukes,
            week=[KUKES_WEEK.get(day) for day in range(7)],
            role="coordinator",
            at=BEGIN - timedelta(days=1),
        )
        self.places = {
            slug: [make_place(town.municipality, f"{slug} {n}") for n in (1, 2)]
            for slug, town in self.towns.items()
        }
        self.offices = {
            "peja": Office("peja", PROMISES["peja"], [(BEGIN, Clockwork(PEJA_WEEK, OFF_PEJA))]),
            "kukes": Office("kukes", PROMISES["kukes"], [(BEGIN, Clockwork(KUKES_WEEK, OFF_KUKES))]),
        }
        for town in self.towns.values():
            add_step(
                municipality=town.municipality,
                deadline=Deadline.RESPONSE,
                target=EscalationStep.Target.COORDINATOR,
                working_days=1,
                role="coordinator",
            )
        self._set_up_recipients(peja, kukes)
        follow_scope(
            Scope(municipality=peja), DIGEST, kinds=Kind.NEW, frequency=Frequency.DAILY, language="en"
        )

    def _set_up_recipients(self, peja: Municipality, kukes: Municipality) -> None:
        self.water = a_department(peja, "water")
        rows: list[tuple[Municipality, str, str, bool]] = [
            (peja, "all.peja@example.net", "", False),
            (peja, "roads.peja@example.net", "potholes", False),
            (peja, "utility.peja@example.net", "", True),
            (kukes, "all.kukes@example.net", "", False),
            (kukes, "water.kukes@example.net", "water", False),
        ]
        #: office → address → category (empty: all) and whether it is the water department's
        self.recipients: dict[str, dict[str, tuple[str, bool]]] = {"peja": {}, "kukes": {}}
        for municipality, address, category, is_water in rows:
            a_recipient(
                municipality,
                address.partition("@")[0],
                address=address,
                category=self.categories.get(category),
                department=self.water if is_water else None,
            )
            self.recipients[municipality.slug][address] = (category, is_water)

    def cases(self) -> list[Case]:
        """All that was reported in both."""
        return [case for office in self.offices.values() for case in office.cases]

    def seen(self, seen: str) -> list[Case]:
        """The cases whose visibility is this one."""
        return [case for case in self.cases() if case.seen == seen]

    def row(self, case: Case) -> Report:
        """The report as a page would load it."""
        return Report.objects.select_related("municipality", "category", "department", "place").get(
            pk=case.number
        )

    def declare_day_off(self, known: datetime) -> None:
        """The coordinator of Peja gives everybody a day off; what was promised before stays."""
        town = self.towns["peja"].municipality
        declare_days(municipality=town, days=[Day(PEJA_EXTRA_DAY)], role="coordinator", at=known)
        clockwork = Clockwork(PEJA_WEEK, {*OFF_PEJA, PEJA_EXTRA_DAY})
        self.offices["peja"].known.append((known, clockwork))
