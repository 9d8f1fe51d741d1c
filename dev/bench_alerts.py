"""Measures the matching of alerts: python -m dev.bench_alerts [number of subscriptions] [folder].

Fills a database of its own with subscriptions of all kinds, spread over all municipalities, and prints the CPU time
of finding who wants to hear of a happening, apart by how many were found.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import time
from pathlib import Path

FOLDER = Path(sys.argv[2] if len(sys.argv) > 2 else "var/bench/alerts")
FOLDER.mkdir(parents=True, exist_ok=True)
os.environ |= {
    "BESA_DATA": str(FOLDER.resolve()),
    "BESA_DEMO": "0",
    "DJANGO_SETTINGS_MODULE": "besa.config.settings",
}

import django  # noqa: E402

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from besa.alerts.kinds import ALL, Kind  # noqa: E402
from besa.alerts.models import Subscriber, Subscription, Topic  # noqa: E402
from besa.alerts.queries.matching import matches_of  # noqa: E402
from besa.alerts.scopes import Scope  # noqa: E402
from besa.core.geo import key_of  # noqa: E402
from besa.places.models import Municipality, Place  # noqa: E402
from besa.reports.models import Category, Report  # noqa: E402
from besa.reports.nearby import Circle  # noqa: E402
from besa.site.preparation import prepare  # noqa: E402

DICE = random.Random(18)
KINDS = (Kind.NEW, Kind.FIXED, Kind.NEW | Kind.FIXED, Kind.LATE, ALL)


def main() -> None:
    """Fill, measure, print."""
    list(prepare())
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    places = list(Place.objects.select_related("municipality"))
    categories = list(Category.objects.filter(municipality=None))
    fill(wanted, places, categories)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    measured = sorted(one_event(DICE.choice(places), DICE.choice(categories)) for _ in range(300))
    measured += [
        one_event(Place(lat=44.9, lon=13.1, municipality=Municipality()), Category()) for _ in range(20)
    ]
    by_size: dict[str, list[tuple[int, float]]] = {}
    for found, ms in measured:
        by_size.setdefault(
            "none" if found == 0 else "≤ 50" if found <= 50 else "≤ 500" if found <= 500 else "> 500", []
        ).append((found, ms))
    print(f"{Subscription.objects.count():,} subscriptions, {connection.vendor}")
    for name, rows in by_size.items():
        times = sorted(ms for _, ms in rows)
        each = statistics.median(ms * 1000 / max(1, found) for found, ms in rows)
        print(
            f"found {name}: {len(rows)} events, median {statistics.median(times):.2f} ms, "
            f"worst {times[-1]:.2f} ms, {each:.0f} µs a match"
        )


def fill(wanted: int, places: list[Place], categories: list[Category]) -> None:
    """Subscriptions until there are enough: mostly places and circles, as people follow where they live."""
    there = Subscription.objects.count()
    while there < wanted:
        add(there, min(there + 5_000, wanted), places, categories)
        there = Subscription.objects.count()
        print(f"{there:,}", file=sys.stderr)


def add(first: int, after: int, places: list[Place], categories: list[Category]) -> None:
    """Some subscriptions, each of an address of its own, as the service would write them."""
    now = timezone.now()
    scopes = [some_scope(DICE.choice(places), DICE.choice(categories)) for _ in range(first, after)]
    with transaction.atomic():
        subscribers = Subscriber.objects.bulk_create(
            Subscriber(
                channel="mail",
                address=f"p{n}@example.org",
                fingerprint=f"f{n}",
                key=f"k{n}",
                confirmed_at=now,
            )
            for n in range(first, after)
        )
        subscriptions = Subscription.objects.bulk_create(
            Subscription(
                subscriber=subscriber,
                scope=scope.key,
                municipality=scope.municipality,
                place=scope.place,
                category=scope.category,
                lat=scope.circle.lat if scope.circle else None,
                lon=scope.circle.lon if scope.circle else None,
                radius_m=scope.circle.radius_m if scope.circle else None,
                kinds=DICE.choice(KINDS),
                frequency=DICE.choice(("now", "daily", "weekly")),
                language="sq",
                brand="besa",
                key=f"s{subscriber.pk}",
                confirmed_at=now,
            )
            for subscriber, scope in zip(subscribers, scopes, strict=True)
        )
        Topic.objects.bulk_create(
            Topic(subscription=subscription, word=word, kinds=subscription.kinds)
            for subscription, scope in zip(subscriptions, scopes, strict=True)
            for word in scope.topics
        )


def some_scope(place: Place, category: Category) -> Scope:
    """What somebody around a place may follow."""
    town: Municipality = place.municipality
    narrowed = category if DICE.random() < 0.5 else None
    kind = DICE.random()
    if kind < 0.45:
        return Scope(place=place, municipality=town, category=narrowed)
    if kind < 0.9:
        point = place.lat + DICE.gauss(0, 0.02), place.lon + DICE.gauss(0, 0.02)
        radius = DICE.choice((250, 500, 1_000, 2_000, 5_000))
        return Scope(circle=Circle(*point, radius), municipality=town, category=narrowed)
    return Scope(municipality=town, category=narrowed) if kind < 0.999 else Scope(category=category)


def one_event(place: Place, category: Category) -> tuple[int, float]:
    """How many a happening near a place is told to, and the CPU time of finding them."""
    lat, lon = place.lat + DICE.gauss(0, 0.01), place.lon + DICE.gauss(0, 0.01)
    report = Report(
        pk=1,
        municipality=place.municipality,
        place=place,
        category=category,
        lat=lat,
        lon=lon,
        zkey=key_of(lat, lon),
    )
    times = []
    for _ in range(3):
        before = time.process_time()
        found = len(matches_of(report, Kind.NEW))
        times.append((time.process_time() - before) * 1000)
    return found, min(times)


if __name__ == "__main__":
    main()
