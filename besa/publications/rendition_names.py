"""How addresses name the files of publications: `pdf-sq.pdf`."""

from django.urls import register_converter

from besa.publications.outputs.formats import NAMES


class RenditionNameConverter:
    """The name of a file, the longer one first: `pdf-sr-latn.pdf` begins with `pdf-sr`."""

    regex = "|".join(name.replace(".", r"\.") for name in sorted(NAMES, key=len, reverse=True))

    def to_python(self, value: str) -> str:
        """The text as it is."""
        return value

    def to_url(self, value: str) -> str:
        """The text as it is."""
        return value


register_converter(RenditionNameConverter, "rendition_name")
