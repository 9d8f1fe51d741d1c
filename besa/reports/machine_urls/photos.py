"""Addresses of photos and social cards."""

from django.urls import path, register_converter

from besa.core import languages
from besa.core.images.redrawing import EXTENSION, SIZES
from besa.reports.views import cards, photos


class KeyConverter:
    """A photo's random key."""

    regex = "[0-9a-f]{32}"

    def to_python(self, value: str) -> str:
        """The key as it is."""
        return value

    def to_url(self, value: str) -> str:
        """The key as it is."""
        return value


class SizeConverter(KeyConverter):
    """The name of one of the served sizes."""

    regex = "|".join(SIZES)


class LanguageConverter(KeyConverter):
    """One of the four languages, the longer key first: sr-latn also ends in latn."""

    regex = "|".join(sorted(languages.ALL, key=len, reverse=True))


register_converter(LanguageConverter, "card_language")
register_converter(KeyConverter, "photo_key")
register_converter(SizeConverter, "photo_size")

urlpatterns = [
    path(
        f"photos/<photo_key:key>-<int:version>-<photo_size:size>.{EXTENSION}", photos.photo_file, name="photo"
    ),
    path("cards/reports/<int:pk>-<card_language:language>.png", cards.report_card_file, name="report_card"),
    path(
        "cards/m/<slug:slug>-<card_language:language>.png",
        cards.municipality_card_file,
        name="municipality_card",
    ),
]
