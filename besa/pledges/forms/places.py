"""Places of a pledge, chosen by searching: each is added and taken away by a button, with JavaScript and without."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import BaseRenderer
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString

from besa.core.choices import field_of
from besa.places.models import Municipality, Place
from besa.places.queries import search_places

_FIND, _ADD, _REMOVE, _WORDS = "find", "add", "remove", "words"
_SHOWN: Final = 8


class PlacesInput(forms.SelectMultiple):
    """Chosen places that can be taken away, a search, and what it found in the municipality."""

    municipality: Municipality
    address: str
    _words = ""
    _is_asked = False

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """The search is what the label names."""
        return f"{id_}_words"

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, UploadedFile[Any]], name: str
    ) -> list[str]:
        """The keys of what is chosen after the button that was pressed. What was searched for has been found then."""
        sent = super().value_from_datadict(data, files, name) or []
        added, removed = data.get(f"{name}_{_ADD}"), data.get(f"{name}_{_REMOVE}")
        self._words = "" if added else str(data.get(f"{name}_{_WORDS}", ""))
        self._is_asked = is_choosing(data, name)
        return [key for key in dict.fromkeys([*sent, *([added] if added else [])]) if key != removed]

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        """The whole choice as HTML."""
        keys = {str(key) for key in value or []}
        ours = Place.objects.filter(municipality=self.municipality)
        chosen = [place for place in ours if str(place.pk) in keys]
        named = search_places(self._words, self.municipality, _SHOWN)
        context = {
            "name": name,
            "chosen": sorted(chosen, key=lambda place: place.name),
            "found": [one for one in named if not one.is_municipality and str(one.id) not in keys],
            "words": self._words,
            "address": self.address,
            "is_asked": self._is_asked,
            "attrs": attrs or {},
        }
        return render_to_string("pledges/components/places_input.html", context)


def search_in(form: forms.BaseForm, name: str, municipality: Municipality, address: str) -> None:
    """Let a field find places of a municipality; TypeError where its widget is no PlacesInput.

    `address` is where the form is sent, from which a browser with JavaScript takes only this field.
    """
    widget = field_of(form, name, forms.ModelMultipleChoiceField).widget
    if not isinstance(widget, PlacesInput):
        raise TypeError(name)
    widget.municipality, widget.address = municipality, address


def is_choosing(data: Mapping[str, Any], name: str) -> bool:
    """Whether a form was sent to find, add or take away a place, and not to be saved.

    Enter in the search comes with no button: words that nobody looked for yet are looked for first.
    """
    if any(f"{name}_{act}" in data for act in (_FIND, _ADD, _REMOVE)):
        return True
    return "save" not in data and bool(str(data.get(f"{name}_{_WORDS}", "")).strip())
