"""Statistics: of one municipality, of all side by side, and how each number is made."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from besa.core.brands import DEFAULT
from besa.core.links import absolute_url
from besa.insights.counting import Count
from besa.insights.exports import comparison_csv, figures_csv, parts_csv
from besa.insights.figures import FIGURES
from besa.insights.forms.statistics import ComparisonForm, StatisticsForm
from besa.insights.intervals import CONFIDENCE
from besa.insights.pledge_figures import PLEDGE_FIGURES
from besa.insights.queries.breakdown import BREAKDOWNS
from besa.insights.queries.comparison import ENOUGH, chart_of, compare, in_rows
from besa.insights.queries.statistics import statistics_page
from besa.places.models import Municipality
from besa.places.queries import municipality_of_slug


@require_safe
def statistics(request: HttpRequest, slug: str) -> HttpResponse:
    """`?category=&department=&place=` keys, `?period=` or `?since=&until=`, `?as_of=` days, `?by=` table."""
    town = _taking_reports(slug)
    form = StatisticsForm(request.GET.dict(), municipality=town)
    context = {
        "municipality": town,
        "form": form,
        "by": form.apart_by,
        "chosen": bool(request.GET) or not form.is_valid(),
        "body": _body(request, form),
    }
    return render(request, "insights/statistics.html", context)


def _body(request: HttpRequest, form: StatisticsForm) -> SafeString:
    """The numbers in words and pictures: kept with what was counted for a minute, as nothing on it runs faster."""
    asked, by = form.asked, form.apart_by
    source_url = f"{_address(request, 'insights:statistics', asked.municipality.slug)}?{asked.query}"
    count = Count(asked)

    def drawn() -> SafeString:
        page = statistics_page(count, by=by, source_url=source_url)
        context = {
            "page": page,
            "municipality": asked.municipality,
            "by": by,
            "breakdowns": BREAKDOWNS,
            "source_url": source_url,
        }
        return render_to_string("insights/components/statistics_body.html", context, request)

    return count.kept(("page", source_url, by), drawn, of=asked.as_of.seconds // 60)


@require_safe
def statistics_csv(request: HttpRequest, slug: str, table: str) -> HttpResponse:
    """The figures, or the table by category, department or settlement; the same questions as the page."""
    town = _taking_reports(slug)
    count = Count(StatisticsForm(request.GET.dict(), municipality=town).asked)
    text = figures_csv(count) if table == "figures" else parts_csv(count, BREAKDOWNS[table])
    return _file(text, f"{town.slug}-{table}-{count.asked.as_of.day}")


@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    """`?category=` key, `?period=`, `?as_of=` day."""
    form = ComparisonForm(request.GET.dict())
    compared = compare(**form.asked)
    source_url = f"{_address(request, 'insights:comparison')}?{form.query_as_of(compared.as_of.day)}"
    context = {
        "form": form,
        "comparison": compared,
        "rows": in_rows(compared),
        "chart": chart_of(compared, source_url),
        "query": form.query_as_of(compared.as_of.day),
        "enough": ENOUGH,
    }
    return render(request, "insights/comparison.html", context)


@require_safe
def comparison_table(request: HttpRequest) -> HttpResponse:
    """The comparison as CSV."""
    compared = compare(**ComparisonForm(request.GET.dict()).asked)
    return _file(comparison_csv(compared), f"comparison-{compared.as_of.day}")


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """How each number is defined, with its key."""
    context = {"figures": (*FIGURES, *PLEDGE_FIGURES), "enough": ENOUGH, "confidence": CONFIDENCE}
    return render(request, "insights/method.html", context)


def _taking_reports(slug: str) -> Municipality:
    town = municipality_of_slug(slug[:40])
    if town is None or not town.active:
        raise Http404
    return town


def _address(request: HttpRequest, view: str, *args: str) -> str:
    brand = getattr(request, "brand", DEFAULT).key
    return absolute_url(view, *args, language=get_language() or "", brand=brand)


def _file(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["Cache-Control"] = f"public, max-age={int(timedelta(minutes=1).total_seconds())}"
    return response
