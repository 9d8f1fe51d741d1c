"""A pledge as a monitor writes it down, its test, its criterion and its evidence."""

from __future__ import annotations

import re
from typing import Any, Final

from django import forms
from django.forms.utils import ErrorDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from besa.core.choices import offer, offer_rows
from besa.people.models import Department
from besa.places.models import Place
from besa.pledges.areas import area_choices
from besa.pledges.forms.mandates import LANGUAGES, DayField
from besa.pledges.forms.places import PlacesInput, is_choosing, search_in
from besa.pledges.forms.replying import SeveralFilesField
from besa.pledges.grading import kind_choices
from besa.pledges.method import MAX_QUOTE, MAX_TEXT
from besa.pledges.models import Mandate, Pledge, Programme
from besa.pledges.recordings import moment_in_words
from besa.pledges.services.drafting import PledgeDraft, Source
from besa.pledges.services.evidence import EvidenceDraft
from besa.pledges.testability import QUESTIONS

_CURRENCY = {"XK": "EUR", "AL": "ALL"}
#: a few lines of text
LINES = forms.Textarea(attrs={"rows": 3})


#: the fields that say where the words stand
_SOURCE: Final = ("programme", "page", "second", "source_url", "source_date")
_MOMENT: Final = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)")


class MomentField(forms.CharField):
    """A moment of a recording, as players show it: 12:30 or 1:02:30. What is cleaned is the second, or None."""

    def clean(self, value: Any) -> Any:
        """Seconds from the beginning."""
        text = super().clean(value)
        found = _MOMENT.fullmatch(text)
        if not text:
            return None
        if found is None:
            raise forms.ValidationError(_("Write minutes and seconds, such as 12:30."))
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return hours * 3600 + minutes * 60 + seconds

    def prepare_value(self, value: Any) -> Any:
        """As players show it."""
        return moment_in_words(value) if isinstance(value, int) else value


class PledgeForm(forms.Form):
    """The words, where they stand, and what is needed to test them."""

    quote = forms.CharField(
        label=_("The pledge, word for word"), max_length=MAX_QUOTE, widget=forms.Textarea(attrs={"rows": 4})
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    title_sq = forms.CharField(label=_("Short name in Albanian"), max_length=120, required=False)
    title_sr = forms.CharField(label=_("Short name in Serbian, Cyrillic"), max_length=120, required=False)
    title_en = forms.CharField(label=_("Short name in English"), max_length=120, required=False)
    area = forms.ChoiceField(label=_("Policy area"))
    places = forms.ModelMultipleChoiceField(
        Place.objects.none(),
        label=_("Places it names"),
        required=False,
        widget=PlacesInput,
        help_text=_("Write a part of a name in any script, and add what is found. There may be several."),
    )
    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Department that is responsible"), required=False, empty_label="–"
    )
    budget = forms.DecimalField(
        label=_("Money that was promised"), required=False, min_value=0, max_digits=14, decimal_places=2
    )
    due_on = DayField(
        label=_("Promised for"),
        required=False,
        help_text=_("Without a day it is due at the end of the term."),
    )
    programme = forms.ModelChoiceField(
        Programme.objects.none(), label=_("Programme"), required=False, empty_label="–"
    )
    page = forms.IntegerField(label=_("Page"), required=False, min_value=1, max_value=2_000)
    second = MomentField(
        label=_("Minute of the recording"), required=False, help_text=_("Minutes and seconds, such as 12:30.")
    )
    source_url = forms.URLField(
        label=_("Where it was said"),
        required=False,
        assume_scheme="https",
        max_length=1000,
        help_text=_("Only when it stands in no programme."),
    )
    source_date = DayField(label=_("When it was said"), required=False)
    field_order = ["quote", "language", "area", *_SOURCE]

    def __init__(self, mandate: Mandate, pledge: Pledge | None, *args: Any, **values: Any) -> None:
        if pledge is not None:
            values.setdefault("initial", _initial(pledge))
        super().__init__(*args, **values)
        self._mandate, self._pledge = mandate, pledge
        offer(self, "area", [("", "–"), *area_choices()])
        offer_rows(self, "places", Place.objects.filter(municipality=mandate.municipality))
        search_in(self, "places", mandate.municipality, _address_of(mandate, pledge))
        offer_rows(self, "department", Department.objects.filter(municipality=mandate.municipality))
        offer_rows(self, "programme", Programme.objects.filter(mandate=mandate))
        for name in _SOURCE if _is_marked(pledge) else ():
            del self.fields[name]

    @property
    def is_choosing(self) -> bool:
        """Whether a place is looked for, added or taken away, and nothing is to be saved yet."""
        return is_choosing(self.data, "places")

    def full_clean(self) -> None:
        """Nothing is said to be wrong while places are chosen."""
        super().full_clean()
        if self.is_choosing:
            self._errors = ErrorDict()

    def clean(self) -> dict[str, Any]:
        """A page is one that the programme has."""
        values = super().clean() or {}
        programme, page = values.get("programme"), values.get("page")
        document = programme.document if programme else None
        if document and document.pages_count and page and page > document.pages_count:
            self.add_error("page", _("The programme has no such page."))
        return values

    @property
    def draft(self) -> PledgeDraft:
        """What was written, for the service."""
        values = self.cleaned_data
        return PledgeDraft(
            quote=values["quote"],
            language=values["language"],
            area=values["area"],
            source=self._source(),
            titles={code: values[f"title_{code}"] for code in ("sq", "sr", "en")},
            places=tuple(values["places"]),
            department=values["department"],
            budget=values["budget"],
            currency=_CURRENCY.get(self._mandate.municipality.country, "EUR"),
            due_on=values["due_on"],
        )

    def _source(self) -> Source:
        known, values = self._pledge, self.cleaned_data
        if known is not None and _is_marked(known):
            return Source(known.programme, known.page, known.starts_at, known.second, "", known.source_date)
        programme: Programme | None = values["programme"]
        day = values["source_date"] or (programme.published_on if programme else None)
        return Source(programme, values["page"], None, values["second"], values["source_url"], day)


