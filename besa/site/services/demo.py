"""Fills an empty installation with the demonstration, through the same services that people use."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from besa.core.vouching import Trust
from besa.people.models import Membership, Role, User
from besa.people.services.memberships import invite_member
from besa.places.models import Municipality, Place
from besa.reports.drafts import ReportDraft
from besa.reports.drawn_scenes import picture_of
from besa.reports.models import Category, Report
from besa.reports.services.answers import (
    acknowledge_report,
    answer_report,
    confirm_fix,
    decline_report,
    fix_report,
    forward_report,
    start_report,
)
from besa.reports.services.escalation import add_usual_steps
from besa.reports.services.joining import say_me_too
from besa.reports.services.photos import KeptUpload, keep_upload
from besa.reports.services.submission import submit_report
from besa.reports.services.synthetic import generate_reports
from besa.site.demonstration.promises import MEMBERS
from besa.site.demonstration.stories import (
    MOST_DAYS_OPEN,
    PACES,
    REPORTS_BEFORE,
    STORIES,
    Step,
    Story,
)
from besa.site.services.demo_offices import open_offices, send_reports_by_mail
from besa.site.services.demo_pledges import load_pledges
from besa.site.services.demo_report import load_report

PASSWORD = "besa-demonstration"
#: who may sign in: address, name, role, municipality
PEOPLE: tuple[tuple[str, str, Role, str], ...] = (
    ("officer.peja@besa.example", "Drita Hoxha", Role.OFFICER, "peja"),
    ("coordinator.peja@besa.example", "Ilir Kelmendi", Role.COORDINATOR, "peja"),
    ("officer.prishtina@besa.example", "Besa Krasniqi", Role.OFFICER, "prishtina"),
    ("officer.kukes@besa.example", "Agron Shehu", Role.OFFICER, "kukes"),
    ("moderator@besa.example", "Mira Gashi", Role.MODERATOR, ""),
    ("administrator@besa.example", "Arben Berisha", Role.ADMINISTRATOR, ""),
)


def load_demo_if_empty() -> bool:
    """Load the demonstration into an installation that has no reports and no people; False when it has some.

    Never on a host that others can reach: its accounts have a known password.
    """
    if not settings.LOOPBACK or Report.objects.exists() or User.objects.exists():
        return False
    stories = sorted(STORIES, key=lambda story: -story.days_ago)
    pictures = [_pictures_of(story, number) for number, story in enumerate(stories)]
    with transaction.atomic():
        _load(stories, pictures)
    newest = timezone.now() - timedelta(days=min(story.days_ago for story in stories))
    patience = timedelta(days=MOST_DAYS_OPEN)
    list(generate_reports(n=REPORTS_BEFORE, seed=1, until=newest, paces=PACES, patience=patience))
    send_reports_by_mail()
    load_report(load_pledges(make_password(PASSWORD)))
    return True


def _load(stories: list[Story], pictures: list[list[KeptUpload]]) -> None:
    began = timezone.now() - timedelta(days=max(story.days_ago for story in stories))
    pilots = {municipality.slug: municipality for municipality in Municipality.objects.filter(active=True)}
    for municipality in pilots.values():
        open_offices(municipality, began)
        # Decided before the oldest story: what fell due in the last week is reminded of as soon as the worker runs.
        add_usual_steps(municipality=municipality, role=Role.COORDINATOR.value, at=began)
    password = make_password(PASSWORD)  # once: hashing is slow on purpose
    for email, name, role, slug in PEOPLE:
        _let_in(email, name, role, pilots.get(slug), password)
    now = timezone.now()
    for number, story in enumerate(stories):
        _tell(story, number, pilots[story.municipality], pictures[number], now)


def demo_accounts() -> list[tuple[str, str]]:
    """Address and role of the demonstration's people who are here, with the password they share."""
    known = set(User.objects.filter(email__endswith="@besa.example").values_list("email", flat=True))
    people = [(email, f"{role.value} {slug}".strip()) for email, _, role, slug in PEOPLE]
    people += [(email, role.value) for _, email, _, role in MEMBERS]
    return [(email, role) for email, role in people if email in known]


