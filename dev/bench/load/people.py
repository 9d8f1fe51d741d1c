"""What citizens and officials do, one thing after the other, with some thought in between."""

from __future__ import annotations

import asyncio
import json
import random
import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from dev.bench.load.forms import NoSuchForm, hidden_in, solved
from dev.bench.load.http import Browser, Failed

_WORDS = ("gropë", "ndriçimi", "mbeturina", "trotuari", "ujë", "rruga", "shkolla", "kanalizimi")
_CATEGORIES = ("pothole", "lighting", "waste", "pavement")
_TEXTS = (
    "Gropë e thellë para shkollës, e rrezikshme për fëmijët.",
    "Ndriçimi nuk punon prej dy javësh dhe rruga është e errët.",
    "Mbeturinat nuk janë marrë prej disa ditësh.",
    "Trotuari është i dëmtuar dhe nuk kalohet me karrocë.",
)
_ANSWER = "Ekipi ynë vjen këtë javë. Faleminderit që na njoftuat."
_LISTED = re.compile(r'name="pick" value="(\d+)"')
#: how many of those who report have no JavaScript, and so no proof of work
_WITHOUT_SCRIPT = 0.1
_BULK = 20

Act = Callable[[], Awaitable[None]]


@dataclass
class Person:
    """Somebody with a browser, who thinks for about `think` seconds between two acts."""

    browser: Browser
    ground: dict[str, Any]
    chance: random.Random
    think: float

    #: what this person does, and how often of a hundred times
    def acts(self) -> list[tuple[Act, int]]:
        """Chosen from by weight."""
        raise NotImplementedError

    async def live(self, until: float) -> None:
        """Come in at some moment, do one thing after the other, and go."""
        clock = asyncio.get_running_loop().time
        acts, weights = zip(*self.acts(), strict=True)
        await asyncio.sleep(self.chance.uniform(0, self.think))
        while clock() < until:
            try:
                await self.chance.choices(acts, weights)[0]()
            except Failed:
                pass  # it is counted
            except NoSuchForm as missing:
                self.browser.note_wrong_page(str(missing))
            await self.pause()
        self.browser.close()

    async def pause(self) -> None:
        """Read, think or write."""
        await asyncio.sleep(self.chance.uniform(0.5, 1.5) * self.think)

    def one_of(self, name: str) -> Any:
        """Something of the ground."""
        return self.chance.choice(self.ground[name])


class Citizen(Person):
    """Looks at the map and at reports, says "me too", and sometimes reports a problem."""

    def acts(self) -> list[tuple[Act, int]]:
        """Mostly looking."""
        return [
            (self.move_map, 35),
            (self.read_report, 25),
            (self.read_town, 15),
            (self.search, 8),
            (self.say_me_too, 7),
            (self.report, 10),
        ]

    async def move_map(self) -> None:
        """Six tiles at once, as the map asks for them."""
        await asyncio.gather(*(self.browser.get("map tile", tile) for tile in self.one_of("views")))

    async def read_report(self) -> None:
        """Any of the newer ones."""
        await self.browser.get("report page", f"/sq/reports/{self.one_of('reports')}/")

    async def read_town(self) -> None:
        """A municipality's page."""
        await self.browser.get("municipality page", f"/sq/m/{self.one_of('towns')}/")

    async def search(self) -> None:
        """A common word."""
        await self.browser.get("search", f"/sq/search/?q={quote(self.chance.choice(_WORDS))}")

    async def say_me_too(self) -> None:
        """On a report that was read first."""
        address = f"/sq/reports/{self.one_of('reports')}/"
        page = await self.browser.get("report page", address)
        fields = hidden_in(page.text, of="/me-too/")
        await self.pause()
        await self.browser.post("me too", f"{address}me-too/", fields)

    async def report(self) -> None:
        """Open the form, write, send; where something similar lies near, say that this is another problem."""
        place = self.one_of("places")
        page = await self.browser.get("report form", f"/sq/report/?place={place}")
        fields = hidden_in(page.text, of='name="stamp"')
        fields |= {
            "place": str(place),
            "category": self.chance.choice(_CATEGORIES),
            "text": self.chance.choice(_TEXTS),
            "email": f"{secrets.token_hex(8)}@besa.example",
        }
        if self.chance.random() > _WITHOUT_SCRIPT:
            answer = await self.browser.get("challenge", "/challenge?action=report")
            fields["proof"] = await asyncio.to_thread(solved, json.loads(answer.body)["challenge"])
        # Who is quicker than three seconds is no person.
        await asyncio.sleep(max(3.5, self.chance.uniform(0.5, 1.5) * self.think))
        sent = await self.browser.post("send report", "/sq/report/", fields)
        if sent.status == 200:
            again = hidden_in(sent.text, of='name="different"')
            await self.pause()
            sent = await self.browser.post("send report", "/sq/report/", again)
        if sent.status != 302:
            raise NoSuchForm("the report was not taken")
        await self.browser.follow("receipt", sent)


