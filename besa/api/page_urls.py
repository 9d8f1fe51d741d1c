"""The API's pages for people."""

from django.urls import path

from besa.api.views import describing, downloads

app_name = "api-pages"
urlpatterns = [
    path("open-data/api/", describing.guide, name="guide"),
    path("open-data/reports/", downloads.dictionary, name="files"),
]
