"""Addresses of photos and social cards."""

from django.urls import path, register_converter

from besa.core.images.redrawing import EXTENSION, SIZES
from besa.reports.views import photos


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


register_converter(KeyConverter, "photo_key")
register_converter(SizeConverter, "photo_size")

urlpatterns = [
    path(
        f"photos/<photo_key:key>-<int:version>-<photo_size:size>.{EXTENSION}", photos.photo_file, name="photo"
    ),
]
