"""One form for each kind of block. In a translation a form holds the words only."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from besa.core.choices import offer
from besa.core.images import ACCEPT as PHOTO_ACCEPT
from besa.insights.bound_charts import CHARTS
from besa.pledges.documents import ACCEPT, TABLES_ACCEPT
from besa.publications.blocks import (
    MAX_LINE,
    MAX_MARKDOWN,
    MAX_TEXT,
    NO_ALT,
    NO_CREDIT,
    NO_FILE,
    NO_PHOTO,
    TONES,
    BlockRefused,
)
from besa.publications.cells import rows_of, text_of
from besa.publications.forms.asking import AskingForm, NumberForm
from besa.publications.models import Edition

_LINES: Final = forms.Textarea(attrs={"rows": 3})


def prose(rows: int, **more: Any) -> forms.CharField:
    """A box for Markdown; the toolbar and the preview look for `data-markdown`."""
    widget = forms.Textarea(attrs={"rows": rows, "data-markdown": ""})
    return forms.CharField(label=_("Text"), max_length=MAX_MARKDOWN, widget=widget, **more)


def words_for() -> forms.CharField:
    """What a picture shows, in words."""
    label = _("What it shows, for people who cannot see it")
    missing = {"required": NO_ALT}
    return forms.CharField(label=label, max_length=MAX_TEXT, widget=_LINES, error_messages=missing)


@dataclass(frozen=True)
class Around:
    """In what a block stands."""

    edition: Edition
    #: what the publication has, newest first: key or uid, and words
    photos: tuple[tuple[str, str], ...] = ()
    files: tuple[tuple[str, str], ...] = ()


class BlockForm(forms.Form):
    """Base of all. `own` are its fields that hold words, which is all that a translation changes."""

    own: ClassVar[tuple[str, ...]] = ()

    def __init__(self, around: Around, *args: Any, translated: bool = False, **values: Any) -> None:
        super().__init__(*args, **values)
        self.around = around
        self.furnish()
        if translated:
            for name in set(self.fields) - set(self.own):
                del self.fields[name]

    def furnish(self) -> None:
        """Fill in what can be chosen."""

    @staticmethod
    def filled(data: Mapping[str, Any]) -> dict[str, Any]:
        """What the form begins with, from a block's data."""
        return dict(data)

    @property
    def written(self) -> dict[str, Any]:
        """For `blocks.parse`; in a translation the words."""
        return dict(self.cleaned_data)

    def remember(self, name: str, key: str) -> None:
        """Choose what was just uploaded; before the form is checked."""
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            raise TypeError(f"{name} offers no choices")
        offer(self, name, [(key, _("The one you have just sent")), *list(field.widget.choices)])
        self.data = {**{key: self.data.get(key) for key in self.data}, name: key}

    def chosen_file(self, missing: str | Promise) -> str:
        """The key or uid of what was chosen, together with everything else that is missing."""
        chosen = str(self.cleaned_data["file"])
        if not chosen and not self.files:
            raise forms.ValidationError(str(missing))
        return chosen

    def blame(self, refused: BlockRefused) -> None:
        """Say at its field what is wrong."""
        for name, why in refused.problems:
            self.add_error(name if name in self.fields else None, str(why))


class TextForm(BlockForm):
    """Running text."""

    own = ("markdown",)
    markdown = prose(16)


class CalloutForm(BlockForm):
    """A box."""

    own = ("markdown",)
    tone = forms.ChoiceField(label=_("What is it?"), choices=list(TONES.items()), widget=forms.RadioSelect)
    markdown = prose(6)


class ChapterForm(BlockForm):
    """A chapter's beginning."""

    own = ("title",)
    title = forms.CharField(label=_("Title of the chapter"), max_length=MAX_LINE)


class QuoteForm(BlockForm):
    """Somebody's words."""

    own = ("text", "who", "source")
    text = forms.CharField(label=_("What was said, word for word"), max_length=MAX_TEXT, widget=_LINES)
    who = forms.CharField(label=_("Who said it"), max_length=MAX_LINE)
    source = forms.CharField(label=_("Where and when"), max_length=MAX_LINE, required=False)
    url = forms.URLField(
        label=_("Address where it can be read"), required=False, assume_scheme="https", max_length=1000
    )


