"""Words that differ between Kosovo and Albania, and the words for kinds of places.

A page of Peja says *komuna*, a page of Kukës *bashkia*: the country is the message context, so that translators
see which one they write. In the other languages both are mostly the same word.
"""

from __future__ import annotations

import re
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from besa.core import languages

_KOSOVO: dict[str, Promise] = {
    "municipality": pgettext_lazy("Kosovo", "municipality"),
    "Municipality": pgettext_lazy("Kosovo", "Municipality"),
    "the municipality": pgettext_lazy("Kosovo", "the municipality"),
    # Translators: a word that fits women and men
    "mayor": pgettext_lazy("Kosovo", "mayor"),
    "mayor female": pgettext_lazy("Kosovo, a woman", "mayor"),
    "mayor male": pgettext_lazy("Kosovo, a man", "mayor"),
    "assembly": pgettext_lazy("Kosovo", "municipal assembly"),
    "department": pgettext_lazy("Kosovo", "directorate"),
    "official": pgettext_lazy("Kosovo", "official"),
}
_ALBANIA: dict[str, Promise] = {
    "municipality": pgettext_lazy("Albania", "municipality"),
    "Municipality": pgettext_lazy("Albania", "Municipality"),
    "the municipality": pgettext_lazy("Albania", "the municipality"),
    # Translators: a word that fits women and men
    "mayor": pgettext_lazy("Albania", "mayor"),
    "mayor female": pgettext_lazy("Albania, a woman", "mayor"),
    "mayor male": pgettext_lazy("Albania, a man", "mayor"),
    "assembly": pgettext_lazy("Albania", "municipal assembly"),
    "department": pgettext_lazy("Albania", "directorate"),
    "official": pgettext_lazy("Albania", "official"),
}
_TERMS = {"XK": _KOSOVO, "AL": _ALBANIA}

_KINDS: dict[str, tuple[Promise, Promise]] = {
    "municipality": (_("municipality"), _("Municipalities")),
    "town": (_("town"), _("Towns")),
    "neighbourhood": (_("neighbourhood"), _("Neighbourhoods")),
    "village": (_("village"), _("Villages")),
}


def term(key: str, country: str) -> str:
    """A country's own word in the reader's language; KeyError for a key or country that is not listed."""
    return str(_TERMS[country][key])


def office_term(key: str, country: str, gender: str) -> str:
    """The word of an office for who holds it; without a gender the one that fits both."""
    return term(f"{key} {gender}".strip(), country)


#: Kosovo's Albanian and Albania's, form by form: whole sentences of the interface are written in the first.
_FORMS_OF_ALBANIA: Final[dict[str, str]] = {
    "kuvend komunal": "këshill bashkiak",
    "kuvendi komunal": "këshilli bashkiak",
    "kuvendit komunal": "këshillit bashkiak",
    "kuvendin komunal": "këshillin bashkiak",
    "kuvende komunale": "këshilla bashkiakë",
    "kuvendet komunale": "këshillat bashkiakë",
    "kuvendeve komunale": "këshillave bashkiakë",
    "kuvend": "këshill",
    "kuvendi": "këshilli",
    "kuvendit": "këshillit",
    "kuvendin": "këshillin",
    "komune": "bashkie",
    "komuna": "bashkia",
    "komunës": "bashkisë",
    "komunën": "bashkinë",
    "komunë": "bashki",
    "komunat": "bashkitë",
    "komunave": "bashkive",
}
_CENSUS: Final = re.compile(r"census (\d{4})")
_FORM = re.compile(rf"\b({'|'.join(_FORMS_OF_ALBANIA)})\b", re.IGNORECASE)


def in_words_of(country: str, text: str | Promise) -> str:
    """A text of the interface (never of a person) in a country's own Albanian; other languages stay as they are."""
    said = str(text)
    if country != "AL" or get_language() != languages.SQ:
        return said
    return _FORM.sub(_form_of_albania, said)


def _form_of_albania(found: re.Match[str]) -> str:
    other = _FORMS_OF_ALBANIA[found[0].lower()]
    return other.capitalize() if found[0][0].isupper() else other


def source_label(source: str) -> str:
    """Where a number of inhabitants comes from, in the reader's language; what is no census stays as it is."""
    found = _CENSUS.fullmatch(source)
    return str(_("census of %(year)s")) % {"year": found[1]} if found else source


def kind_label(kind: str, *, plural: bool = False) -> str:
    """A kind of place in words, as a heading of several when `plural`."""
    one, several = _KINDS[kind]
    return str(several if plural else one)
