"""Pages of pledges: the mayor with the longest list, a pledge, all mayors, data for programs, a chart, monitors' pages.

A page is *cold* right after a round was published: nothing that was kept of the mandate holds any more. The worker
has computed by then how far the coders agreed, as it does at once after each publication.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache, partial
from typing import cast

from django.db.models import Count, F
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation

from besa.core.brands import DEFAULT
from besa.core.languages import SQ
from besa.insights.bound_charts import CHARTS
from besa.insights.charts import keeping
from besa.insights.reader import Reader
from besa.people.models import Role, User
from besa.pledges.models import Mandate, Pledge, Round
from besa.pledges.queries.public_rounds import agreement_of
from dev.bench.cases import Case
from dev.bench.measuring import Measured, measure
from dev.bench.officials import signed_in

_COLD = "cold"


def pledge_cases() -> Iterator[Case]:
    """All of them, in the order of the table."""
    for name, path in _PAGES.items():
        before = _publisher if name.endswith(_COLD) else None
        yield Case(name, partial(_page, path=path, prepare=before))
    yield Case("bound chart as SVG, drawn", _chart)
    yield Case("bound chart as SVG, kept", _kept_chart)
    yield from (Case(name, partial(_for_monitors, path=path)) for name, path in _DESK.items())


@cache
def _longest() -> Mandate:
    """The mandate with the longest list; the same one at every size."""
    counted = Mandate.objects.annotate(n=Count("pledges"))
    return counted.select_related("municipality").order_by("-n", "pk")[0]


@cache
def _pledge() -> Pledge:
    """One of its pledges with most evidence."""
    return _longest().pledges.annotate(n=Count("evidence")).order_by("-n", "number")[0]


def _mayor(rest: str = "") -> str:
    return f"/sq/pledges/{_longest().slug}/{rest}"


def _past() -> str:
    """The day after the last list was frozen and before the newest round."""
    second = _longest().rounds.order_by("number")[1]
    return f"?on={second.as_of.isoformat()}"


_PAGES: dict[str, Callable[[], str]] = {
    f"mayor's page, {_COLD}": _mayor,
    "mayor's page": _mayor,
    f"mayor's page of a past day, {_COLD}": lambda: _mayor(_past()),
    "mayor's page, search among the pledges": lambda: _mayor("?q=asfaltimi+rruges&status=in_progress"),
    "counts in a frame": lambda: _mayor("embed/"),
    "pledge page": lambda: _mayor(f"{_pledge().uid}/"),
    "pledge page of a past day": lambda: _mayor(f"{_pledge().uid}/{_past()}"),
    "pledge as a sheet to print": lambda: _mayor(f"{_pledge().uid}/print/"),
    "list of mayors": lambda: "/sq/pledges/",
    "list of mayors, second page": lambda: "/sq/pledges/?page=2",
    "mandates side by side": lambda: "/sq/pledges/compare/",
    "log of corrections": lambda: "/sq/pledges/corrections/",
    "municipality page with its pledges": lambda: f"/sq/m/{_longest().municipality.slug}/",
    "feed of a mandate (Atom)": lambda: _mayor("feed.atom"),
    "pledges as CSV": lambda: f"/pledges/{_longest().slug}.csv",
    "pledges as JSON": lambda: f"/pledges/{_longest().slug}.json",
    "Popolo": lambda: "/pledges/popolo.json",
}
_DESK: dict[str, Callable[[], str]] = {
    "monitors' desk": lambda: "/sq/monitoring/",
    "a mandate for its monitors": lambda: f"/sq/monitoring/mandates/{_longest().slug}/",
    "a pledge for its monitors": lambda: f"/sq/monitoring/pledges/{_pledge().uid}/",
    "a round for its monitors": lambda: f"/sq/monitoring/rounds/{_longest().rounds.latest('number').pk}/",
}


def _page(
    name: str, *, path: Callable[[], str], prepare: Callable[[], Callable[[], None]] | None
) -> Measured:
    """From another network address each time: one address may ask so many times a minute."""
    browser = Client(headers={"accept-encoding": "gzip", "accept-language": "sq"})
    address, numbers = path(), itertools.count(1)

    def ask() -> HttpResponse:
        number = next(numbers)
        return cast(HttpResponse, browser.get(address, REMOTE_ADDR=f"10.1.{number // 250}.{number % 250}"))

    return measure(name, ask, before=prepare() if prepare else lambda: None)


def _publisher() -> Callable[[], None]:
    """Publishes the newest round of the mandate again, a moment later each time."""
    newest = Round.objects.filter(pk=_longest().rounds.latest("number").pk)

    def publish() -> None:
        newest.update(published_at=F("published_at") + timedelta(milliseconds=1))
        agreement_of(newest.get())

    return publish


def _digest() -> str:
    with translation.override(SQ):
        asked = {"mandate": _longest().slug}
        return keeping.keep(
            CHARTS["pledge_statuses"].read(asked, Reader(), brand=DEFAULT.key), DEFAULT
        ).digest


def _chart_of(digest: str) -> HttpResponse:
    address = reverse("insights-data:chart", args=[digest, "chart.svg"])
    return cast(HttpResponse, Client().get(address))


def _chart(name: str) -> Measured:
    """The ratings are counted, and the drawing is made by a process that has started already."""
    return measure(name, lambda: _chart_of(_digest()), runs=10, before=keeping.forget_all)


def _kept_chart(name: str) -> Measured:
    digest = _digest()
    return measure(name, lambda: _chart_of(digest))


def _for_monitors(name: str, *, path: Callable[[], str]) -> Measured:
    member = {"organisation": _longest().monitored_by, "role": Role.EDITOR}
    editor = User.objects.filter(**{f"memberships__{key}": value for key, value in member.items()})[0]
    browser, address = signed_in(editor), path()
    return measure(name, lambda: cast(HttpResponse, browser.get(address)))
