"""Addresses of photos and social cards."""

from django.urls import path

from besa.core import converters
from besa.core.images.redrawing import EXTENSION
from besa.reports.views import cards, photos

__all__ = ["converters", "urlpatterns"]

_PHOTO = f"photos/<photo_key:key>-<int:version>-<photo_size:size>.{EXTENSION}"

urlpatterns = [
    path(_PHOTO, photos.photo_file, name="photo"),
    path("cards/reports/<int:pk>-<card_language:language>.png", cards.report_card_file, name="report_card"),
    path(
        "cards/m/<slug:slug>-<card_language:language>.png",
        cards.municipality_card_file,
        name="municipality_card",
    ),
]