class TableForm(BlockForm):
    """A table."""

    own = ("caption", "cells")
    caption = forms.CharField(label=_("What the table shows"), max_length=MAX_LINE)
    cells = forms.CharField(
        label=_("Cells"),
        max_length=MAX_MARKDOWN,
        widget=forms.Textarea(attrs={"rows": 8, "data-numbers": ""}),
        help_text=_(
            "A row on each line, | between the cells; the first row holds the headings. What you copy from a "
            "spreadsheet can be pasted as it is."
        ),
    )

    @staticmethod
    def filled(data: Mapping[str, Any]) -> dict[str, Any]:
        return {"caption": data["caption"], "cells": text_of([data["header"], *data["rows"]])}

    @property
    def written(self) -> dict[str, Any]:
        header, *rows = rows_of(self.cleaned_data["cells"]) or [[]]
        return {"caption": self.cleaned_data["caption"], "header": header, "rows": rows}


class _Asking(BlockForm, AskingForm):
    """Base of blocks that show what is counted."""

    #: which of the choices are parameters
    asked: ClassVar[tuple[str, ...]] = ()

    @staticmethod
    def filled(data: Mapping[str, Any]) -> dict[str, Any]:
        return {**data, **data.get("parameters", {}), **data.get("filters", {})}

    def rest(self) -> dict[str, Any]:
        """What is left in a translation: the words, and nothing else."""
        return {name: self.cleaned_data[name] for name in self.own}

    @property
    def is_translation(self) -> bool:
        """Whether only the words are here."""
        return set(self.fields) <= set(self.own)


class FigureForm(_Asking, NumberForm):
    """One number."""

    own = ("sentence",)
    sentence = forms.CharField(
        label=_("The sentence below it"),
        max_length=MAX_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "data-numbers": ""}),
        help_text=_("It says what the number means. It may hold bound numbers itself."),
    )

    @property
    def written(self) -> dict[str, Any]:
        if self.is_translation:
            return self.rest()
        key = {"key": self.cleaned_data["key"], "parameters": self.parameters, "as_of": self.day()}
        return {**key, **self.rest()}


class ChartForm(_Asking):
    """A chart."""

    own = ("title", "alt")
    chart = forms.ChoiceField(
        label=_("Chart"), choices=lambda: [(key, chart.label) for key, chart in CHARTS.items()]
    )
    title = forms.CharField(
        label=_("The sentence above it"),
        max_length=MAX_LINE,
        required=False,
        help_text=_("Without one it says by itself what it shows, in its own numbers."),
    )
    alt = words_for()
    field_order = ["chart", "municipality", "mandate", "category", "area", "period", "as_of", "title", "alt"]

    def furnish(self) -> None:
        del self.fields["status"]
        uses = {key: list(chart.parameters) for key, chart in CHARTS.items()}
        self.fields["chart"].widget.attrs["data-uses"] = json.dumps(uses)

    @property
    def written(self) -> dict[str, Any]:
        if self.is_translation:
            return self.rest()
        chart = CHARTS[self.cleaned_data["chart"]]
        asked = {"parameters": self.chosen(set(chart.parameters) - {"as_of"}), "as_of": self.day()}
        return {"chart": chart.key, **asked, **self.rest()}


class PledgesForm(_Asking):
    """Pledges with their standing."""

    asked = ("area", "status")
    field_order = ["mandate", "area", "status", "as_of"]

    def furnish(self) -> None:
        for name in ("municipality", "category", "period"):
            del self.fields[name]
        self.fields["mandate"].required = True

    @property
    def written(self) -> dict[str, Any]:
        if self.is_translation:
            return {}
        filters = self.chosen(self.asked)
        return {"mandate": self.cleaned_data["mandate"], "filters": filters, "as_of": self.day()}


