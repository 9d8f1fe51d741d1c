"""Where the scenes take place: in the municipality's own settlements, in other ones every round."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from besa.places.models import Municipality, Place
from besa.practice.models import Course
from besa.practice.scenes import BESIDE, SCENES, Scene
from besa.reports.models import Category
from besa.reports.services.practising import PracticeDraft

#: how far from the middle of its settlement a practice report may stand, degrees: some 200 metres
_SPREAD = 0.002


@dataclass(frozen=True)
class _Spot:
    """A settlement, unless the municipality has none that is known, and a point in it (degrees)."""

    place: Place | None
    lat: float
    lon: float


def drafts_of(course: Course, home: Municipality, now: datetime) -> Iterator[tuple[Scene, PracticeDraft]]:
    """What the practice reports of the next round say, and where they are. Two queries."""
    dice = random.Random(f"{course.pk}-{course.round}")
    places = list(Place.objects.filter(municipality=home))
    dice.shuffle(places)
    categories = {one.key: one for one in Category.objects.filter(municipality=None)}
    spots: dict[str, _Spot] = {}
    for number, scene in enumerate(scene for scene in SCENES if scene.category in categories):
        place, other = (places[(number + step) % len(places)] if places else None for step in (0, 1))
        spot = _beside(spots[scene.near]) if scene.near in spots else _in(place, home, dice)
        spots[scene.key] = spot
        language = scene.language_in(home.languages)
        names = (_called(one or home, language) for one in (spot.place, other))
        yield (
            scene,
            PracticeDraft(
                key=scene.key,
                category=categories[scene.category],
                place=spot.place,
                lat=spot.lat,
                lon=spot.lon,
                text=scene.words(language, *names),
                language=language,
                reporter=scene.reporter,
                at=now - timedelta(hours=scene.hours),
            ),
        )


def _in(place: Place | None, home: Municipality, dice: random.Random) -> _Spot:
    lat, lon = (round(at + dice.uniform(-_SPREAD, _SPREAD), 6) for at in _middle(place or home))
    return _Spot(place, lat, lon)


def _middle(place: Place | Municipality) -> tuple[float, float]:
    return place.lat, place.lon


def _beside(spot: _Spot) -> _Spot:
    return _Spot(spot.place, round(spot.lat + BESIDE, 6), spot.lon)


def _called(place: Place | Municipality, language: str) -> str:
    return str(place.names.get(language) or place.name)
