"""Citizens, moderators and officers: what they do with the product, as the dice fall, and what is noted of it."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from besa.core.vouching import Trust
from besa.reports.drafts import ReportDraft
from besa.reports.models import Pause
from besa.reports.services import answers
from besa.reports.services.categorising import correct_category
from besa.reports.services.erasure import erase_report
from besa.reports.services.moderation import hide_report, show_report
from besa.reports.services.pausing import Why, pause_clock, resume_clock
from besa.reports.services.publication import confirm_report, publish_report
from besa.reports.services.submission import submit_report
from tests.simulation import book
from tests.simulation.book import Case, Office
from tests.simulation.clockwork import ZONE
from tests.simulation.expectations import Expectations
from tests.simulation.towns import TwoTowns

#: on this day reporters' mail servers are away
AWAY = date(2026, 3, 18)
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


class People:
    """Everything they do goes into the book at once; nothing is read back from the database."""

    def __init__(self, dice: random.Random, two: TwoTowns, expected: Expectations) -> None:
        self.dice, self.two, self.expected = dice, two, expected

    @property
    def now(self) -> datetime:
        """The moment that the month has reached."""
        return self.expected.now

    def arrive(self, office: Office) -> None:
        """Somebody reports something."""
        number = len(self.two.cases()) + 1
        trust = self.dice.choice(
            [Trust.CONFIRMED_EMAIL] * 5 + [Trust.PROOF_OF_WORK] * 2 + [Trust.SIGNED_IN, Trust.NOTHING]
        )
        email = f"reporter{number}@example.net" if trust is not Trust.PROOF_OF_WORK or number % 2 else ""
        if self.now.astimezone(ZONE).date() == AWAY and email:
            self.expected.post.refuse[email] = "451 4.3.0 Come back later"
        key = self.dice.choice(["potholes", "potholes", "waste", "water"])
        place = self.two.places[office.slug][number % 2]
        report = submit_report(
            draft=ReportDraft(
                municipality_id=self.two.towns[office.slug].municipality.pk,
                category_id=self.two.categories[key].pk,
                lat=42.66 + number * 0.002,
                lon=20.29,
                place_id=place.pk,
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
        case.place = place.slug
        office.cases.append(case)
        self.expected.verbs["reports.received"] += 1
        self.expected.mails[email] += bool(email)
        if seen == "public":
            self.expected.published(case)

    def confirm_address(self, case: Case) -> None:
        """The reporter presses the link in the receipt."""
        assert confirm_report(report=self.two.row(case))
        case.proven = True
        if case.office.slug == "kukes":
            case.seen = "awaiting"
            self.expected.verbs["reports.confirmed"] += 1
        else:
            self.expected.published(case)

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
        answers.confirm_fix(report=self.two.row(case), fixed=is_fixed, by_role=role, device=device)
        self.expected.verbs["reports.confirmed_fixed" if is_fixed else "reports.said_not_fixed"] += 1
        if decides and is_fixed:
            case.confirmed.append(self.now)
        elif decides:
            self.expected.changed(case, "reopened", role)

    def publish(self, case: Case) -> None:
        """The moderator lets a report through, or refuses it."""
        if case.number % 17 == 0:
            assert hide_report(report=self.two.row(case), role="moderator")
            case.seen = "hidden"
            self.expected.verbs["reports.hidden"] += 1
        else:
            assert publish_report(report=self.two.row(case), role="moderator")
            self.expected.published(case)

    def _quiet_ones(self) -> list[Case]:
        """Public cases of some days ago that have nothing to do with another one."""
        old = self.now - timedelta(days=3)
        tied = {id(case.original) for case in self.two.cases()}
        return [
            case
            for case in self.two.seen("public")
            if case.published and case.published < old and not case.original and id(case) not in tied
            and not any(pause.ended is None and not pause.noted for pause in case.pauses)
        ]  # fmt: skip

    def hide(self) -> None:
        """A moderator takes a report from view."""
        if cases := self._quiet_ones():
            case = self.dice.choice(cases)
            assert hide_report(report=self.two.row(case), role="moderator")
            case.seen = "hidden"
            self.expected.verbs["reports.hidden"] += 1

    def show(self, case: Case) -> None:
        """And puts it back."""
        assert show_report(report=self.two.row(case), role="moderator")
        if case.published is None:
            self.expected.published(case)
        else:
            case.seen = "public"
            self.expected.verbs["reports.shown"] += 1

    def erase(self) -> None:
        """Somebody wants to be forgotten."""
        if cases := self._quiet_ones():
            case = self.dice.choice(cases)
            assert erase_report(report=self.two.row(case), role="moderator")
            case.seen = "erased"
            self.expected.verbs["ledger.erased"] += 1

    def officer(self, office: Office) -> None:
        """An officer does something about a report that is open."""
        cases = [case for case in office.cases if case.seen == "public" and case.is_open]
        if not cases:
            return
        case = self.dice.choice(cases)
        act = self.dice.choices(list(_ACTS), weights=list(_ACTS.values()))[0]
        new = act.removesuffix("_inside")
        if new in _FROM and case.state not in _FROM[new]:
            act = "answer"
        if act in ("answer", "pause", "resume", "categorise", "duplicate"):
            getattr(self, act)(case)
        else:
            self.change(case, new, inside=act != new, text=self.dice.choice(["", "Ekipi vjen nesër."]))

    def answer(self, case: Case) -> None:
        """Words without a change."""
        officer = self.two.towns[case.office.slug].officer
        answers.answer_report(report=self.two.row(case), role="officer", by=officer, text="Faleminderit.")
        self.expected.answered(case)
        self.expected.verbs["reports.answered"] += 1
        self.expected.tell(case, "officer")

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
            report=self.two.row(case),
            why=Why(reason, text=text),
            until=until,
            role="officer",
            by=self.two.towns[case.office.slug].officer,
        )
        for earlier in case.pauses:
            if earlier.ended is None and not earlier.noted:
                earlier.noted = True
                self.expected.verbs["reports.clock_resumed"] += 1
        if text:
            self.expected.answered(case)
            self.expected.tell(case, "officer")
        case.pauses.append(book.Pause(self.now, until))
        self.expected.verbs["reports.clock_paused"] += 1
        return None

    def resume(self, case: Case) -> None:
        """And goes on."""
        resumed = resume_clock(report=self.two.row(case), role="officer")
        running = case.pause_at(self.now)
        assert (resumed is None) == (running is None)
        if running:
            running.ended = self.now
            self.expected.verbs["reports.clock_resumed"] += 1

    def categorise(self, case: Case) -> None:
        """It is about something else."""
        key = self.dice.choice([one for one in self.two.categories if one != case.category])
        correct_category(report=self.two.row(case), category=self.two.categories[key], role="officer")
        case.category = key
        self.expected.verbs["reports.categorised"] += 1
        self.expected.send_rounds(case)

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
            report=self.two.row(case),
            new=new,
            role=role,
            by=self.two.towns[case.office.slug].officer if role == "officer" else None,
            text=text,
            reason="no_funds_this_year" if new == "declined" else "",
            forwarded_to="Agjencia" if new == "forwarded" and not inside else "",
            department=self.two.water if inside else None,
            duplicate_of=self.two.row(original) if original else None,
        )
        self.expected.changed(case, new, role, text=text, inside=inside, original=original)
