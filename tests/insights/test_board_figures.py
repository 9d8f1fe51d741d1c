"""A mayor's page, the infographics and the figure registry say the same numbers: each status, level and area, at any
day, and after a correction."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation

from besa.insights.bound import figure_of
from besa.insights.queries.boards import Request, board_of
from besa.pledges.models import Mandate, Pledge, Rating
from besa.pledges.queries.bitemporal import BEGUN, rating_now
from besa.pledges.queries.public_glance import glance_of
from besa.pledges.queries.public_tallies import tallies_of
from besa.pledges.services.correcting import approve_correction, propose_correction
from besa.pledges.services.verdicts import Verdict
from besa.pledges.statuses import RATABLE, STATUSES, Level, Status
from tests.factories.pledges import TODAY, Desk, a_desk, some_evidence
from tests.factories.public_pledges import published_mandate

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> None:
    translation.activate("en")


def figure(name: str, mandate: Mandate, on: date | None, **more: str) -> float | None:
    """A figure of the registry, as of the end of a day or now."""
    found = figure_of(f"pledges.{name}")
    assert found is not None
    return found.read({"mandate": mandate.slug, "as_of": on.isoformat() if on else "", **more}).value


def counted(mandate: Mandate, on: date | None, **more: str) -> dict[str, float | None]:
    """How many are what by the registry, without those of which there are none."""
    rows = {status.value: figure(status.value, mandate, on, **more) for status in STATUSES}
    return {key: n for key, n in (rows | {"unrated": figure("unrated", mandate, on, **more)}).items() if n}


def say_the_same(mandate: Mandate, on: date | None) -> dict[str, float | None]:
    """The counts, after comparing every place where they are shown."""
    known, page = counted(mandate, on), glance_of(mandate, on)
    midterm: Any = board_of(Request("midterm", mandate.slug, "en", on))
    for parts in (page.parts, midterm.parts):
        assert {part.key: part.n for part in parts if part.n} == known
    for part in page.parts:
        if part.key != "unrated" and STATUSES[Status(part.key)].scored:
            assert part.share == figure(f"{part.key}_share", mandate, on)
    assert sum(known.values()) == page.tally.total == figure("total", mandate, on) == len(midterm.marks)
    for level in Level:
        assert page.tally.share_of_level(level) == figure(f"level_{level.value}_share", mandate, on)
    compared: Any = board_of(Request("compare", "all", "en", on))
    (row,) = compared.rows
    shares = {level: figure(f"level_{level.value}_share", mandate, on) for level in Level}
    assert {part.key: part.n for part in row.parts} == {
        level.value: round((share or 0) * row.n) for level, share in shares.items()
    }
    if on is None:  # the lists count from copies of the newest ratings
        assert tallies_of([mandate])[mandate.pk] == page.tally
    by_area = {card.area: Counter[str]() for card in page.cards}
    for card in page.cards:
        by_area[card.area][card.status or "unrated"] += 1
    assert len(by_area) > 5
    for area, statuses in by_area.items():
        assert counted(mandate, on, area=area) == statuses
    return known


def never_rated(mandate: Mandate, **facts: Any) -> None:
    """One more pledge on the list."""
    pledge = mandate.pledges.order_by("-number")[0]
    pledge.pk, pledge.number, pledge.status = None, (pledge.number or 0) + 1, ""
    pledge.uid, pledge.rated_on, pledge.checked_at = f"never{pledge.number:05d}", None, None
    for name, value in facts.items():
        setattr(pledge, name, value)
    Pledge.objects.bulk_create([pledge])


def correct(desk: Desk, rating: Rating, status: str) -> None:
    """A correction that a second person approves."""
    proof = some_evidence(desk, rating.pledge)
    verdict = Verdict(status, "Gabimi ishte yni.", TODAY - timedelta(days=5), "sq", evidence=(proof.pk,))
    draft = propose_correction(rating=rating, kind="our_error", verdict=verdict, by=desk.first)
    approve_correction(draft=draft, by=desk.editor)


def test_page_infographic_and_registry_say_the_same_at_two_days_and_after_a_correction() -> None:
    desk = a_desk()
    mandate = published_mandate(desk, n=40, statuses=RATABLE)
    never_rated(mandate)
    never_rated(mandate, unratable_reasons=["vague"])
    before, now = TODAY - timedelta(days=100), None
    then = say_the_same(mandate, before)
    latest = say_the_same(mandate, now)
    assert then != latest and set(latest) == {*STATUSES, "unrated"}
    begun = mandate.pledges.filter(status="fulfilled").order_by("number")[1]  # the first round found work too
    assert begun.ratings.filter(new__in=BEGUN).count() == 2
    rating = rating_now(begun)
    assert rating is not None
    initiated = figure("level_initiated_share", mandate, now) or 0
    correct(desk, rating, "not_fulfilled")
    corrected = say_the_same(mandate, now)
    assert corrected["fulfilled"] == (latest["fulfilled"] or 0) - 1
    assert corrected["not_fulfilled"] == (latest["not_fulfilled"] or 0) + 1
    more = initiated + 1 / (figure("scored", mandate, now) or 0)
    assert figure("level_initiated_share", mandate, now) == pytest.approx(more)
    assert say_the_same(mandate, before) == then
