"""A publication begins; its head, its hour, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from besa.core import languages
from besa.core.choices import offer
from besa.people.models import Organisation
from besa.places.gazetteer import gazetteer
from besa.publications.blocks import MAX_LINE, MAX_TEXT
from besa.publications.kinds import kind_choices
from besa.publications.models import Correction, Edition
from besa.publications.services.starting import MAX_TITLE, Head

#: texts are written in these; Serbian Latin letters are derived from Cyrillic ones
LANGUAGES = {
    languages.SQ: _("Albanian"),
    languages.SR: _("Serbian, Cyrillic"),
    languages.EN: _("English"),
}
CORRECTIONS = {
    Correction.Kind.OUR_ERROR: _("We made an error"),
    Correction.Kind.NEW_FACTS: _("New facts came to light"),
}
_LINES = forms.Textarea(attrs={"rows": 3})


class HeadForm(forms.Form):
    """What stands above the blocks."""

    title = forms.CharField(label=_("Title"), max_length=MAX_TITLE)
    subtitle = forms.CharField(label=_("Subtitle"), max_length=MAX_LINE, required=False)
    summary = forms.CharField(
        label=_("Summary"),
        max_length=MAX_TEXT,
        required=False,
        widget=_LINES,
        help_text=_("Two or three sentences. They stand on the list, in the feed and on the card."),
    )
    authors = forms.CharField(
        label=_("Who wrote it, one name on each line"), max_length=MAX_TEXT, required=False, widget=_LINES
    )

    @property
    def head(self) -> Head:
        """For the service."""
        values = self.cleaned_data
        return Head(values["title"], values["subtitle"], values["summary"], values["authors"].splitlines())


def head_of(edition: Edition) -> dict[str, str]:
    """What the form begins with."""
    authors = "\n".join(edition.authors)
    return {
        "title": edition.title,
        "subtitle": edition.subtitle,
        "summary": edition.summary,
        "authors": authors,
    }


class StartForm(HeadForm):
    """A new publication."""

    kind = forms.ChoiceField(label=_("What will it be?"), choices=kind_choices, widget=forms.RadioSelect)
    organisation = forms.ChoiceField(label=_("Organisation"))
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    language = forms.ChoiceField(
        label=_("Language in which you write it"),
        choices=list(LANGUAGES.items()),
        help_text=_(
            "It can be translated into the others. Serbian is written in Cyrillic and shown in both."
        ),
    )
    field_order = ["kind", "title", "subtitle", "language", "municipality", "organisation"]

    def __init__(self, own: Iterable[Organisation], *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self._own = {organisation.slug: organisation for organisation in own}
        offer(self, "organisation", [(slug, str(one)) for slug, one in self._own.items()])
        offer(self, "municipality", [("", _("None in particular")), *municipality_choices()])
        if len(self._own) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()
            self.initial.setdefault("organisation", next(iter(self._own)))

    @property
    def started(self) -> dict[str, Any]:
        """For the service."""
        values = self.cleaned_data
        return {
            "kind": values["kind"],
            "organisation": self._own[values["organisation"]],
            "municipality": gazetteer().municipality_of_slug(values["municipality"]),
            "language": values["language"],
            "head": self.head,
        }


def municipality_choices() -> list[tuple[str, str]]:
    """All municipalities, by name in the reader's language."""
    named = [(one.slug, one.name) for one in gazetteer().municipalities.values()]
    return sorted(named, key=lambda one: one[1])


class ScheduleForm(forms.Form):
    """The hour at which it becomes public."""

    at = forms.DateTimeField(
        label=_("Day and time"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("Choose a day and a time, such as 2026-12-01T08:00.")},
    )

    @property
    def moment(self) -> datetime:
        """By the legal time, which Django has read it in."""
        at: datetime = self.cleaned_data["at"]
        return at if timezone.is_aware(at) else timezone.make_aware(at)


class WordsForm(forms.Form):
    """A few words: a comment, why something is sent back or withdrawn."""

    text = forms.CharField(label=_("What should change?"), max_length=MAX_TEXT, widget=_LINES)


class WithdrawForm(forms.Form):
    """Why nobody should read it any more."""

    text = forms.CharField(
        label=_("Why is it withdrawn? Everybody reads it."), max_length=MAX_TEXT, widget=_LINES
    )


class CorrectionForm(forms.Form):
    """What the next revision corrects."""

    kind = forms.ChoiceField(
        label=_("What happened?"), choices=list(CORRECTIONS.items()), widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What was wrong, and what is right? Everybody reads it."), max_length=MAX_TEXT, widget=_LINES
    )
