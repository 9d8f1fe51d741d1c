"""A municipality's settings for reports, and the citizens' verdict."""

from __future__ import annotations

from django.urls import path

from besa.reports.views import categories, verdicts

urlpatterns = [
    path("desk/categories/", categories.categories, name="categories"),
    path("desk/categories/settings/", categories.settings, name="municipality_settings"),
    path("desk/categories/new/", categories.new_category, name="new_category"),
    path("desk/categories/<slug:key>/", categories.category, name="category"),
    path("desk/categories/<slug:key>/questions/", categories.new_question, name="new_question"),
    path("desk/categories/<slug:key>/questions/<slug:question>/", categories.question, name="question"),
    path("reports/<int:pk>/verdict/", verdicts.verdict, name="verdict"),
    path("receipt/<str:uid>/<str:secret>/verdict/", verdicts.private_verdict, name="private_verdict"),
]