def _address_of(mandate: Mandate, pledge: Pledge | None) -> str:
    """Where the form is sent."""
    if pledge is None:
        return reverse("pledges:new_pledge", args=[mandate.slug])
    return reverse("pledges:pledge_desk", args=[pledge.uid])


def _is_marked(pledge: Pledge | None) -> bool:
    """Whether its words were marked in a text, so that where they stand is known."""
    return pledge is not None and pledge.starts_at is not None


def _initial(pledge: Pledge) -> dict[str, Any]:
    names = ("quote", "language", "area", "department", "budget", "due_on", *_SOURCE)
    found = {name: getattr(pledge, name) for name in names}
    titles = {f"title_{code}": pledge.titles.get(code, "") for code in ("sq", "sr", "en")}
    return {**found, **titles, "places": list(pledge.places.all())}


class CriterionForm(forms.Form):
    """What has to be seen."""

    fulfilled_when = forms.CharField(
        label=_("It counts as fulfilled when"), max_length=MAX_TEXT, widget=LINES
    )
    partly_when = forms.CharField(
        label=_("It counts as partly fulfilled when"), max_length=MAX_TEXT, required=False, widget=LINES
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)


class NewCriterionForm(CriterionForm):
    """Another criterion for a frozen pledge."""

    reason = forms.CharField(
        label=_("Why the criterion changes"),
        help_text=_("Everybody reads it."),
        max_length=MAX_TEXT,
        widget=LINES,
    )


class GateForm(forms.Form):
    """The questions of the test."""

    note = forms.CharField(
        label=_("Why it fails the test"),
        help_text=_("Everybody reads it."),
        max_length=MAX_TEXT,
        required=False,
        widget=LINES,
    )

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        for key, question in QUESTIONS.items():
            self.fields[key] = forms.ChoiceField(
                label=str(question.asks),
                choices=[("yes", _("Yes")), ("no", _("No"))],
                widget=forms.RadioSelect,
                error_messages={"required": _("Answer this question.")},
            )
        self.order_fields([*QUESTIONS, "note"])

    @property
    def answers(self) -> dict[str, bool]:
        """For the service."""
        return {key: self.cleaned_data[key] == "yes" for key in QUESTIONS}


#: pages that are archived for one piece of evidence
MAX_ADDRESSES: Final = 5


class EvidenceForm(forms.Form):
    """What was found, with what proves it."""

    kind = forms.ChoiceField(label=_("What kind of evidence?"), choices=kind_choices)
    happened_on = DayField(label=_("Date of what it shows"))
    summary = forms.CharField(label=_("What it shows, in a sentence"), max_length=MAX_TEXT, widget=LINES)
    quote = forms.CharField(
        label=_("Quote, word for word"), max_length=MAX_TEXT, required=False, widget=LINES
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    source = forms.CharField(label=_("Who says so"), max_length=200, required=False)
    place_name = forms.CharField(label=_("Place"), max_length=200, required=False)
    urls = forms.CharField(
        label=_("Addresses, one on each line"),
        required=False,
        widget=LINES,
        help_text=_("We keep a copy of each page as it is today."),
    )
    documents = SeveralFilesField(most=10, label=_("Files"), required=False)

    def clean_urls(self) -> list[str]:
        """At most five addresses."""
        lines = [line.strip() for line in str(self.cleaned_data["urls"]).splitlines() if line.strip()]
        if len(lines) > MAX_ADDRESSES:
            raise forms.ValidationError(_("Write at most %(n)s addresses."), params={"n": MAX_ADDRESSES})
        check = forms.URLField(assume_scheme="https", max_length=1000)
        return [check.clean(line) for line in lines]

    @property
    def draft(self) -> EvidenceDraft:
        """For the service."""
        names = ("kind", "happened_on", "summary", "quote", "language", "source", "place_name")
        return EvidenceDraft(**{name: self.cleaned_data[name] for name in names})
