"""Addresses of infographics and posters, which stay while their numbers move on."""

from django.urls import path, register_converter

from besa.core import converters
from besa.insights.editions import KINDS, NAMES
from besa.insights.views import editions

__all__ = ["converters", "urlpatterns"]


class KindConverter:
    """A kind of edition."""

    regex = "|".join(KINDS)

    def to_python(self, value: str) -> str:
        """The text as it is."""
        return value

    def to_url(self, value: str) -> str:
        """The text as it is."""
        return value


class NameConverter(KindConverter):
    """The name of a file of an edition."""

    regex = "|".join(name.replace(".", r"\.") for name in NAMES)


register_converter(KindConverter, "edition_kind")
register_converter(NameConverter, "edition_name")

urlpatterns = [
    path(
        "<edition_kind:kind>/<slug:slug>/<slug:subject>/<card_language:language>/<edition_name:file>",
        editions.edition_file,
        name="edition_file",
    )
]
