"""What is measured; what each must reach is in `targets.py`."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator

from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from besa.desk.services.bulk import ask_for_bulk_act, hasten_bulk_act
from besa.people.models import Membership, Role, User
from besa.places.models import Municipality, Place
from besa.reports import tiles
from besa.reports.drafts import ReportDraft, Trust
from besa.reports.models import Category, Report
from besa.reports.services.submission import submit_report
from dev.bench.exports import csv_export
from dev.bench.figures import statistics_cases
from dev.bench.forms import FormSender, large_photo
from dev.bench.measuring import Measured, measure
from dev.bench.places_to_measure import busiest_report, largest_municipality, tile_with


def run_cases() -> Iterator[Measured]:
    """Measure everything, hello first."""
    browser = Client(headers={"accept-encoding": "gzip", "accept-language": "sq"})
    get = _getter(browser)
    yield measure("hello", get("/bench/hello"), runs=200)
    yield from _tiles(browser, get)
    slug, report = largest_municipality(), busiest_report()
    desk = _officer_of(slug)
    for name, address in {
        "report page": f"/sq/reports/{report}/",
        "municipality page": f"/sq/m/{slug}/",
        "home page": "/sq/",
        "search for a common word": "/sq/search/?q=grope",
        "search for a rare word": f"/sq/search/?q={report}",
        "map page as a list": "/sq/map/",
        "feed of a municipality (Atom)": f"/sq/feeds/{slug}/reports.atom",
        "feed of all reports (JSON)": "/sq/feeds/reports.json",
        "ledger page": "/sq/ledger/",
        "report form": f"/sq/report/?municipality={slug}",
    }.items():
        yield measure(name, get(address), before=cache.clear)
    for name, query in {
        "officer's queue": "view=new",
        "officer's queue, filtered": "view=open&category=lighting&state=in_progress&due=repair&age=over30",
        "officer's queue, a common word": "view=open&q=grope",
    }.items():
        yield measure(name, lambda query=query: desk.get(f"/sq/desk/?municipality={slug}&{query}"))  # type: ignore[misc]
    yield measure("acknowledge 200 reports", _bulk_act(slug), runs=5)
    for name, address in _open311(slug).items():
        yield measure(name, get(address))
    yield csv_export()
    yield from statistics_cases(get, slug)
    yield measure("create a report (service)", _creator(slug), runs=100)
    sender = FormSender(slug)
    yield measure("send the form", sender.send, before=sender.prepare)
    sender = FormSender(slug, large_photo())
    yield measure("send the form with a photo of 4 MB", sender.send, runs=15, before=sender.prepare)


def _bulk_act(slug: str) -> Callable[[], HttpResponse]:
    """Does to 200 reports that nobody has acknowledged yet what an official asked for; other ones each time."""
    user, municipality = User.objects.get(email="bench@besa.example"), Municipality.objects.get(slug=slug)
    waiting = Report.objects.filter(municipality=municipality, state="received").order_by("-pk")
    numbers = iter(waiting.values_list("pk", flat=True)[:2000])

    def act() -> HttpResponse:
        asked = ask_for_bulk_act(
            municipality=municipality, by=user, act="acknowledge", arguments={"text": ""},
            reports=list(itertools.islice(numbers, 200)), seen_at=timezone.now(),
        )  # fmt: skip
        hasten_bulk_act(bulk=asked)
        return HttpResponse()

    return act


def _open311(slug: str) -> dict[str, str]:
    """What programs ask for: whole pages and small ones, around a point in the largest town, and what changed."""
    town = Municipality.objects.get(slug=slug)
    since = timezone.now() - dt.timedelta(days=20)
    questions = {
        "": "",
        " of a municipality": f"jurisdiction_id={slug}",
        " around a point": f"lat={town.lat}&long={town.lon}&radius=2000",
        " that changed": f"updated_after={since:%Y-%m-%d}",
    }
    found = {
        f"Open311, {size} reports{what}": f"/open311/v2/requests.json?page_size={size}&{query}"
        for what, query in questions.items()
        for size in (50, 1000)
    }
    return found | {
        f"API, 50 reports{what}": f"/api/v1/reports?{query}"
        for what, query in {
            "": "",
            " around a point": f"around={town.lat:.5f},{town.lon:.5f},2000",
            " in the order of change": f"order=changed&changed_from={since:%Y-%m-%dT%H:%M:%SZ}",
        }.items()
    }


def _officer_of(slug: str) -> Client:
    """A signed-in browser of somebody who works for a municipality."""
    user, _ = User.objects.get_or_create(email="bench@besa.example")
    municipality = Municipality.objects.get(slug=slug)
    Membership.objects.get_or_create(user=user, role=Role.COORDINATOR, municipality=municipality)
    browser = Client()
    browser.force_login(user)
    return browser


def _getter(browser: Client) -> Callable[..., Callable[[], HttpResponse]]:
    def get(address: str, **headers: str) -> Callable[[], HttpResponse]:
        return lambda: browser.get(address, headers=headers)  # type: ignore[return-value]

    return get


def _tiles(browser: Client, get: Callable[..., Callable[[], HttpResponse]]) -> Iterator[Measured]:
    plain = Client()
    for name, points in (("tile of about 4,000 points, cold", 4000), ("tile of about 500 points, cold", 500)):
        zoom, x, y, n = tile_with(points, range(tiles.POINTS_FROM, 19))
        address = f"/tiles/reports/{zoom}/{x}/{y}.mvt"
        cold = measure(name, lambda address=address: plain.get(address), before=tiles.tile.cache_clear)  # type: ignore[misc]
        cold.notes = {"points": n, "zoom": zoom}
        yield cold
        if points == 4000:
            etag = browser.get(address)["ETag"]
            yield measure("the same, not changed (304)", get(address, if_none_match=etag), runs=100)
            yield measure("the same, from the cache", get(address), runs=100)
    lowest = "tile of zoom 6, all reports clustered, cold"
    yield measure(lowest, lambda: plain.get("/tiles/reports/6/35/23.mvt"), before=tiles.tile.cache_clear)


def _creator(slug: str) -> Callable[[], HttpResponse]:
    municipality = Municipality.objects.get(slug=slug)
    category = Category.objects.get(key="pothole")
    places = itertools.cycle(list(Place.objects.filter(municipality=municipality)))
    numbers = itertools.count()

    def create() -> HttpResponse:
        place, number = next(places), next(numbers)
        submit_report(
            draft=ReportDraft(
                municipality_id=municipality.pk, category_id=category.pk, lat=place.lat, lon=place.lon,
                text="Gropë e thellë para shkollës, e rrezikshme për fëmijët.", language="sq", brand="besa",
                email=f"bench{number}@besa.example",
            ),
            device=f"bench-{number}",
            trust=Trust.PROOF_OF_WORK,
        )  # fmt: skip
        return HttpResponse()

    return create
