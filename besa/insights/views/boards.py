"""Infographics: chosen on a page, made in the background, with a text for those who do not see them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from besa.core.context_processors import brand_of
from besa.insights.editions import Wanted
from besa.insights.infographics.absence import NothingToShow
from besa.insights.infographics.boards import NoSubject
from besa.insights.permissions import EDIT
from besa.insights.queries.boards import Request, wanted_of
from besa.insights.queries.boards.pages import around, parameters_of, read_request
from besa.insights.views.editions import order_and_show, page_of_edition
from besa.people.permissions import standing_of


@require_http_methods(["GET", "HEAD", "POST"])
def board(request: HttpRequest, template: str, subject: str) -> HttpResponse:
    """`?language=&period=&as_of=&by=`: an infographic, or how far it is. POST orders it."""
    asked = read_request(template, subject, request.POST or request.GET, brand_of(request))
    wanted = _wanted(asked)
    if request.method == "POST" and isinstance(wanted, Wanted):
        return order_and_show(request, wanted, parameters_of(asked))
    known = wanted if isinstance(wanted, Wanted) else None
    editor = standing_of(request.user).organisations_for(EDIT)
    context = {
        **around(asked, known),
        "may_edit": bool(editor),
        "missing": None if known else wanted,
    }
    return page_of_edition(request, "insights/board.html", known, context)


def infographic(request: HttpRequest, slug: str) -> HttpResponse:
    """Reporting and fixing in a municipality."""
    return board(request, "reporting", slug)


def _wanted(asked: Request) -> Wanted | NothingToShow:
    try:
        return wanted_of(asked)
    except NothingToShow as missing:
        return missing
    except NoSubject:
        raise Http404 from None
