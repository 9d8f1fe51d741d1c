"""Who holds an office, its programme, and who may not judge it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from besa.core import languages
from besa.core.choices import offer, offer_rows
from besa.people.models import Organisation
from besa.places.models import Municipality
from besa.pledges.areas import area_choices
from besa.pledges.documents import ACCEPT
from besa.pledges.models import ConflictOfInterest, Mandate, Person, Programme
from besa.pledges.services.drafting import Source
from besa.pledges.services.mandates import Holder

LANGUAGES = [
    (languages.SQ, _("Albanian")),
    (languages.SR, _("Serbian, Cyrillic")),
    (languages.SR_LATN, _("Serbian, Latin")),
    (languages.EN, _("English")),
]
ORIGINS = {
    Mandate.Origin.ELECTION: _("Regular election"),
    Mandate.Origin.BY_ELECTION: _("By-election"),
    Mandate.Origin.SUCCESSION: _("Took over in mid-term"),
}
ENDINGS = {
    Mandate.Ending.TERM_OVER: _("The term was over"),
    Mandate.Ending.RESIGNED: _("Resigned"),
    Mandate.Ending.DISMISSED: _("Was dismissed"),
    Mandate.Ending.DIED: _("Died"),
    Mandate.Ending.OTHER_OFFICE: _("Took another office"),
}
GENDERS = {
    "": _("One that fits both"),
    Person.Gender.FEMALE.value: _("For a woman"),
    Person.Gender.MALE.value: _("For a man"),
}
CONFLICTS = {
    ConflictOfInterest.Kind.ADVOCATES: _("I advocate for or against the mayor or a pledge"),
    ConflictOfInterest.Kind.FUNDED: _("I am or was paid by the municipality or the party"),
    ConflictOfInterest.Kind.EMPLOYED: _("I work or worked for the municipality"),
    ConflictOfInterest.Kind.FAMILY: _("I am related to the mayor"),
    ConflictOfInterest.Kind.PARTY: _("I am a member of the party"),
}


class DayField(forms.DateField):
    """A day, with the browser's own calendar where it has one."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class HolderForm(forms.Form):
    """Who holds an office."""

    name = forms.CharField(label=_("Name"), max_length=120)
    gender = forms.ChoiceField(
        label=_("Word for the office"),
        help_text=_("In Albanian and Serbian it has one form for women and one for men."),
        choices=list(GENDERS.items()),
        required=False,
    )
    party = forms.CharField(label=_("Party or list"), max_length=120, required=False)
    source = forms.URLField(label=_("Where this can be checked"), required=False, assume_scheme="https")


class DescribeForm(HolderForm):
    """The same written down anew."""

    name_sr = forms.CharField(label=_("Name in Serbian, Cyrillic"), max_length=120, required=False)
    field_order = ["name", "name_sr"]

    @property
    def holder(self) -> Holder:
        """For the service."""
        values = self.cleaned_data
        names = {languages.SQ: values["name"], languages.SR: values["name_sr"]}
        return Holder(names, values["gender"], values["party"])


def known_of(mandate: Mandate) -> dict[str, str]:
    """What is known of who holds an office, as the form has it."""
    person, party = mandate.person, mandate.party
    return {
        "name": person.names.get(languages.SQ, person.name),
        "name_sr": person.names.get(languages.SR, ""),
        "gender": person.gender,
        "party": party.name if party else "",
        "source": mandate.source,
    }


class MandateForm(HolderForm):
    """Somebody takes office."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Monitored by"))
    municipality = forms.ModelChoiceField(Municipality.objects.filter(active=True), label=_("Municipality"))
    starts = DayField(label=_("First day in office"))
    term_ends = DayField(
        label=_("Last day of the term"), help_text=_("Pledges without a date of their own are due then.")
    )
    origin = forms.ChoiceField(label=_("How they came to office"), choices=list(ORIGINS.items()))
    field_order = ["organisation", "municipality"]

    def __init__(self, organisations: list[Organisation], *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        offer_rows(
            self, "organisation", Organisation.objects.filter(pk__in=[one.pk for one in organisations])
        )
        if len(organisations) == 1:
            self.fields["organisation"].initial = organisations[0]


class EndMandateForm(forms.Form):
    """Somebody leaves office."""

    ends = DayField(label=_("Last day in office"))
    ending = forms.ChoiceField(label=_("Why"), choices=list(ENDINGS.items()))


class ProgrammeForm(forms.Form):
    """What was promised: a file, a page on the web, or a link to a recording."""

    title = forms.CharField(label=_("Title"), max_length=200)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    file = forms.FileField(
        label=_("PDF or photo"), required=False, widget=forms.FileInput(attrs={"accept": ACCEPT})
    )
    url = forms.URLField(
        label=_("Address of the page"),
        help_text=_("We keep a copy of it as it is today."),
        required=False,
        assume_scheme="https",
        max_length=1000,
    )
    recording = forms.BooleanField(label=_("It is a recording: keep the link only"), required=False)
    published_on = DayField(label=_("Published on"), required=False)

    def clean(self) -> dict[str, Any]:
        """A file or an address."""
        values = super().clean() or {}
        if not values.get("file") and not values.get("url") and "url" not in self.errors:
            self.add_error("file", _("Choose a file, or write the address of the page."))
        return values


class ConflictForm(forms.Form):
    """Why the person may not judge."""

    kind = forms.ChoiceField(
        label=_("What is your interest?"),
        help_text=_("Whoever has one rates none of these pledges, in no round."),
        choices=list(CONFLICTS.items()),
    )
    area = forms.ChoiceField(
        label=_("For which pledges?"),
        choices=[("", pgettext_lazy("policy area", "All of them"))],
        required=False,
    )

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        offer(self, "area", [("", pgettext_lazy("policy area", "All of them")), *area_choices()])


class ListFileForm(forms.Form):
    """A list of pledges to read."""

    file = forms.FileField(
        label=_("List of pledges"),
        help_text=_("CSV or XLSX with a heading in the first row, at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    language = forms.ChoiceField(label=_("Language of the quotes"), choices=LANGUAGES)
    programme = forms.ModelChoiceField(
        Programme.objects.none(),
        label=_("Programme in which the pledges stand"),
        required=False,
        empty_label=_("None of these: I give the address"),
        help_text=_(
            "The page of each pledge leads readers to it. Upload the programme first if it is not here."
        ),
    )
    url = forms.URLField(
        label=_("Where the pledges were published"),
        help_text=_("Only when it stands in no programme."),
        assume_scheme="https",
        max_length=1000,
        required=False,
    )

    def __init__(self, mandate: Mandate, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        offer_rows(self, "programme", Programme.objects.filter(mandate=mandate).select_related("document"))

    def clean(self) -> dict[str, Any]:
        """A programme, or else the address."""
        values = super().clean() or {}
        if not values.get("programme") and not values.get("url") and not self.errors:
            self.add_error("url", _("Choose the programme, or write the address."))
        return values

    @property
    def source(self) -> Source:
        """Where the list stands, for the service."""
        return source_of(self.cleaned_data["programme"], self.cleaned_data["url"])


def source_of(programme: Programme | None, url: str) -> Source:
    """A programme with the day on which it came out; an address only where there is none."""
    return Source(programme, day=programme.published_on) if programme else Source(url=url)
