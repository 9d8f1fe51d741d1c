"""The API's pages for people."""

from django.urls import path

from besa.api.views import describing

app_name = "api-pages"
urlpatterns = [
    path("open-data/api/", describing.guide, name="guide"),
]
