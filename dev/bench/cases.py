"""What is measured, in order; what each must reach is in `targets.py`."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import cast

from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from besa.core.vouching import Trust
from besa.places.models import Municipality, Place
from besa.reports import exposure, tiles
from besa.reports.drafts import ReportDraft
from besa.reports.models import Category, Report
from besa.reports.services.day_counts import add_up_day_counts
from besa.reports.services.submission import submit_report
from dev.bench.bulk_acts import BULK_CASES
from dev.bench.exports import csv_export
from dev.bench.figures import FIGURE_CASES
from dev.bench.forms import FormSender, large_photo
from dev.bench.kits import share_kit
from dev.bench.measuring import Measured, measure
from dev.bench.officials import official_of, signed_in
from dev.bench.places_to_measure import busiest_report, largest_municipality, tile_with
from dev.bench.programs import addresses_for_programs
from dev.bench.publications import PUBLICATION_CASES
from dev.bench.weights import loaded_by


@dataclass(frozen=True)
class Case:
    """One line of the table. `run` sets up and measures; None where the reports do not suffice for it."""

    name: str
    run: Callable[[str], Measured | None]


def cases() -> Iterator[Case]:
    """All of them, in the order of the table."""
    yield from _TILES
    yield from (Case(name, partial(_page, address=address)) for name, address in _PAGES.items())
    yield Case("municipality page, right after a change", _changed_municipality)
    yield from _WEIGHTS
    yield from (Case(name, partial(_queue, query=query)) for name, query in _QUEUES.items())
    yield from (Case(name, run) for name, run in BULK_CASES.items())
    yield from (
        Case(name, partial(_for_program, address=one)) for name, one in addresses_for_programs().items()
    )
    yield from (Case(name, run) for name, run in FIGURE_CASES.items())
    yield from (Case(name, run) for name, run in PUBLICATION_CASES.items())
    yield Case("share kit of a month", share_kit)
    yield Case("CSV of all reports", csv_export)
    yield Case("create a report (service)", lambda name: measure(name, _creator(), runs=100))
    yield Case("send the form", lambda name: _send(name, FormSender(largest_municipality())))
    photo = "send the form with a photo of 4 MB"
    yield Case(photo, lambda name: _send(name, FormSender(largest_municipality(), large_photo()), runs=15))


_PAGES = {
    "report page": lambda: f"/sq/reports/{busiest_report()}/",
    "municipality page": lambda: f"/sq/m/{largest_municipality()}/",
    "home page": lambda: "/sq/",
    "search for a common word": lambda: "/sq/search/?q=grope",
    "search for a rare word": lambda: f"/sq/search/?q={busiest_report()}",
    "map page as a list": lambda: "/sq/map/",
    "feed of a municipality (Atom)": lambda: f"/sq/feeds/{largest_municipality()}/reports.atom",
    "feed of all reports (JSON)": lambda: "/sq/feeds/reports.json",
    "ledger page": lambda: "/sq/ledger/",
    "report form": lambda: f"/sq/report/?municipality={largest_municipality()}",
}
_QUEUES = {
    "officer's queue": "view=new",
    "officer's queue, filtered": "view=open&category=lighting&state=in_progress&due=repair&age=over30",
    "officer's queue, a common word": "view=open&q=grope",
}


def _get(browser: Client, address: str, **headers: str) -> HttpResponse:
    return cast(HttpResponse, browser.get(address, headers=headers))


def _citizen() -> Client:
    return Client(headers={"accept-encoding": "gzip", "accept-language": "sq"})


def _page(name: str, *, address: Callable[[], str]) -> Measured:
    return measure(name, partial(_get, _citizen(), address()), before=cache.clear)


def _for_program(name: str, *, address: str) -> Measured:
    """From another network address each time: one address may ask so many times a minute."""
    browser, numbers = _citizen(), itertools.count(1)

    def ask() -> HttpResponse:
        return cast(HttpResponse, browser.get(address, REMOTE_ADDR=f"10.0.{next(numbers)}.1"))

    return measure(name, ask)


def _changed_municipality(name: str) -> Measured:
    """Each time an answer to another one of its reports has become late: a number of the page that is counted anew."""
    slug = largest_municipality()
    add_up_day_counts()  # as the worker does every few minutes
    waiting = Report.objects.filter(
        municipality__slug=slug, visibility="public", responded_at=None, closed_at=None
    )
    numbers = iter(waiting.order_by("-response_due_at").values_list("pk", flat=True)[:500])

    def change() -> None:
        report = Report.objects.get(pk=next(numbers))
        with transaction.atomic():
            yesterday = timezone.now() - timedelta(days=1)
            Report.objects.filter(pk=report.pk).update(response_due_at=yesterday)
            exposure.change(
                report, old_state=report.state, old_category_id=report.category_id, old_zkey=report.zkey
            )

    return measure(name, partial(_get, _citizen(), f"/sq/m/{slug}/"), before=change)


def _queue(name: str, *, query: str) -> Measured:
    slug = largest_municipality()
    return measure(
        name, partial(_get, signed_in(official_of(slug)), f"/sq/desk/?municipality={slug}&{query}")
    )


def _send(name: str, sender: FormSender, *, runs: int = 60) -> Measured:
    return measure(name, sender.send, runs=runs, before=sender.prepare)


def _cold_tile(name: str, *, points: int) -> Measured:
    address, zoom, n = _address_of_tile(points)
    cold = measure(name, partial(_get, Client(), address), before=tiles.tile.cache_clear)
    cold.notes = {"points": n, "zoom": zoom}
    return cold


def _address_of_tile(points: int) -> tuple[str, int, int]:
    zoom, x, y, n = tile_with(points, range(tiles.POINTS_FROM, 19))
    return f"/tiles/reports/{zoom}/{x}/{y}.mvt", zoom, n


def _unchanged_tile(name: str) -> Measured:
    address, browser = _address_of_tile(4000)[0], _citizen()
    etag = _get(browser, address)["ETag"]
    return measure(name, partial(_get, browser, address, if_none_match=etag), runs=100)


def _kept_tile(name: str) -> Measured:
    return measure(name, partial(_get, _citizen(), _address_of_tile(4000)[0]), runs=100)


def _lowest_tile(name: str) -> Measured:
    return measure(name, partial(_get, Client(), "/tiles/reports/6/35/23.mvt"), before=tiles.tile.cache_clear)


_TILES = (
    Case("tile of about 4,000 points, cold", partial(_cold_tile, points=4000)),
    Case("the same, not changed (304)", _unchanged_tile),
    Case("the same, from the cache", _kept_tile),
    Case("tile of about 500 points, cold", partial(_cold_tile, points=500)),
    Case("tile of zoom 6, all reports clustered, cold", _lowest_tile),
)


def _weight(name: str, *, address: Callable[[], str], scripts: bool = True) -> Measured:
    """What is measured is the page; what is judged is its size with all that it loads."""
    weighed = _page(name, address=address)
    weighed.size = sum(loaded_by(address(), scripts=scripts).values())
    return weighed


_WEIGHTS = (
    Case("home page, all that it loads", partial(_weight, address=_PAGES["home page"])),
    Case("report form, all that it loads", partial(_weight, address=_PAGES["report form"])),
    Case(
        "report form, until it can be used",
        partial(_weight, address=_PAGES["report form"], scripts=False),
    ),
)


def _creator() -> Callable[[], HttpResponse]:
    municipality = Municipality.objects.get(slug=largest_municipality())
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
