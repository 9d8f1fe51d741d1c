"""Addresses of infographics and posters, which stay while their numbers move on."""

from django.urls import path, register_converter

from besa.core import converters
from besa.insights.editions import BOARD_KINDS, KINDS, NAMES
from besa.insights.views import arranging, editions

__all__ = ["converters", "urlpatterns"]


class KindConverter:
    """A kind of edition of a municipality."""

    regex = "|".join(key for key in KINDS if key not in BOARD_KINDS)

    def to_python(self, value: str) -> str:
        """The text as it is."""
        return value

    def to_url(self, value: str) -> str:
        """The text as it is."""
        return value


class BoardConverter(KindConverter):
    """A kind of infographic that is about something else than a municipality."""

    regex = "|".join(kind.key for kind in BOARD_KINDS.values() if kind.key in BOARD_KINDS)


class NameConverter(KindConverter):
    """The name of a file of an edition."""

    regex = "|".join(name.replace(".", r"\.") for name in NAMES)


register_converter(KindConverter, "edition_kind")
register_converter(BoardConverter, "board_kind")
register_converter(NameConverter, "edition_name")

urlpatterns = [
    path("infographics/finding.schema.json", arranging.finding_schema, name="finding_schema"),
    path(
        "infographics/<board_kind:kind>/<slug:subject>/<card_language:language>/<edition_name:file>",
        editions.board_file,
        name="board_file",
    ),
    path(
        "<edition_kind:kind>/<slug:slug>/<slug:subject>/<card_language:language>/<edition_name:file>",
        editions.edition_file,
        name="edition_file",
    ),
]
