"""Addresses of figures for other programs."""

from django.urls import path

from besa.insights.views import figures

urlpatterns = [
    path("figures.json", figures.all_figures, name="figures"),
    path("figures/<str:key>.json", figures.one_figure, name="figure"),
]
