"""What alerts put on other apps' pages."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from besa.alerts.forms.following import FollowForm
from besa.alerts.queries.choices import follow_address
from besa.alerts.scopes import Scope
from besa.core.registries import PanelPart, panels
from besa.pledges.models import Mandate, Pledge
from besa.publications.queries.public_works import Shown, Wanted
from besa.reports.map_view import MapView
from besa.reports.models import Report
from besa.reports.models.report import State


def follow_panel(request: HttpRequest, report: Report) -> PanelPart | None:
    """The form to follow a report, unless its story goes on elsewhere or was taken back."""
    if report.state in (State.DUPLICATE, State.WITHDRAWN):
        return None
    # Made only when it has not been drawn before: its choices and fields take half a millisecond.
    form = SimpleLazyObject(lambda: FollowForm(scope=Scope(report=report)))
    return PanelPart("alerts/components/follow.html", {"report": report, "form": form})


def follow_view_panel(request: HttpRequest, view: MapView) -> PanelPart:
    """A link to follow what the map shows: the place, the part of the map, or the municipality, with its filters."""
    label = _("Follow these reports") if view.circle else pgettext("button", "Follow")
    return PanelPart("alerts/components/follow_view.html", {"url": follow_address(view), "label": label})


def follow_mandate_panel(request: HttpRequest, mandate: Mandate) -> PanelPart:
    """A link to follow a mayor's pledges."""
    url = reverse("alerts:follow_pledges", args=[mandate.slug])
    return PanelPart("alerts/components/follow_view.html", {"url": url, "label": _("Follow these pledges")})


def follow_pledge_panel(request: HttpRequest, pledge: Pledge) -> PanelPart:
    """A link to follow one pledge."""
    url = reverse("alerts:follow_pledges", args=[pledge.mandate.slug])
    context = {"url": f"{url}?pledge={pledge.uid}", "label": _("Follow this pledge")}
    return PanelPart("alerts/components/follow_view.html", context)


def follow_publications_panel(request: HttpRequest, wanted: Wanted) -> PanelPart:
    """A link to follow what a list of publications shows; a year is no thing to follow."""
    pairs = {"kind": wanted.kind, "municipality": wanted.municipality, "organisation": wanted.organisation}
    return _publications_link(pairs)


def follow_publication_panel(request: HttpRequest, shown: Shown) -> PanelPart:
    """A link to follow publications about the same municipality, or of the same organisation."""
    work = shown.edition.publication
    if work.municipality:
        return _publications_link({"municipality": work.municipality.slug})
    return _publications_link({"organisation": work.organisation.slug})


def _publications_link(pairs: dict[str, str]) -> PanelPart:
    query = urlencode({name: value for name, value in pairs.items() if value})
    url = reverse("alerts:follow_publications")
    context = {"url": f"{url}?{query}" if query else url, "label": _("Be told of new publications")}
    return PanelPart("alerts/components/follow_view.html", context)


def open_data_panel(request: HttpRequest, subject: object) -> PanelPart:
    """Who reads no feeds can follow the same by mail."""
    context = {"url": reverse("alerts:follow_area"), "label": _("Follow by e-mail or on your phone")}
    return PanelPart("alerts/components/follow_view.html", context)


panels("mandate").register("alerts.follow", follow_mandate_panel, rank=10)
panels("pledge").register("alerts.follow", follow_pledge_panel, rank=10)
panels("publications").register("alerts.follow", follow_publications_panel, rank=10)
panels("publication").register("alerts.follow", follow_publication_panel, rank=90)
panels("map").register("alerts.follow", follow_view_panel, rank=10)
panels("open_data").register("alerts.follow", open_data_panel, rank=15)
panels("report").register("alerts.follow", follow_panel, rank=40)
