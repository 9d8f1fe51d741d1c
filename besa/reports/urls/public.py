"""Pages that everyone sees: the map with its list, a report, its printed sheet."""

from __future__ import annotations

from django.urls import path

from besa.core import converters
from besa.reports.views import feeds, public
from besa.reports.views import map as map_views

__all__ = ["converters", "urlpatterns"]

urlpatterns = [
    path("map/", map_views.map_page, name="map"),
    path("map/report/<int:pk>/", map_views.map_card, name="map_card"),
    path("reports/<int:pk>/", public.detail, name="detail"),
    path("reports/<int:pk>/print/", public.print_page, name="print"),
    path("reports/<int:pk>/me-too/", public.me_too, name="me_too"),
    path("feeds/reports.<feed_form:form>", feeds.feed, name="feed_all"),
    path("feeds/<slug:slug>/reports.<feed_form:form>", feeds.feed, name="feed"),
]
