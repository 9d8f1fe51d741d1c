"""A month in two municipalities, as the dice fall: people act, the worker works, a book is kept."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from besa.alerts.kinds import Kind
from besa.alerts.models import Frequency
from besa.alerts.scopes import Scope
from besa.places.models import Municipality
from besa.reports.drafts import ReportDraft, Trust
from besa.reports.models import Category, Deadline, EscalationStep, Pause, Report
from besa.reports.services import answers
from besa.reports.services.categorising import correct_category
from besa.reports.services.erasure import erase_report
from besa.reports.services.escalation import add_step
from besa.reports.services.moderation import hide_report, show_report
from besa.reports.services.pausing import Why, pause_clock, resume_clock
from besa.reports.services.promising import Day, declare_days, set_working_week
from besa.reports.services.publication import confirm_report, publish_report
from besa.reports.services.submission import submit_report
from tests.factories.alerts import follow_scope
from tests.factories.clock import promise
from tests.factories.delivery import MailServer, a_recipient
from tests.factories.desk import Town, a_town
from tests.factories.people import a_department
from tests.factories.public import make_category
from tests.simulation import book
from tests.simulation.book import Case, Office
from tests.simulation.clockwork import ZONE, Clockwork
from tests.simulation.rules import KUKES_WEEK, OFF_KUKES, OFF_PEJA, PEJA_EXTRA_DAY, PEJA_WEEK, PROMISES, TERMS
from tests.simulation.worker import Worker

BEGIN = datetime(2026, 3, 11, 23, tzinfo=UTC)  # midnight in both towns
DAYS = 31
BLOCK = timedelta(hours=3)
#: the mailbox for water reports in Kukës dies on this day; reporters' mail servers are away on the other
DEATH, AWAY = date(2026, 3, 22), date(2026, 3, 18)
DIGEST = "digest@example.net"
#: from which states an official makes a state
_FROM = {
    "acknowledged": {"received", "reopened"},
    "in_progress": {"received", "acknowledged", "forwarded", "reopened"},
    "forwarded": {"received", "acknowledged", "in_progress", "reopened"},
}
_ACTS = {
    "answer": 3, "acknowledged": 2, "in_progress": 3, "fixed": 7, "declined": 2, "forwarded": 1,
    "forwarded_inside": 1, "duplicate": 1, "pause": 2, "resume": 1, "categorise": 1,
}  # fmt: skip


class Month:
    """The simulator. Everything it does goes into the book at once; nothing is read back from the database."""

    def __init__(self, seed: int, post: MailServer, clock: Any) -> None:
        self.dice, self.post, self.clock = random.Random(seed), post, clock
        self.now, self.worker = BEGIN, Worker()
        #: what the book expects: ledger entries by verb, mails by address, refused deliveries
        self.verbs: Counter[str] = Counter()
        self.mails: Counter[str] = Counter()
        self.refused: set[tuple[int, str]] = set()
        self.unalarmed = False
        self.digests: set[datetime] = set()
        self.acts: Counter[str] = Counter()
        self._open()

    def _open(self) -> None:
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
        self.worker.take_tasks()
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

    # --- time -----------------------------------------------------------------------------------

    def run(self) -> None:
        """All days, three hours after three hours. At night nothing happens."""
        for number in range(DAYS * 8):
            begin = BEGIN + number * BLOCK
            if begin.astimezone(ZONE).hour < 6:
                continue
            self._block(begin)
            self._go_to(begin + BLOCK)
            self._expect_regular_work()
            self.worker.look_around()

    def _go_to(self, moment: datetime) -> None:
        self.now = moment
        self.clock.move_to(moment)

    def _block(self, begin: datetime) -> None:
        local = begin.astimezone(ZONE)
        plans: list[Callable[[], None]] = self._planned(local)
        for office in self.offices.values():
            if 6 <= local.hour < 22:
                plans += [lambda o=office: self.arrive(o)] * self.dice.choice([0, 0, 1, 1])  # type: ignore[misc]
                plans += [lambda o=office: self.citizen(o)] * self.dice.choice([0, 1])  # type: ignore[misc]
            if office.clockwork(begin).is_open(begin + timedelta(minutes=90)):
                plans += [lambda o=office: self.officer(o)] * 2  # type: ignore[misc]
        self.dice.shuffle(plans)
        for minute, plan in zip(sorted(self.dice.sample(range(1, 179), len(plans))), plans, strict=True):
            self._go_to(begin + timedelta(minutes=minute))
            plan()
            self.worker.take_tasks()

    def _planned(self, local: datetime) -> list[Callable[[], None]]:
        """What is to happen on certain days: a mailbox dies, a day off is declared, moderators do their work."""
        plans: list[Callable[[], None]] = []
        hour = 3 * (local.hour // 3)
        if (local.date(), hour) == (DEATH, 6):
            self.post.refuse["water.kukes@example.net"] = "550 5.1.1 No such user here"
        if (local.date(), hour) == (AWAY + timedelta(days=1), 6):
            for address in [one for one in self.post.refuse if one.startswith("reporter")]:
                del self.post.refuse[address]
        if (local.date(), hour) == (date(2026, 3, 19), 9):
            plans.append(self.declare_day_off)
        if hour == 9:
            plans += [lambda c=case: self.publish(c) for case in self._seen("awaiting")]  # type: ignore[misc]
        if hour == 12 and local.day % 3 == 0:
            plans += [self.hide, self.erase][: 1 + (local.day % 9 == 0)]
        if hour == 12 and local.day == 2:
            plans += [lambda c=case: self.show(c) for case in self._seen("hidden")]  # type: ignore[misc]
        if hour == 15:
            plans += [lambda c=case: self.confirm_address(c) for case in self._seen("unconfirmed")[:1]]  # type: ignore[misc]
        return plans

    def _seen(self, seen: str) -> list[Case]:
        return [case for office in self.offices.values() for case in office.cases if case.seen == seen]

    def declare_day_off(self) -> None:
        """The coordinator of Peja gives everybody a day off; what was promised before stays."""
        town = self.towns["peja"].municipality
        known = self.now + timedelta(minutes=1)
        declare_days(municipality=town, days=[Day(PEJA_EXTRA_DAY)], role="coordinator", at=known)
        clockwork = Clockwork(PEJA_WEEK, {*OFF_PEJA, PEJA_EXTRA_DAY})
        self.offices["peja"].known.append((known, clockwork))
        self.verbs["calendar.day_added"] += 1

    def _expect_regular_work(self) -> None:
        """What the worker is to do by itself now: pauses end, reminders, the second question, alarms."""
        for office in self.offices.values():
            reminded = False
            for case in office.cases:
                if case.seen == "erased":
                    continue
                self._expect_pauses(case)
                self._expect_question(case)
                reminded |= self._expect_reminder(case)
            self.mails[f"coordinator.{office.slug}@example.org"] += reminded
        if self.unalarmed:
            self.mails["coordinator.kukes@example.org"] += 1
            self.unalarmed = False

    def _expect_pauses(self, case: Case) -> None:
        for pause in case.pauses:
            if pause.ended is None and not pause.noted and pause.until <= self.now:
                pause.noted = True
                self.verbs["reports.clock_resumed"] += 1
            soon = self.now < pause.until <= self.now + timedelta(days=1)
            if pause.ended is None and not pause.reminded and soon:
                pause.reminded = True
                if case.seen == "public":
                    self.mails[f"officer.{case.office.slug}@example.org"] += 1

    def _expect_question(self, case: Case) -> None:
        if case.seen != "public" or case.state != "fixed" or not case.steps:
            return
        at = case.steps[-1][0]
        is_settled = any(confirmed >= at for confirmed in case.confirmed) or at in case.asked_again
        if not is_settled and at <= self.now - timedelta(days=28):
            case.asked_again.add(at)
            self.verbs["reports.asked_again"] += 1
            self.mails[case.email] += case.proven

    def _expect_reminder(self, case: Case) -> bool:
        if case.seen != "public" or not case.is_open or case.answered or case.pause_at(self.now):
            return False
        due = case.response_due()
        reached = case.office.clockwork(self.now).days_later(due, 1)
        if due in case.reminded or not max(BEGIN, self.now - timedelta(days=7)) <= reached <= self.now:
            return False
        case.reminded.add(due)
        self.verbs["reports.reminded"] += 1
        return True

    # --- citizens -------------------------------------------------------------------------------

    def arrive(self, office: Office) -> None:
        """Somebody reports something."""
        number = sum(len(one.cases) for one in self.offices.values()) + 1
        trust = self.dice.choice(
            [Trust.CONFIRMED_EMAIL] * 5 + [Trust.PROOF_OF_WORK] * 2 + [Trust.SIGNED_IN, Trust.NOTHING]
        )
        email = f"reporter{number}@example.net" if trust is not Trust.PROOF_OF_WORK or number % 2 else ""
        if self.now.astimezone(ZONE).date() == AWAY and email:
            self.post.refuse[email] = "451 4.3.0 Come back later"
        key = self.dice.choice(["potholes", "potholes", "waste", "water"])
        report = submit_report(
            draft=ReportDraft(
                municipality_id=self.towns[office.slug].municipality.pk,
                category_id=self.categories[key].pk,
                lat=42.66 + number * 0.002,
                lon=20.29,
                text=f"Problem {number}",
                language=self.dice.choice(["sq", "en"]),
                brand="besa",
                email=email,
            ),
            device=f"device{number}",
            trust=trust,
        )
        proven = trust in (Trust.CONFIRMED_EMAIL, Trust.SIGNED_IN)
        before = office.slug == "kukes"
        seen = "unconfirmed" if trust is Trust.NOTHING else "awaiting" if before else "public"
        case = Case(office, report.pk, report.uid, key, email, proven, seen)
        office.cases.append(case)
        self.verbs["reports.received"] += 1
        self.mails[email] += bool(email)
        if seen == "public":
            self._published(case)

    def confirm_address(self, case: Case) -> None:
        """The reporter presses the link in the receipt."""
        assert confirm_report(report=self.row(case))
        case.proven = True
        if case.office.slug == "kukes":
            case.seen = "awaiting"
            self.verbs["reports.confirmed"] += 1
        else:
            self._published(case)

    def _published(self, case: Case) -> None:
        case.seen, case.published = "public", self.now
        self.verbs["reports.published"] += 1
        self._send_rounds(case)
        if case.office.slug == "peja":
            local = self.now.astimezone(ZONE)
            day = local.date() + timedelta(days=local.hour >= 7)
            self.digests.add(datetime.combine(day, time(7), ZONE))

    def citizen(self, office: Office) -> None:
        """A reporter or a neighbour says something about a repair, or takes a report back."""
        cases = [case for case in office.cases if case.seen == "public"]
        fixed = [case for case in cases if case.state == "fixed" and not self._is_settled(case)]
        if self.dice.random() < 0.06 and (waiting := [case for case in cases if case.is_open]):
            self.change(self.dice.choice(waiting), "withdrawn", role="reporter")
        elif fixed:
            self.judge(self.dice.choice(fixed))

    def _is_settled(self, case: Case) -> bool:
        return any(at >= case.steps[-1][0] for at in case.confirmed)

    def judge(self, case: Case) -> None:
        """Fixed, or not: by the reporter at once, by neighbours when there are two."""
        is_fixed, by_neighbour = self.dice.random() < 0.65, self.dice.random() < 0.4
        if by_neighbour:
            case.neighbours += 1
            is_fixed = case.number % 3 > 0  # neighbours of one report agree
        role = "neighbour" if by_neighbour else "reporter"
        device = f"neighbour{case.neighbours}" if by_neighbour else ""
        decides = not by_neighbour or case.neighbours == 2
        answers.confirm_fix(report=self.row(case), fixed=is_fixed, by_role=role, device=device)
        self.acts[f"{role} {is_fixed}"] += 1
        self.verbs["reports.confirmed_fixed" if is_fixed else "reports.said_not_fixed"] += 1
        if decides and is_fixed:
            case.confirmed.append(self.now)
        elif decides:
            self._changed(case, "reopened", role)

    # --- the municipality -----------------------------------------------------------------------

    def publish(self, case: Case) -> None:
        """The moderator lets a report through, or refuses it."""
        if case.number % 17 == 0:
            assert hide_report(report=self.row(case), role="moderator")
            case.seen = "hidden"
            self.verbs["reports.hidden"] += 1
        else:
            assert publish_report(report=self.row(case), role="moderator")
            self._published(case)

    def _quiet_ones(self) -> list[Case]:
        """Public cases of some days ago that have nothing to do with another one."""
        old = self.now - timedelta(days=3)
        tied = {id(case.original) for office in self.offices.values() for case in office.cases}
        return [
            case
            for case in self._seen("public")
            if case.published and case.published < old and not case.original and id(case) not in tied
            and not any(pause.ended is None and not pause.noted for pause in case.pauses)
        ]  # fmt: skip

    def hide(self) -> None:
        """A moderator takes a report from view."""
        if cases := self._quiet_ones():
            case = self.dice.choice(cases)
            assert hide_report(report=self.row(case), role="moderator")
            case.seen = "hidden"
            self.verbs["reports.hidden"] += 1

    def show(self, case: Case) -> None:
        """And puts it back."""
        assert show_report(report=self.row(case), role="moderator")
        if case.published is None:
            self._published(case)
        else:
            case.seen = "public"
            self.verbs["reports.shown"] += 1

    def erase(self) -> None:
        """Somebody wants to be forgotten."""
        if cases := self._quiet_ones():
            case = self.dice.choice(cases)
            assert erase_report(report=self.row(case), role="moderator")
            case.seen = "erased"
            self.verbs["ledger.erased"] += 1

    def officer(self, office: Office) -> None:
        """An officer does something about a report that is open."""
        cases = [case for case in office.cases if case.seen == "public" and case.is_open]
        if not cases:
            return
        case = self.dice.choice(cases)
        act = self.dice.choices(list(_ACTS), weights=list(_ACTS.values()))[0]
        self.acts[act] += 1
        new = act.removesuffix("_inside")
        if new in _FROM and case.state not in _FROM[new]:
            act = "answer"
        if act in ("answer", "pause", "resume", "categorise", "duplicate"):
            getattr(self, act)(case)
        else:
            self.change(case, new, inside=act != new, text=self.dice.choice(["", "Ekipi vjen nesër."]))

    def answer(self, case: Case) -> None:
        """Words without a change."""
        officer = self.towns[case.office.slug].officer
        answers.answer_report(report=self.row(case), role="officer", by=officer, text="Faleminderit.")
        self._answered(case)
        self.verbs["reports.answered"] += 1
        self._tell(case, "officer")

    def _answered(self, case: Case) -> None:
        case.answered = case.answered or self.now

    def duplicate(self, case: Case) -> None:
        """It was told before."""
        others = [
            one for one in case.office.cases if one.seen == "public" and one.is_open and one is not case
        ]
        if others:
            self.change(case, "duplicate", original=self.dice.choice(others))

    def pause(self, case: Case) -> None:
        """The clock stands still."""
        if case.pause_at(self.now):
            return self.resume(case)
        reason = self.dice.choice([Pause.Reason.WEATHER, Pause.Reason.CITIZEN])
        text = "Ku saktësisht?" if reason == Pause.Reason.CITIZEN else ""
        until = self.now + timedelta(hours=self.dice.choice([5, 26, 70, 150]))
        pause_clock(
            report=self.row(case),
            why=Why(reason, text=text),
            until=until,
            role="officer",
            by=self.towns[case.office.slug].officer,
        )
        for earlier in case.pauses:
            if earlier.ended is None and not earlier.noted:
                earlier.noted = True
                self.verbs["reports.clock_resumed"] += 1
        if text:
            self._answered(case)
            self._tell(case, "officer")
        case.pauses.append(book.Pause(self.now, until))
        self.verbs["reports.clock_paused"] += 1
        return None

    def resume(self, case: Case) -> None:
        """And goes on."""
        resumed = resume_clock(report=self.row(case), role="officer")
        running = case.pause_at(self.now)
        assert (resumed is None) == (running is None)
        if running:
            running.ended = self.now
            self.verbs["reports.clock_resumed"] += 1

    def categorise(self, case: Case) -> None:
        """It is about something else."""
        key = self.dice.choice([one for one in self.categories if one != case.category])
        correct_category(report=self.row(case), category=self.categories[key], role="officer")
        case.category = key
        self.verbs["reports.categorised"] += 1
        self._send_rounds(case)

    # --- what every change brings ---------------------------------------------------------------

    def row(self, case: Case) -> Report:
        """The report as a page would load it."""
        return Report.objects.select_related("municipality", "category", "department", "place").get(
            pk=case.number
        )

    def change(
        self,
        case: Case,
        new: str,
        *,
        role: str = "officer",
        text: str = "",
        inside: bool = False,
        original: Case | None = None,
    ) -> None:
        """Another state."""
        inside = inside and case.office.slug == "peja"
        answers.change_state(
            report=self.row(case),
            new=new,  # type: ignore[arg-type]
            role=role,
            by=self.towns[case.office.slug].officer if role == "officer" else None,
            text=text,
            reason="no_funds_this_year" if new == "declined" else "",
            forwarded_to="Agjencia" if new == "forwarded" and not inside else "",
            department=self.water if inside else None,
            duplicate_of=self.row(original) if original else None,
        )
        self._changed(case, new, role, text=text, inside=inside, original=original)

    def _changed(
        self,
        case: Case,
        new: str,
        role: str,
        *,
        text: str = "",
        inside: bool = False,
        original: Case | None = None,
    ) -> None:
        if running := case.pause_at(self.now):
            running.ended = self.now
        case.steps.append((self.now, new, new == "forwarded" and not inside))
        case.original = original
        self.verbs[f"reports.{new}"] += 1
        if new == "fixed":
            case.neighbours = 0
        if inside:
            case.department = "water"
        if role == "officer" and (text or new in ("fixed", "declined", "forwarded")):
            self._answered(case)
        self._tell(case, role)
        if new == "reopened":
            self._send_rounds(case, again=True)
        elif inside:
            self._send_rounds(case, again=True, department_only=True)

    def _tell(self, case: Case, role: str) -> None:
        """The reporter learns of it unless it was them, and the reporters of the same problem."""
        if role != "reporter" and case.proven:
            self.mails[case.email] += 1
        told = [case]
        for one in told:
            told += [other for other in one.office.cases if other.original is one and other not in told]
        for other in told[1:]:
            if other.proven and other.seen != "erased":
                self.mails[other.email] += 1

    def _send_rounds(self, case: Case, *, again: bool = False, department_only: bool = False) -> None:
        """Whoever is to have the report gets it; `again`, whoever has it gets it once more."""
        for address, (category, is_water) in self.recipients[case.office.slug].items():
            if category not in ("", case.category) or (is_water and case.department != "water"):
                continue
            is_new = address not in case.routed
            if not (is_new or (again and (is_water or not department_only))):
                continue
            case.routed.add(address)
            if self.post.refuse.get(address):
                self.refused.add((case.number, address))
                self.unalarmed = True
            else:
                self.mails[address] += 1