class Official(Person):
    """Works through the queue: reads, answers, changes states, and does something to twenty at once."""

    def __init__(self, own: dict[str, Any], **common: Any) -> None:
        super().__init__(**common)
        self._reports: list[int] = own["reports"]  # what is taken from it is gone for the next crowd too

    def acts(self) -> list[tuple[Act, int]]:
        """Mostly reading the queue and single reports."""
        return [
            (self.read_queue, 35),
            (self.read_report, 25),
            (self.answer, 15),
            (self.change_state, 20),
            (self.do_to_many, 5),
        ]

    async def read_queue(self) -> None:
        """One of its views."""
        view = self.chance.choice(("new", "open", "late", "open&category=lighting", "open&age=over30"))
        await self.browser.get("queue", f"/sq/desk/?view={view}")

    async def read_report(self) -> None:
        """The first page of the queue, then one of its reports."""
        queue = await self.browser.get("queue", "/sq/desk/?view=open")
        listed = _LISTED.findall(queue.text)
        if listed:
            await self.pause()
            await self.browser.get("report on the desk", f"/sq/desk/reports/{self.chance.choice(listed)}/")

    async def answer(self) -> None:
        """Say something publicly."""
        await self._act("answer", self._next(), text=_ANSWER)

    async def change_state(self) -> None:
        """Acknowledge, start or fix."""
        key = self.chance.choice(("acknowledge", "acknowledge", "start", "fix"))
        await self._act(key, self._next(), text="")

    async def do_to_many(self) -> None:
        """Tick twenty, choose an act, say yes; the worker does it when the time to undo is over."""
        picked = [str(self._next()) for _ in range(_BULK)]
        queue = await self.browser.get("queue", "/sq/desk/?view=new")
        fields = hidden_in(queue.text, of='id="desk-picks"')
        await self.pause()
        chosen = await self.browser.post(
            "bulk act, chosen", "/sq/desk/bulk/", {**fields, "act": "acknowledge", "pick": picked}
        )
        fields = hidden_in(chosen.text, of="data-bulk-form")
        await self.pause()
        await self.browser.post(
            "bulk act, asked for", "/sq/desk/bulk/", {**fields, "pick": picked, "text": ""}
        )

    async def _act(self, key: str, report: int, **given: str) -> None:
        address = f"/sq/desk/reports/{report}/"
        page = await self.browser.get("report on the desk", address)
        fields = hidden_in(page.text, of=f'name="action" value="{key}"')
        await self.pause()
        kind = "answer" if key == "answer" else "change of state"
        done = await self.browser.post(kind, address, {**fields, **given})
        if done.status != 302:
            raise NoSuchForm(f"{key} was not done")
        await self.browser.follow("report on the desk", done)

    def _next(self) -> int:
        """A report of one's own that nobody has worked on."""
        if not self._reports:
            raise NoSuchForm("no reports are left")
        return self._reports.pop()
