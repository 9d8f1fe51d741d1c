"""A trainee at the desk, in a municipality with settlements and the categories that come with Besa."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse

from besa.people.models import User
from besa.places.models import Place
from besa.practice.models import Course
from besa.reports.models import Report
from besa.reports.queries.practice import key_of
from besa.reports.services.builtin import load_builtin_categories
from tests.factories.desk import Town, a_town
from tests.factories.people import browser_of
from tests.factories.photos_small import jpeg
from tests.factories.public import make_place

COURSE = "/en/desk/practice/"


def a_town_to_practise_in(slug: str = "peja") -> Town:
    """A town with three settlements, and every category that the practice reports are about."""
    load_builtin_categories()
    town = a_town(slug)
    for number, name in enumerate(("Vitomiricë", "Karagaç", "Zatra")):
        make_place(town.municipality, name, lat=42.66 + number / 100, lon=20.30)
    return town


def _errors(answer: HttpResponse) -> list[str]:
    return re.findall(r'error-text">([^<]*)', answer.content.decode())


class Trainee:
    """Somebody who practises, and what they do with a browser without JavaScript."""

    def __init__(self, user: User) -> None:
        self.user, self.browser = user, browser_of(user)

    def begin(self) -> None:
        """Switch practice on."""
        assert self.browser.post(COURSE, {"action": "begin"}).status_code == 302

    @property
    def course(self) -> Course:
        """As it is now."""
        return Course.objects.select_related("trainee", "municipality").get(trainee=self.user)

    def report(self, key: str) -> Report:
        """One practice report."""
        found = Report.objects.select_related("category", "place", "municipality")
        return next(one for one in found.filter(trainee=self.user) if key_of(one) == key)

    def act(self, key: str, action: str, **given: Any) -> HttpResponse:
        """Send a form of a report's page."""
        report = self.report(key)
        answer: HttpResponse = self.browser.post(
            f"/en/desk/reports/{report.pk}/", {"action": action, "seen": report.state, **given}
        )
        assert answer.status_code == 302, _errors(answer)
        return answer

    def other_place(self) -> Place:
        """The settlement that the report about the branch names."""
        report = self.report("branch")
        places = Place.objects.filter(municipality=report.municipality).exclude(pk=report.place_id)
        return next(place for place in places if place.names["sq"] in report.text)

    def do_everything(self) -> None:
        """All exercises, one after the other, as the banner says."""
        self.act("steps", "acknowledge")
        self.act("lamp", "answer", text="An electrician comes tomorrow morning.")
        self.act("hole", "start", text="The team is on its way.")
        self.act("containers", "fix", photos=jpeg(), text="Emptied.")
        self.act("wall", "decline", reason="private_property", text="A court can help you.")
        self.act("sign", "forward", outside="Ministry of Infrastructure")
        pipe = self.report("pipe")
        water = type(pipe.category).objects.get(key="water", municipality=None)
        self.act("pipe", "category", seen=pipe.category_id, category=water.pk)
        branch, other = self.report("branch"), self.other_place()
        self.act(
            "branch",
            "place",
            seen=branch.zkey,
            decision="ours",
            place=other.pk,
            lat=round(branch.lat, 6),
            lon=round(branch.lon, 6),
        )
        self.act("rubble_again", "duplicate", number=self.report("rubble").pk)
        self.act("dogs", "take", seen=f"{self.report('dogs').department_id or 0}-0")
        self.act("sewage", "answer", text="We are sorry. The pipe is cleaned on Monday.")
        self.act("rude", "answer", text="The pump was broken. Water is back since noon.")
        self.wait()
        self.act("pavement", "start", text="We lay all slabs anew this week.")
        self.save_view()
        self.ask_together()
        self.act("lamp", "undo", seen="", change=self.change_of_mind())

    def wait(self) -> None:
        """Let the clock of the vague report stand still."""
        pause = f"/en/desk/reports/{self.report('vague').pk}/clock/pause/"
        answer = self.browser.post(
            pause, {"reason": "citizen", "days": 3, "text": "What does not work, and where?"}
        )
        assert answer.status_code == 302, answer.content.decode()

    def save_view(self) -> None:
        """Keep a filtered list."""
        answer = self.browser.post(
            "/en/desk/views/new/?view=open&state=received", {"name": "Lamps first", "shared": "on"}
        )
        assert answer.status_code == 302

    def ask_together(self) -> None:
        """Assign two reports at once."""
        picks = [self.report(key).pk for key in ("steps", "sewage")]
        given = {"act": "priority", "pick": picks, "step": "do", "priority": "1", "text": "School"}
        answer = self.browser.post("/en/desk/bulk/", given)
        assert answer.status_code == 302, answer.content.decode()

    def change_of_mind(self) -> int:
        """Give a report another priority; the number of the change."""
        self.act("lamp", "priority", seen="0", priority="1", text="School")
        return self.report("lamp").changes.latest("pk").pk
