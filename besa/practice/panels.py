"""The banner on every page of the desk while somebody practises."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from besa.core.registries import PanelPart, panels
from besa.people.permissions import standing_of
from besa.places.models import Municipality
from besa.practice import practising
from besa.practice.queries.steps import banner_of


def banner_panel(request: HttpRequest, subject: Any) -> PanelPart | None:
    """That nothing here is real, the way out, and what to do next."""
    course = practising.course_of(request)
    if course is None:
        return None
    return PanelPart("practice/components/banner.html", banner_of(course, practising.take_done(request)))


def link_panel(request: HttpRequest, municipality: Municipality) -> PanelPart | None:
    """The way to the course, for whoever may practise."""
    if not standing_of(request.user).may("practice.do", municipality.pk):
        return None
    return PanelPart("practice/components/desk_link.html")


panels("desk_links").register("practice", link_panel, rank=50)
panels("banner").register("practice", banner_panel, rank=10)
