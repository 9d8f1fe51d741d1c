"""What has to follow from what happened: entries of the ledger by verb, mails by address, refused deliveries."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time, timedelta

from tests.factories.delivery import MailServer
from tests.simulation.book import Case
from tests.simulation.clockwork import ZONE
from tests.simulation.towns import BEGIN, TwoTowns


class Expectations:
    """The consequences, written into the book. Nothing here asks the code under test."""

    def __init__(self, two: TwoTowns, post: MailServer) -> None:
        self.two, self.post = two, post
        #: the moment that the month has reached
        self.now = BEGIN
        self.verbs: Counter[str] = Counter()
        self.mails: Counter[str] = Counter()
        self.refused: set[tuple[int, str]] = set()
        self.unalarmed = False
        self.digests: set[datetime] = set()

    def regular_work(self) -> None:
        """What the worker is to do by itself now: pauses end, reminders, the second question, alarms."""
        for office in self.two.offices.values():
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

    def published(self, case: Case) -> None:
        case.seen, case.published = "public", self.now
        self.verbs["reports.published"] += 1
        self.send_rounds(case)
        if case.office.slug == "peja":
            local = self.now.astimezone(ZONE)
            day = local.date() + timedelta(days=local.hour >= 7)
            self.digests.add(datetime.combine(day, time(7), ZONE))

    def changed(
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
            self.answered(case)
        self.tell(case, role)
        if new == "reopened":
            self.send_rounds(case, again=True)
        elif inside:
            self.send_rounds(case, again=True, department_only=True)

    def answered(self, case: Case) -> None:
        case.answered = case.answered or self.now

    def tell(self, case: Case, role: str) -> None:
        """The reporter learns of it unless it was them, and the reporters of the same problem."""
        if role != "reporter" and case.proven:
            self.mails[case.email] += 1
        told = [case]
        for one in told:
            told += [other for other in one.office.cases if other.original is one and other not in told]
        for other in told[1:]:
            if other.proven and other.seen != "erased":
                self.mails[other.email] += 1

    def send_rounds(self, case: Case, *, again: bool = False, department_only: bool = False) -> None:
        """Whoever is to have the report gets it; `again`, whoever has it gets it once more."""
        for address, (category, is_water) in self.two.recipients[case.office.slug].items():
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