def _pictures_of(story: Story, number: int) -> list[KeptUpload]:
    """The problem, and what it looked like when it was mended; kept before the transaction, as any upload."""
    if not story.photo:
        return []
    return [keep_upload(picture_of(story.category, number, mended=mended)) for mended in (False, True)]


def _let_in(email: str, name: str, role: Role, municipality: Municipality | None, password: str) -> None:
    membership = invite_member(
        email=email, role=role, municipality=municipality, by=None, language="sq", brand="besa"
    )
    user = membership.user
    user.name = name
    user.password = password
    user.save()
    EmailAddress.objects.filter(user=user).update(verified=True)


@dataclass(frozen=True)
class _Scene:
    """A story being told: its report, the official who acts, and the moment it has come to."""

    story: Story
    number: int
    report: Report
    officer: User | None
    at: datetime
    mended: list[KeptUpload]


def _tell(
    story: Story, number: int, municipality: Municipality, pictures: list[KeptUpload], now: datetime
) -> None:
    at = now - timedelta(days=story.days_ago)
    report = submit_report(
        draft=_draft(story, number, municipality),
        device=f"demonstration-{number}",
        # Who gave a name confirmed the address too, and gets the answers by mail.
        trust=Trust.CONFIRMED_EMAIL if story.name else Trust.PROOF_OF_WORK,
        uploads=pictures[:1],
        at=at,
    )
    for neighbour in range(story.me_too):
        say_me_too(report=report, device=f"demonstration-{number}-{neighbour}")
    officer = Membership.objects.filter(municipality=municipality, role=Role.OFFICER).first()
    for days, verb, words in story.steps:
        at = min(at + timedelta(days=days), now)
        scene = _Scene(story, number, report, officer.user if officer else None, at, pictures[1:])
        _act(scene, (days, verb, words))


def _draft(story: Story, number: int, municipality: Municipality) -> ReportDraft:
    place = Place.objects.get(municipality=municipality, slug=story.place)
    chance = random.Random(number)
    return ReportDraft(
        municipality_id=municipality.pk,
        category_id=Category.objects.get(key=story.category).pk,
        place_id=place.pk,
        lat=round(place.lat + chance.uniform(-0.003, 0.003), 6),
        lon=round(place.lon + chance.uniform(-0.004, 0.004), 6),
        text=story.text,
        language=story.language,
        brand="popravi" if story.language == "sr" else "ndreqe",
        name=story.name,
        show_name=bool(story.name),
        email=f"reporter{number}@besa.example",
    )


def _act(scene: _Scene, step: Step) -> None:
    _, verb, words = step
    scene.report.refresh_from_db()
    _VERBS[verb](scene, words)


def _official(service: Callable[..., object], scene: _Scene, words: str) -> None:
    service(report=scene.report, role=Role.OFFICER.value, by=scene.officer, text=words, at=scene.at)


def _fix(scene: _Scene, words: str) -> None:
    fix_report(
        report=scene.report,
        role=Role.OFFICER.value,
        by=scene.officer,
        text=words,
        at=scene.at,
        photos=scene.mended,
    )


def _decline(scene: _Scene, words: str) -> None:
    reason, _, text = words.partition(": ")
    decline_report(
        report=scene.report, role=Role.OFFICER.value, by=scene.officer, reason=reason, text=text, at=scene.at
    )


def _forward(scene: _Scene, words: str) -> None:
    forward_report(
        report=scene.report, role=Role.OFFICER.value, by=scene.officer, forwarded_to=words, at=scene.at
    )


def _verdict(scene: _Scene, words: str, *, fixed: bool) -> None:
    confirm_fix(report=scene.report, fixed=fixed, by_role="reporter", reason=words, at=scene.at)


_VERBS: dict[str, Callable[[_Scene, str], None]] = {
    "acknowledge": partial(_official, acknowledge_report),
    "start": partial(_official, start_report),
    "answer": partial(_official, answer_report),
    "fix": _fix,
    "decline": _decline,
    "forward": _forward,
    "confirm": partial(_verdict, fixed=True),
    "not_fixed": partial(_verdict, fixed=False),
}
