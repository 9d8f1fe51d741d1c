"""Addresses for machines about publications: data, files, cards. They carry no language of the page."""

from django.urls import path

from besa.core import converters
from besa.core.images.redrawing import EXTENSION
from besa.publications import rendition_names
from besa.publications.views import public_data, renditions

__all__ = ["converters", "rendition_names", "urlpatterns"]

app_name = "publications-data"
_OF = "publications/<slug:slug>-<card_language:language>"
urlpatterns = [
    path(f"{_OF}.json", public_data.work_json, name="json"),
    path(f"{_OF}-numbers.csv", public_data.numbers, name="numbers"),
    path(f"{_OF}-<int:number>.csv", public_data.table, name="table"),
    path(f"{_OF}-citation.<slug:form>", public_data.citation, name="citation"),
    path(
        f"publications/photos/<photo_key:key>-<photo_size:size>.{EXTENSION}", public_data.photo, name="photo"
    ),
    path("publications/files/<slug:uid>", public_data.file, name="file"),
    path("cards/publications/<slug:slug>-<card_language:language>.png", public_data.card, name="card"),
    path(
        "publications/<slug:slug>/<int:version>/<rendition_name:rendition_name>",
        renditions.rendition,
        name="rendition",
    ),
]
