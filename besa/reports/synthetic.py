"""Made-up reports for benchmarks and demonstrations: dense towns, sparse villages, two years, all states.

The same seed makes the same reports. The sentences are ours; nobody wrote them to a municipality.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np

from besa.places.lookup import municipalities_at
from besa.places.models import Municipality, Place
from besa.reports.bulk import BulkReport, Step
from besa.reports.models import Category, CategoryRule
from besa.reports.models.report import CLOSED, State, Visibility
from besa.reports.reaction import is_meaningful
from besa.reports.synthetic_texts import OPENINGS, SENTENCES

SOURCE = "synthetic"
PERIOD = timedelta(days=730)
_CHUNK = 20_000
#: how many reports a kind of place draws, and how far they lie from its middle (degrees)
_PULL = {Place.Kind.TOWN: 12.0, Place.Kind.NEIGHBOURHOOD: 6.0, Place.Kind.VILLAGE: 0.6}
_SPREAD = {Place.Kind.TOWN: 0.009, Place.Kind.NEIGHBOURHOOD: 0.004, Place.Kind.VILLAGE: 0.006}
_OFFICER = "officer"
#: the stories reports have: chance, and the states after received with who brings them about
_STORIES: tuple[tuple[float, tuple[tuple[State, str], ...]], ...] = (
    (0.14, ()),
    (0.10, ((State.ACKNOWLEDGED, _OFFICER),)),
    (0.12, ((State.ACKNOWLEDGED, _OFFICER), (State.IN_PROGRESS, _OFFICER))),
    (0.38, ((State.ACKNOWLEDGED, _OFFICER), (State.IN_PROGRESS, _OFFICER), (State.FIXED, _OFFICER))),
    (0.08, ((State.FIXED, _OFFICER),)),
    (0.06, ((State.ACKNOWLEDGED, _OFFICER), (State.DECLINED, _OFFICER))),
    (0.04, ((State.FORWARDED, _OFFICER),)),
    (0.03, ((State.DUPLICATE, _OFFICER),)),
    (0.02, ((State.WITHDRAWN, "reporter"),)),
    (0.03, ((State.FIXED, _OFFICER), (State.REOPENED, "reporter"))),
)


class NoGroundError(Exception):
    """There is nowhere, or nothing, to make reports of; the text says what is missing."""


@dataclass(frozen=True)
class Ground:
    """Where and about what reports are made, and who answers how fast."""

    places: Sequence[Place]
    weights: np.ndarray
    categories: Sequence[Category]
    #: by municipality and category, the department that answers for it
    departments: Mapping[tuple[int, int], int] = field(default_factory=dict)
    #: by municipality's slug, how long it takes for each step beside the others: 2.0 is twice as long
    paces: Mapping[str, float] = field(default_factory=dict)
    #: after about so long what is open is fixed; None leaves it open for ever
    patience: timedelta | None = None

    @classmethod
    def of_all_places(
        cls, paces: Mapping[str, float] | None = None, patience: timedelta | None = None
    ) -> Ground:
        """All settlements of the municipalities that take reports, and the categories everybody has.

        NoGroundError where that is nothing, or no settlement lies within its municipality: reports would never be made.
        """
        places = list(
            Place.objects.filter(municipality__active=True)
            .select_related("municipality")
            .order_by("municipality__slug", "slug")
        )
        categories = list(Category.objects.filter(municipality=None).order_by("position", "key"))
        if not places:
            raise NoGroundError("There are no settlements yet: run bin/manage prepare --no-demo first.")
        if not categories:
            raise NoGroundError("There are no categories yet: run bin/manage prepare --no-demo first.")
        homes = municipalities_at([place.lat for place in places], [place.lon for place in places])
        if all(home != place.municipality_id for home, place in zip(homes, places, strict=True)):
            raise NoGroundError(
                "No settlement lies within its municipality: there are no boundaries, or they are somewhere else. "
                "Run bin/manage import_boundaries FILE.geojson, or bin/manage prepare --no-demo."
            )
        weights = np.array([_PULL[Place.Kind(p.kind)] * _people_of(p.municipality) for p in places])
        rules = CategoryRule.objects.exclude(department=None)
        departments = {
            (municipality, category): department
            for municipality, category, department in rules.values_list(
                "municipality_id", "category_id", "department_id"
            )
        }
        return cls(places, weights / weights.sum(), categories, departments, paces or {}, patience)


def synthetic_reports(ground: Ground, *, n: int, seed: int, until: datetime) -> Iterator[list[BulkReport]]:
    """`n` reports of the two years before a moment, in lists of at most 20,000, oldest and newest mixed."""
    chance = np.random.default_rng(seed)
    made = 0
    while made < n:
        chunk = list(_chunk(chance, ground, until, made, seed))[: n - made]
        made += len(chunk)
        yield chunk


def _people_of(municipality: Municipality) -> float:
    return float(municipality.population or 40_000)


def _chunk(
    chance: np.random.Generator, ground: Ground, until: datetime, made: int, seed: int
) -> Iterator[BulkReport]:
    chosen = chance.choice(len(ground.places), _CHUNK, p=ground.weights)
    spread = np.array([_SPREAD[Place.Kind(ground.places[p].kind)] for p in chosen])
    lats = np.array([ground.places[p].lat for p in chosen]) + chance.normal(0, 1, _CHUNK) * spread
    lons = np.array([ground.places[p].lon for p in chosen]) + chance.normal(0, 1.35, _CHUNK) * spread
    kinds = np.minimum(chance.geometric(0.22, _CHUNK) - 1, len(ground.categories) - 1)
    ages = chance.beta(1.0, 1.3, _CHUNK) * PERIOD.total_seconds()
    stories = chance.choice(len(_STORIES), _CHUNK, p=[share for share, _ in _STORIES])
    delays = chance.exponential(4.0, (_CHUNK, 3))
    draws = chance.random((_CHUNK, 3))
    homes = municipalities_at(lats.tolist(), lons.tolist())
    for n, home in enumerate(homes):
        place = ground.places[chosen[n]]
        if home != place.municipality_id:
            continue  # scattered over the border: rare, and not wanted
        created = until - timedelta(seconds=float(ages[n]))
        category = ground.categories[kinds[n]]
        pace = ground.paces.get(place.municipality.slug, 1.0)
        steps = _steps(created, until, _STORIES[stories[n]][1], delays[n] * pace)
        if ground.patience and steps[-1].state not in CLOSED:
            at = max(created + ground.patience * (0.5 + float(draws[n][0])), steps[-1].at)
            steps += [Step(State.FIXED, at, _OFFICER)] if at <= until else []
        yield _report(
            place=place,
            category=category,
            department_id=ground.departments.get((place.municipality_id, category.pk)),
            lat=round(float(lats[n]), 6),
            lon=round(float(lons[n]), 6),
            steps=steps,
            draw=draws[n],
            source_id=f"{seed}-{made}-{n}",
        )


def _steps(
    created: datetime, until: datetime, story: tuple[tuple[State, str], ...], delays: np.ndarray
) -> list[Step]:
    """The story as far as it has come: what would lie in the future has not happened yet."""
    steps = [Step(State.RECEIVED, created, "reporter")]
    moment = created
    for (state, role), days in zip(story, delays, strict=False):
        moment += timedelta(days=float(days), minutes=20)
        if moment > until:
            break
        steps.append(Step(state, moment, role))
    return steps


def _report(
    *,
    place: Place,
    category: Category,
    department_id: int | None,
    lat: float,
    lon: float,
    steps: list[Step],
    draw: np.ndarray,
    source_id: str,
) -> BulkReport:
    language = "sr" if draw[0] < 0.06 else "sq"
    created = steps[0].at
    answered = next((s.at for s in steps[1:] if is_meaningful(role=s.role, new=s.state)), None)
    confirmed = bool(draw[1] < 0.8) if steps[-1].state is State.FIXED and draw[2] < 0.5 else None
    return BulkReport(
        municipality_id=place.municipality_id,
        category_id=category.pk,
        department_id=department_id,
        place_id=place.pk,
        lat=lat,
        lon=lon,
        text=_text(category.key, language, draw),
        language=language,
        steps=steps,
        visibility=Visibility.HIDDEN if draw[2] > 0.995 else Visibility.PUBLIC,
        response_due_at=created + timedelta(days=3),
        fix_due_at=created + timedelta(days=30),
        responded_at=answered,
        confirmed_fixed=confirmed,
        source=SOURCE,
        source_id=source_id,
    )


def _text(category: str, language: str, draw: np.ndarray) -> str:
    openings, sentences = OPENINGS[language], SENTENCES[language].get(category, SENTENCES[language]["other"])
    return f"{openings[int(draw[1] * len(openings))]} {sentences[int(draw[2] * len(sentences))]}"
