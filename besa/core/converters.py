"""Parts of addresses that are checked by their shape."""

from django.urls import register_converter

from besa.core import languages
from besa.core.images.redrawing import SIZES


class KeyConverter:
    """A photo's random key."""

    regex = "[0-9a-f]{32}"

    def to_python(self, value: str) -> str:
        """The text as it is."""
        return value

    def to_url(self, value: str) -> str:
        """The text as it is."""
        return value


class SizeConverter(KeyConverter):
    """The name of one of the served sizes."""

    regex = "|".join(SIZES)


class LanguageConverter(KeyConverter):
    """One of the four languages, the longer key first: `sr-latn` begins with `sr`."""

    regex = "|".join(sorted(languages.ALL, key=len, reverse=True))


class FeedConverter(KeyConverter):
    """A form of a feed, as the end of its address."""

    regex = "atom|json"


register_converter(KeyConverter, "photo_key")
register_converter(SizeConverter, "photo_size")
register_converter(LanguageConverter, "card_language")
register_converter(FeedConverter, "feed_form")
