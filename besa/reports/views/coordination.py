"""For which municipality a coordinator's page is, and who may open it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from besa.people.models import Role
from besa.people.permissions import require, standing_of
from besa.places.models import Municipality
from besa.reports.labels import DEADLINE_LABELS, TARGET_LABELS
from besa.reports.models import Category
from besa.reports.queries.who_gets_what import who_gets

ACTION = "deadlines.edit"


def preview_of(municipality: Municipality, category: Category) -> dict[str, Any]:
    """What `who_gets.html` needs."""
    return {
        "preview": who_gets(municipality, category),
        "targets": TARGET_LABELS,
        "deadlines": DEADLINE_LABELS,
    }


def coordinated(request: HttpRequest, action: str = ACTION) -> tuple[Municipality, Role]:
    """The municipality of `?municipality=slug`, else the person's own, and the role there."""
    slug = request.GET.get("municipality", "")
    own = standing_of(request.user).municipalities_for(action)
    if slug or not own:
        found = Municipality.objects.filter(active=True)
        municipality = get_object_or_404(found, slug=slug) if slug else found.first()
    else:
        municipality = own[0]
    if municipality is None:
        raise PermissionDenied
    return municipality, require(request.user, action, municipality.pk)


def address_in(view: str, municipality: Municipality, *args: object) -> str:
    """The address of a coordinator's page for a municipality."""
    return f"{reverse(view, args=args)}?municipality={municipality.slug}"
