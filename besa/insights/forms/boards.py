"""What editors give: words and order of an infographic, and the file of a survey's finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from besa.insights.infographics.boards import Board
from besa.insights.infographics.finding import MOST_BYTES
from besa.insights.infographics.wording import LONGEST, typed_numbers, unknown_in
from besa.insights.lettering import MissingLettersError, require_letters
from besa.insights.models import Arrangement

_LABELS: Mapping[str, str | Promise] = {
    "title": gettext_lazy("Title"),
    "lead": gettext_lazy("Sentence below the title"),
    "note": gettext_lazy("Note below the sentence"),
}


class ArrangementForm(forms.Form):
    """Words in one language, and for each thing on the board its place and whether it is marked."""

    def __init__(
        self,
        board: Board,
        items: Sequence[tuple[str, str]],
        language: str,
        kept: Arrangement | None,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data)
        self._board = board
        self.items = items
        words = kept.words.get(language, {}) if kept else {}
        for name, label in _LABELS.items():
            self.fields[name] = forms.CharField(
                label=str(label),
                required=False,
                max_length=LONGEST[name],
                initial=words.get(name, ""),
                widget=forms.TextInput if name == "title" else forms.Textarea(attrs={"rows": 3}),
            )
        self._offer_items(kept)

    def _offer_items(self, kept: Arrangement | None) -> None:
        order = kept.order if kept else []
        keys = [key for key, _label in self.items]
        places = {
            key: number for number, key in enumerate(sorted(keys, key=lambda key: _place(order, key)), 1)
        }
        for key in keys:
            self.fields[f"place-{key}"] = forms.IntegerField(
                label=pgettext("in an order", "Position"),
                required=False,
                min_value=1,
                max_value=len(keys),
                initial=places[key],
            )
            self.fields[f"mark-{key}"] = forms.BooleanField(
                label=_("Mark it"), required=False, initial=bool(kept and key in kept.accents)
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The things on the board with their two fields, for the page."""
        return [
            {"label": label, "place": self[f"place-{key}"], "mark": self[f"mark-{key}"]}
            for key, label in self.items
        ]

    def clean(self) -> dict[str, Any]:
        """Words without a number of their own, with names that mean something, in letters that can be printed."""
        for name in _LABELS:
            text = self.cleaned_data.get(name, "")
            if typed := typed_numbers(text):
                told = {"typed": typed[0]}
                self.add_error(
                    name,
                    _("Besa fills in the numbers. Instead of “%(typed)s” write one of the names below.")
                    % told,
                )
            if unknown := unknown_in(text, self._board.numbers):
                self.add_error(name, _("Nothing is called {%(name)s} here.") % {"name": unknown[0]})
            try:
                require_letters(text)
            except MissingLettersError as missing:
                self.add_error(name, _("These letters cannot be printed: %(letters)s") % {"letters": missing})
        return self.cleaned_data

    @property
    def words(self) -> dict[str, str]:
        """What was written."""
        return {name: self.cleaned_data[name] for name in _LABELS}

    @property
    def order(self) -> tuple[str, ...]:
        """All keys by their place; nothing where that is how they are anyway."""
        keys = [key for key, _label in self.items]
        chosen = sorted(keys, key=lambda key: self.cleaned_data[f"place-{key}"] or len(keys))
        return tuple(chosen) if chosen != keys else ()

    @property
    def accents(self) -> tuple[str, ...]:
        """The keys that are marked."""
        return tuple(key for key, _label in self.items if self.cleaned_data[f"mark-{key}"])


class FindingForm(forms.Form):
    """A finding's file, or its text."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy("JSON, as the contract describes it."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Or its text"),
        required=False,
        max_length=MOST_BYTES,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        if not self.cleaned_data.get("file") and not self.cleaned_data.get("text") and not self.errors:
            raise forms.ValidationError(_("Choose a file, or paste its text."))
        return self.cleaned_data

    @property
    def content(self) -> bytes:
        """The bytes that were given; at most one more than a finding may have."""
        file = self.cleaned_data.get("file")
        return bytes(file.read(MOST_BYTES + 1)) if file else str(self.cleaned_data["text"]).encode()


def _place(order: Sequence[str], key: str) -> int:
    return order.index(key) if key in order else len(order)