class ReportMapForm(_Asking):
    """Where reports lie."""

    own = ("alt",)
    asked = ("municipality", "category", "period")
    alt = words_for()
    field_order = ["municipality", "category", "period", "as_of", "alt"]

    def furnish(self) -> None:
        for name in ("mandate", "area", "status"):
            del self.fields[name]
        self.fields["municipality"].required = True

    @property
    def written(self) -> dict[str, Any]:
        if self.is_translation:
            return self.rest()
        return {**self.chosen(self.asked), "as_of": self.day(), **self.rest()}


#: what must stay in sight where a photo is cut: a third of it each way, in thousandths
_THIRDS: Final = (167, 500, 833)
FOCUS: Final = [
    ("", _("The middle")),
    *(
        (f"{x},{y}", label)
        for (x, y), label in zip(
            [(x, y) for y in _THIRDS for x in _THIRDS],
            (
                _("Top left"), _("Top"), _("Top right"),
                _("Left"), _("Exactly the middle"), _("Right"),
                _("Bottom left"), _("Bottom"), _("Bottom right"),
            ),
            strict=True,
        )
    ),
]  # fmt: skip


#: what people write before the name of who made a photo
_SAID_BEFORE: Final = re.compile(
    r"^\s*(?:foto|fotografia|fotografija|photo|фото|фотографија)\s*:\s*", re.IGNORECASE
)


class PhotoForm(BlockForm):
    """A photo: chosen from those that are here, or uploaded."""

    own = ("alt", "credit", "caption")
    photo = forms.FileField(
        label=_("New photo"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": PHOTO_ACCEPT}),
        help_text=_("It is drawn anew, without what the camera wrote into it."),
    )
    file = forms.ChoiceField(label=_("Photo"), required=False)
    alt = words_for()
    credit = forms.CharField(
        label=_("Who made it"), max_length=MAX_LINE, error_messages={"required": NO_CREDIT}
    )
    caption = forms.CharField(label=_("Caption"), max_length=MAX_TEXT, required=False, widget=_LINES)
    focus = forms.ChoiceField(label=_("What must stay in sight"), required=False, choices=FOCUS)

    def furnish(self) -> None:
        offer(self, "file", [("", _("The new one")), *self.around.photos])

    def clean_credit(self) -> str:
        """The name alone: readers are shown "Photo:" before it."""
        typed = str(self.cleaned_data["credit"])
        return _SAID_BEFORE.sub("", typed) or typed

    def clean_file(self) -> str:
        """Of one that was sent and refused it is said already why."""
        return self.chosen_file(NO_PHOTO)

    @staticmethod
    def filled(data: Mapping[str, Any]) -> dict[str, Any]:
        focus = data.get("focus")
        return {**data, "focus": ",".join(str(part) for part in focus) if focus else ""}

    @property
    def written(self) -> dict[str, Any]:
        values = {name: value for name, value in self.cleaned_data.items() if name != "photo"}
        if "focus" in values:
            values["focus"] = [int(part) for part in values["focus"].split(",")] if values["focus"] else None
        return values


class FileForm(BlockForm):
    """A file: chosen from those that are here, or uploaded."""

    own = ("title",)
    upload = forms.FileField(
        label=_("New file"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": f"{ACCEPT},{TABLES_ACCEPT}"}),
        help_text=_("A PDF, a photo, or a table as CSV or XLSX (at most 5 MB)."),
    )
    file = forms.ChoiceField(label=_("File"), required=False)
    title = forms.CharField(label=_("What it is called here"), max_length=MAX_LINE)

    def furnish(self) -> None:
        offer(self, "file", [("", _("The new one")), *self.around.files])

    def clean_file(self) -> str:
        """As with photos."""
        return self.chosen_file(NO_FILE)

    @property
    def written(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "upload"}


FORMS: Final[dict[str, type[BlockForm]]] = {
    "text": TextForm,
    "figure": FigureForm,
    "chart": ChartForm,
    "pledges": PledgesForm,
    "quote": QuoteForm,
    "callout": CalloutForm,
    "table": TableForm,
    "photo": PhotoForm,
    "report_map": ReportMapForm,
    "file": FileForm,
    "chapter": ChapterForm,
}
