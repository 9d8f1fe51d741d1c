"""An assembly, its members, its sessions: forms in which blank means "nobody wrote it down"."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from besa.core.choices import offer
from besa.people.models import Organisation
from besa.places.models import Municipality
from besa.pledges.assembly_words import OPTION_LABELS, PRESENCE_LABELS, RESULT_LABELS
from besa.pledges.documents import ACCEPT
from besa.pledges.forms.mandates import ENDINGS, LANGUAGES, ORIGINS, DayField
from besa.pledges.forms.pledges import LINES
from besa.pledges.forms.rounds import KINDS_OF_CORRECTION
from besa.pledges.importing.files import ListRefused, rows_of_file, rows_of_text
from besa.pledges.method import MAX_TEXT
from besa.pledges.models import Mandate, Pledge, VoteCount
from besa.pledges.services.assemblies import Seat
from besa.pledges.services.sessions import Correcting
from besa.pledges.services.voting import OPTIONS, Outcome

_NOTHING = ("", "–")
_MOST_SEATS = 200


class AssemblyForm(forms.Form):
    """An assembly to write down."""

    organisation = forms.ChoiceField(label=_("Written down by"))
    municipality = forms.ModelChoiceField(Municipality.objects.filter(active=True), label=_("Municipality"))
    seats = forms.IntegerField(label=_("Number of seats"), min_value=1, max_value=_MOST_SEATS, required=False)

    def __init__(self, organisations: list[Organisation], *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        offer(self, "organisation", [(one.pk, one.name) for one in organisations])


class TermForm(forms.Form):
    """From when to when."""

    starts = DayField(label=_("First day in office"))
    term_ends = DayField(label=_("Last day of the term"))


class SeatForm(TermForm):
    """Somebody takes a seat."""

    name = forms.CharField(label=_("Name of the member"), max_length=120)
    party = forms.CharField(label=_("Party or list"), max_length=120, required=False)
    presides = forms.BooleanField(label=_("Chairs the assembly"), required=False)
    origin = forms.ChoiceField(label=_("How they came to office"), choices=list(ORIGINS.items()))
    source = forms.URLField(label=_("Where this can be checked"), required=False, assume_scheme="https")
    field_order = ["name", "party"]

    @property
    def seat(self) -> Seat:
        """For the service."""
        return Seat(**self.cleaned_data)


class LeaveForm(forms.Form):
    """A member leaves in mid-term."""

    ends = DayField(label=_("Last day in office"))
    ending = forms.ChoiceField(label=_("Why"), choices=list(ENDINGS.items()))
    follower = forms.CharField(
        label=_("Who takes the seat"),
        help_text=_("From the next day on, for the rest of the term. Leave it empty while nobody does."),
        max_length=120,
        required=False,
    )


class SessionForm(forms.Form):
    """A session that was held or called."""

    number = forms.IntegerField(label=_("Number in its year"), min_value=1, max_value=999)
    held_on = DayField(label=_("Day"))
    minutes = forms.URLField(
        label=_("Address of the minutes"), required=False, assume_scheme="https", max_length=500
    )


class SessionDocumentForm(forms.Form):
    """An agenda, minutes or a decision to archive."""

    file = forms.FileField(
        label=_("PDF or photo"), required=False, widget=forms.FileInput(attrs={"accept": ACCEPT})
    )
    url = forms.URLField(
        label=_("Address of the page"), required=False, assume_scheme="https", max_length=1000
    )

    def clean(self) -> dict[str, Any]:
        """A file or an address."""
        values = super().clean() or {}
        if not values.get("file") and not values.get("url") and not self.errors:
            self.add_error("file", _("Choose a file, or write the address of the page."))
        return values


class CorrectingForm(forms.Form):
    """Why what was recorded is replaced: asked for where something is recorded already."""

    kind = forms.ChoiceField(
        label=_("If something was wrong: why?"),
        choices=[_NOTHING, *KINDS_OF_CORRECTION.items()],
        required=False,
    )
    why = forms.CharField(
        label=_("What was wrong, for everybody to read"), max_length=MAX_TEXT, required=False, widget=LINES
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def forget_correcting(self, seen: int) -> None:
        """Remember the version that is looked at; ask for no reason while there is none."""
        self.fields["seen"].initial = seen
        if not seen:
            del self.fields["kind"], self.fields["why"]

    @property
    def correcting(self) -> Correcting:
        """For the service."""
        values = self.cleaned_data
        return Correcting(values.get("kind", ""), values.get("why", ""), get_language() or "")


class ByMemberForm(CorrectingForm):
    """A form with one choice for each member, laid out as a table."""

    def ask_of(
        self, members: Collection[Mandate], choices: Mapping[str, Any], known: Mapping[int, str]
    ) -> None:
        """One select for each; what is known is chosen."""
        self.members = list(members)
        for member in self.members:
            self.fields[f"member_{member.pk}"] = forms.ChoiceField(
                label=member.person.name,
                choices=[_NOTHING, *((key, capfirst(str(label))) for key, label in choices.items())],
                required=False,
                initial=known.get(member.pk, ""),
            )

    @property
    def rows(self) -> list[tuple[Mandate, forms.BoundField]]:
        """Each member beside the choice."""
        return [(member, self[f"member_{member.pk}"]) for member in self.members]

    @property
    def chosen(self) -> dict[int, str]:
        """What was chosen, by mandate; blanks left out."""
        chosen = {member.pk: self.cleaned_data.get(f"member_{member.pk}", "") for member in self.members}
        return {member: key for member, key in chosen.items() if key}


class RollForm(ByMemberForm):
    """Who was there."""

    rest = forms.BooleanField(label=_("Everybody who is left blank was present"), required=False)

    def __init__(
        self, members: Collection[Mandate], known: Mapping[int, str], seen: int, *args: Any, **values: Any
    ) -> None:
        super().__init__(*args, **values)
        self.ask_of(members, PRESENCE_LABELS, known)
        self.forget_correcting(seen)

    @property
    def presences(self) -> dict[int, str]:
        """For the service."""
        rest = dict.fromkeys((member.pk for member in self.members), "present")
        return (rest if self.cleaned_data["rest"] else {}) | self.chosen


class VoteForm(ByMemberForm):
    """A decision, and how it went: by name, in numbers, or the result alone."""

    number = forms.IntegerField(label=_("Number on the agenda"), min_value=1, max_value=999)
    motion = forms.CharField(label=_("What was decided, word for word"), max_length=MAX_TEXT, widget=LINES)
    motion_language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    result = forms.ChoiceField(
        label=pgettext_lazy("of a vote", "Result"),
        choices=[(key, capfirst(str(label))) for key, label in RESULT_LABELS.items()],
        widget=forms.RadioSelect,
    )
    pledges = forms.MultipleChoiceField(
        label=_("Pledges that it is about"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(
        self,
        members: Collection[Mandate],
        pledges: Sequence[Pledge],
        count: VoteCount | None,
        *args: Any,
        **values: Any,
    ) -> None:
        super().__init__(*args, **values)
        self.offered = {str(pledge.pk): pledge for pledge in pledges}
        offer(self, "pledges", [(key, _pledge_line(pledge)) for key, pledge in self.offered.items()])
        for option in OPTIONS:
            self.fields[option] = forms.IntegerField(
                label=capfirst(str(OPTION_LABELS[option])), min_value=0, max_value=_MOST_SEATS, required=False
            )
        known = {one.mandate_id: one.option for one in count.ballots.all()} if count else {}
        self.ask_of(members, OPTION_LABELS, known)
        self.forget_correcting(count.version if count else 0)
        if count:
            self.initial = {**self.initial, **_initial(count)}
            self.fields["number"].disabled = True

    @property
    def about(self) -> list[forms.BoundField]:
        """The fields above the numbers."""
        return [self[name] for name in ("number", "motion", "motion_language", "result", "pledges")]

    @property
    def numbers(self) -> list[forms.BoundField]:
        """How many voted how."""
        return [self[name] for name in OPTIONS]

    @property
    def outcome(self) -> Outcome:
        """For the service; names count where there are some."""
        values = self.cleaned_data
        return Outcome(
            motion=values["motion"],
            language=values["motion_language"],
            result=values["result"],
            pledges=tuple(self.offered[key] for key in values["pledges"]),
            ballots=self.chosen,
            numbers={option: values[option] for option in OPTIONS if values[option] is not None},
        )


class TableForm(forms.Form):
    """A table as a file, or pasted. What was read is in `table` once the form is valid."""

    file = forms.FileField(
        label=_("CSV or XLSX file"),
        help_text=_("With a heading in the first row, at most 5 MB."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    pasted = forms.CharField(
        label=_("Or paste the table here"),
        help_text=_("Copied from a spreadsheet, with its heading."),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    table: list[list[str]] = []

    def clean(self) -> dict[str, Any]:
        """A file or a text, that can be read."""
        values = super().clean() or {}
        file, pasted = values.get("file"), values.get("pasted")
        if not file and not pasted and not self.errors:
            self.add_error("file", _("Choose a file, or paste the table."))
        elif not self.errors:
            try:
                self.table = rows_of_file(file) if file else rows_of_text(pasted or "")
            except ListRefused as refused:
                self.add_error("file" if file else "pasted", str(refused))
        return values


class MembersTableForm(TableForm, TermForm):
    """Members who take their seats at one time."""

    field_order = ["starts", "term_ends"]


class SheetForm(TableForm, CorrectingForm):
    """Attendance and votes of one session."""

    def __init__(self, seen: int, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.forget_correcting(seen)
        self.order_fields(["file", "pasted"])


def _pledge_line(pledge: Pledge) -> str:
    mandate = pledge.mandate
    return f"{mandate.person.name} ({mandate.starts.year}), {pledge.number}. {' '.join(pledge.quote.split())[:140]}"


def _initial(count: VoteCount) -> dict[str, Any]:
    numbers = {} if count.by_name else {option: getattr(count, option) for option in OPTIONS}
    return {
        "number": count.vote.number,
        "motion": count.motion,
        "motion_language": count.motion_language,
        "result": count.result,
        "pledges": [str(pledge.pk) for pledge in count.pledges.all()],
        **numbers,
    }
