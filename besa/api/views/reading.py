"""The operations: each reads its parameters and gives plain values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Path, Query, Router

from besa.api import parameters, schemas
from besa.api.cursors import Cursor, UnknownCursor, read_cursor
from besa.api.problems import ParameterError, Problem
from besa.api.queries import categories as category_queries
from besa.api.queries import infographics, places, reports, statistics, updates
from besa.api.reading import area_of, criteria_of, municipality_of
from besa.api.views.answering import answer, part
from besa.core.throttling import Bucket, take
from besa.insights.editions import key_of
from besa.insights.infographics.absence import NothingToShow
from besa.insights.queries.editions import edition_of
from besa.insights.services.editions import order_edition
from besa.reports.queries.steps import WantedSteps

router = Router()
Operation = Callable[..., HttpResponse]
_WRONG: dict[int, Any] = {304: None, 400: schemas.Problem, 404: schemas.Problem, 429: schemas.Problem}


def _get(address: str, name: str, schema: Any, tag: str) -> Callable[[Operation], Operation]:
    """Describe a function as the operation of an address."""
    return router.get(address, response={200: schema, **_WRONG}, url_name=name, operation_id=name, tags=[tag])


@_get("/reports", "reports", schemas.ReportPage, "reports")
def list_reports(request: HttpRequest, asked: Query[parameters.ReportFilters]) -> HttpResponse:
    """Public reports, newest first."""
    area = area_of(asked)
    name = reports.list_name(asked.order, in_area=area is not None)
    wanted = reports.Wanted(criteria_of(asked), area, asked.order, _cursor(asked, name), asked.limit)
    return part(request, *reports.reports_page(wanted))


@_get("/reports/{number}", "report", schemas.ReportInFull, "reports")
def read_report(
    request: HttpRequest, number: Path[parameters.Number], asked: Query[parameters.Asked]
) -> HttpResponse:
    """One public report with its story."""
    found = reports.report_in_full(number)
    if found is None:
        raise Problem("not-found", _("There is no public report with this number."))
    return answer(request, found, changed_at=reports.changed_without_photos(number))


@_get("/updates", "updates", schemas.UpdatePage, "reports")
def list_updates(request: HttpRequest, asked: Query[parameters.UpdateFilters]) -> HttpResponse:
    """What happened to public reports, oldest first."""
    municipality = municipality_of(asked.municipality)
    cursor = _cursor(asked, updates.LIST)
    wanted = WantedSteps(
        municipality_id=municipality.pk if municipality else None,
        report_ids=[asked.report] if asked.report else None,
        start=asked.happened_from,
        end=asked.happened_to,
        after=updates.mark_of(cursor) if cursor else None,
    )
    return part(request, *updates.updates_page(wanted, limit=asked.limit))


@_get("/categories", "categories", schemas.CategoryList, "places")
def list_categories(request: HttpRequest, asked: Query[parameters.CategoryFilters]) -> HttpResponse:
    """What can be reported."""
    municipality = municipality_of(asked.municipality)
    pk = municipality.pk if municipality else category_queries.EVERYWHERE
    return answer(request, {"items": category_queries.categories(pk)})


@_get("/municipalities", "municipalities", schemas.MunicipalityList, "places")
def list_municipalities(request: HttpRequest, asked: Query[parameters.MunicipalityFilters]) -> HttpResponse:
    """Municipalities of both countries."""
    active = None if asked.active is None else asked.active == "true"
    return answer(request, {"items": places.municipalities(country=asked.country, active=active)})


@_get("/municipalities/{slug}", "municipality", schemas.Municipality, "places")
def read_municipality(
    request: HttpRequest, slug: Path[parameters.Slug], asked: Query[parameters.Asked]
) -> HttpResponse:
    """One municipality."""
    found = places.municipality(slug)
    if found is None:
        raise Problem("not-found", _("There is no municipality with this name in its address."))
    return answer(request, found)


@_get("/settlements", "settlements", schemas.SettlementPage, "places")
def list_settlements(request: HttpRequest, asked: Query[parameters.SettlementFilters]) -> HttpResponse:
    """Settlements and neighbourhoods, by their number."""
    municipality = municipality_of(asked.municipality)
    cursor = _cursor(asked, places.SETTLEMENTS)
    items, last = places.settlements_page(
        municipality.pk if municipality else None, after=cursor.pk if cursor else 0, limit=asked.limit
    )
    return part(request, items, Cursor(places.SETTLEMENTS, 0, last) if last else None)


@_get("/statistics", "statistics", schemas.FigureList, "statistics")
def list_figures(request: HttpRequest, asked: Query[parameters.Asked]) -> HttpResponse:
    """The figures that can be asked for, and how each is counted."""
    return answer(request, {"items": statistics.all_figures()})


@_get("/statistics/{key}", "figure", schemas.Figure, "statistics")
def read_figure(
    request: HttpRequest, key: Path[parameters.FigureKey], asked: Query[parameters.FigureFilters]
) -> HttpResponse:
    """One figure, as it is on the statistics page."""
    given = asked.model_dump(exclude={"language"}, exclude_none=True)
    try:
        return answer(request, statistics.figure(key, given))
    except statistics.UnknownFigure:
        raise Problem("not-found", _("There is no such figure.")) from None
    except statistics.WrongParameter as wrong:
        detail = _("This figure does not take it, needs it, or knows nothing of that name.")
        raise Problem("unknown-value", errors=[ParameterError(str(wrong), detail)]) from None


@_get("/infographics", "infographics", schemas.InfographicList, "infographics")
def list_infographics(request: HttpRequest, asked: Query[parameters.Asked]) -> HttpResponse:
    """The templates of infographics."""
    return answer(request, {"items": infographics.all_templates()})


@_get("/infographics/{template}/{subject}", "infographic", schemas.Infographic, "infographics")
def read_infographic(
    request: HttpRequest,
    template: Path[parameters.Slug],
    subject: Path[parameters.MandateSlug],
    asked: Query[parameters.InfographicFilters],
) -> HttpResponse:
    """What an infographic says, and its files. Whoever asks first has them made: ask again until they are ready."""
    try:
        given = asked.model_dump(exclude={"language"}, exclude_none=True)
        wanted = infographics.infographic_wanted(template, subject, **given)
    except infographics.NoInfographic:
        raise Problem("not-found", _("There is no such infographic.")) from None
    except NothingToShow as missing:
        raise Problem("nothing-to-show", missing.said) from None
    except infographics.UnknownPeriod:
        wrong = [ParameterError("period", _("This template has no such period."))]
        raise Problem("unknown-value", errors=wrong) from None
    edition = edition_of(key_of(wanted))
    if edition is None and not take(Bucket("edition:api", per_hour=200, capacity=100)):
        raise Problem("too-many-requests", headers={"Retry-After": "60"})
    made = edition or order_edition(wanted=wanted)
    return answer(request, infographics.told(template, subject, wanted, made))


def _cursor(asked: parameters.Paged, name: str) -> Cursor | None:
    try:
        return read_cursor(asked.cursor, name) if asked.cursor else None
    except UnknownCursor:
        wrong = ParameterError("cursor", _("This list gave no such cursor. Begin again without it."))
        raise Problem("unknown-value", errors=[wrong]) from None
