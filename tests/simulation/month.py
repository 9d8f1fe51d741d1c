"""A month in two municipalities, as the dice fall: people act, the worker works, a book is kept."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from tests.factories.delivery import MailServer
from tests.simulation.clockwork import ZONE
from tests.simulation.expectations import Expectations
from tests.simulation.people import AWAY, People
from tests.simulation.towns import BEGIN, TwoTowns
from tests.simulation.worker import Worker

DAYS = 31
BLOCK = timedelta(hours=3)
#: the mailbox for water reports in Kukës dies on this day
DEATH = date(2026, 3, 22)


class Month:
    """Lets time pass. Within three hours people act at minutes that the dice choose; then the worker looks around."""

    def __init__(self, seed: int, post: MailServer, clock: Any) -> None:
        self.dice, self.post, self.clock = random.Random(seed), post, clock
        self.two, self.worker = TwoTowns(), Worker()
        self.worker.take_tasks()
        self.expected = Expectations(self.two, post)
        self.people = People(self.dice, self.two, self.expected)

    def run(self) -> None:
        """All days, three hours after three hours. At night nothing happens."""
        for number in range(DAYS * 8):
            begin = BEGIN + number * BLOCK
            if begin.astimezone(ZONE).hour < 6:
                continue
            self._block(begin)
            self._go_to(begin + BLOCK)
            self.expected.regular_work()
            self.worker.look_around()

    def _go_to(self, moment: datetime) -> None:
        self.expected.now = moment
        self.clock.move_to(moment)

    def _block(self, begin: datetime) -> None:
        local = begin.astimezone(ZONE)
        plans: list[Callable[[], None]] = self._planned(local)
        for office in self.two.offices.values():
            if 6 <= local.hour < 22:
                plans += [partial(self.people.arrive, office)] * self.dice.choice([0, 0, 1, 1])
                plans += [partial(self.people.citizen, office)] * self.dice.choice([0, 1])
            if office.clockwork(begin).is_open(begin + timedelta(minutes=90)):
                plans += [partial(self.people.officer, office)] * 2
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
            plans += [partial(self.people.publish, case) for case in self.two.seen("awaiting")]
        if hour == 12 and local.day % 3 == 0:
            plans += [self.people.hide, self.people.erase][: 1 + (local.day % 9 == 0)]
        if hour == 12 and local.day == 2:
            plans += [partial(self.people.show, case) for case in self.two.seen("hidden")]
        if hour == 15:
            plans += [partial(self.people.confirm_address, case) for case in self.two.seen("unconfirmed")[:1]]
        return plans

    def declare_day_off(self) -> None:
        """From the next minute on, one more day off is known in Peja."""
        self.two.declare_day_off(self.expected.now + timedelta(minutes=1))
        self.expected.verbs["calendar.day_added"] += 1
