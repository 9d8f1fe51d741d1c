"""What an official fills in for an act on many reports."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Final

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from besa.core.choices import offer
from besa.core.folding import fold
from besa.desk.forms.words import words_field
from besa.desk.queries.colleagues import colleagues_of
from besa.people.models import Department
from besa.people.queries import department_choices
from besa.places.models import Municipality
from besa.reports.labels import PRIORITY_LABELS, REASON_LABELS
from besa.reports.models import ResponseTemplate
from besa.reports.models.report import Priority, State
from besa.reports.queries.categories import categories_of
from besa.reports.queries.templates import templates_for_act

_BULK_WORDS = _(
    "Everybody can read this under each report, and it goes to the reporters and followers by mail. What is said "
    "to many at once does not count as a rapid reaction."
)


class BulkForm(forms.Form):
    """Words that go with the act; most acts need none."""

    needs_words: ClassVar[bool] = False
    text = words_field(_BULK_WORDS)

    def __init__(self, municipality: Municipality, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "bulk_%s"
        self.municipality = municipality
        self.fields["text"].required = self.needs_words

    def clean_text(self) -> str:
        """Words that say something."""
        text = str(self.cleaned_data["text"]).strip()
        if self.needs_words and not fold(text):
            raise forms.ValidationError(_("Write what you want to say."))
        return text

    def arguments(self) -> dict[str, Any]:
        """What is kept until the act is done, as JSON."""
        return dict(self.cleaned_data)


class SpeakManyForm(BulkForm):
    """An act with public words: a prepared answer, filled in for each report, or the same words under all of them."""

    #: the state in which the act leaves reports; empty for the one that they are in
    new: ClassVar[str] = ""
    template = forms.ChoiceField(
        label=_("Prepared answer"),
        help_text=_(
            "Each report gets its own number, place and dates. Its reporter reads their own language."
        ),
        required=False,
    )
    field_order = ["template", "text"]

    def __init__(self, municipality: Municipality, *args: Any, **kwargs: Any) -> None:
        super().__init__(municipality, *args, **kwargs)
        self.prepared = {str(one.pk): one for one in templates_for_act(municipality, self.new)}
        if not self.prepared:
            del self.fields["template"]
            return
        self.fields["text"].label = _("Or your own words")
        self.fields["text"].required = False
        offer(self, "template", [("", _("None")), *((key, _name(one)) for key, one in self.prepared.items())])

    @property
    def chosen(self) -> ResponseTemplate | None:
        """The prepared answer that is chosen now, sent or not."""
        return self.prepared.get(str(self["template"].value() or "")) if self.prepared else None

    def clean_text(self) -> str:
        """Words that say something, unless a prepared answer says it; never both."""
        text = str(self.cleaned_data["text"]).strip()
        if self.chosen and text:
            message = _("Choose a prepared answer or write your own words, one of the two.")
            raise forms.ValidationError(message)
        return "" if self.chosen else super().clean_text()

    def arguments(self) -> dict[str, Any]:
        """With the texts as they are now: what was previewed is what is said, whoever edits them meanwhile."""
        texts = self.chosen.texts if self.chosen else {}
        return super().arguments() | {"template": self.cleaned_data.get("template") or "", "texts": texts}


class AcknowledgeManyForm(SpeakManyForm):
    """All of them were seen."""

    new = State.ACKNOWLEDGED


class StartManyForm(SpeakManyForm):
    """Work has begun on all of them."""

    new = State.IN_PROGRESS


class FixManyForm(SpeakManyForm):
    """All of them are fixed."""

    new = State.FIXED


class AnswerManyForm(SpeakManyForm):
    """An answer to many."""

    needs_words = True


class DeclineManyForm(SpeakManyForm):
    """The same reason for many."""

    reason = forms.ChoiceField(
        label=_("Why"),
        choices=[("", _("Choose a reason")), *REASON_LABELS.items()],
        error_messages={"required": _("Choose a reason.")},
    )
    new = State.DECLINED
    field_order = ["reason", "template", "text"]


class ForwardManyForm(SpeakManyForm):
    """Somebody else must act on all of them."""

    new = State.FORWARDED

    department = forms.ChoiceField(label=_("To a department"), required=False)
    outside = forms.CharField(
        label=_("Or to somebody outside the municipality"),
        help_text=_("Such as a public utility or a ministry. Its name is shown publicly."),
        required=False,
        max_length=120,
    )
    field_order = ["department", "outside", "template", "text"]

    def __init__(self, municipality: Municipality, *args: Any, **kwargs: Any) -> None:
        super().__init__(municipality, *args, **kwargs)
        self.departments: list[Department] = department_choices(municipality)
        choices = [(str(one.pk), one.name) for one in self.departments]
        offer(self, "department", [("", _("None")), *choices])

    def clean(self) -> dict[str, Any]:
        """Exactly one recipient."""
        values = super().clean() or {}
        if bool(values.get("department")) == bool((values.get("outside") or "").strip()):
            self.add_error("department", _("Choose a department or name somebody outside, one of the two."))
        return values


class NoteManyForm(BulkForm):
    """An act that is no answer: its words are a note for colleagues."""

    def __init__(self, municipality: Municipality, *args: Any, **kwargs: Any) -> None:
        super().__init__(municipality, *args, **kwargs)
        self.fields["text"].label = _("Note")
        self.fields["text"].help_text = _("Only your colleagues can read this.")
        self.fields["text"].widget.attrs["rows"] = 2


class AssignManyForm(NoteManyForm):
    """Who deals with all of them."""

    department = forms.ChoiceField(label=_("Department"), required=False)
    person = forms.ChoiceField(label=_("Person"), required=False)
    field_order = ["department", "person", "text"]

    def __init__(self, municipality: Municipality, *args: Any, **kwargs: Any) -> None:
        super().__init__(municipality, *args, **kwargs)
        departments = [(str(one.pk), one.name) for one in department_choices(municipality)]
        people = [(str(one.user.pk), str(one.user)) for one in colleagues_of(municipality.pk)]
        offer(self, "department", [("", _("As it is")), *departments])
        offer(self, "person", [("", _("Nobody in particular")), *people])

    def clean(self) -> dict[str, Any]:
        """A department or a person."""
        values = super().clean() or {}
        if not values.get("department") and not values.get("person"):
            self.add_error("department", _("Choose a department or a person."))
        return values


class CategoryManyForm(NoteManyForm):
    """What all of them are about."""

    category = forms.ChoiceField(
        label=_("Category"),
        help_text=_("The deadlines follow the new category, and everybody can see the correction."),
    )
    field_order = ["category", "text"]

    def __init__(self, municipality: Municipality, *args: Any, **kwargs: Any) -> None:
        super().__init__(municipality, *args, **kwargs)
        offered = [(str(one.id), one.name) for one in categories_of(municipality.pk)]
        offer(self, "category", offered)


class PriorityManyForm(NoteManyForm):
    """How urgent all of them are."""

    priority = forms.ChoiceField(
        label=_("How urgent is it?"),
        choices=[(str(number), label) for number, label in PRIORITY_LABELS.items()],
    )
    field_order = ["priority", "text"]

    def __init__(self, municipality: Municipality, *args: Any, **kwargs: Any) -> None:
        super().__init__(municipality, *args, **kwargs)
        self.fields["text"].label = pgettext_lazy("reason of a priority", "Why")
        self.fields["text"].help_text = _("Needed for high and urgent. Only your colleagues can read this.")

    def clean(self) -> dict[str, Any]:
        """Above normal with a reason."""
        values = super().clean() or {}
        above = int(values.get("priority") or Priority.NORMAL) > Priority.NORMAL
        if above and not fold(values.get("text") or ""):
            self.add_error("text", _("Say in a few words why it is so urgent."))
        return values


BULK_FORMS: Final[dict[str, type[BulkForm]]] = {
    "acknowledge": AcknowledgeManyForm,
    "answer": AnswerManyForm,
    "start": StartManyForm,
    "fix": FixManyForm,
    "forward": ForwardManyForm,
    "decline": DeclineManyForm,
    "assign": AssignManyForm,
    "category": CategoryManyForm,
    "priority": PriorityManyForm,
}


def _name(template: ResponseTemplate) -> str:
    """What colleagues call it, with the category that it is for."""
    return f"{template.name} ({template.category.name})" if template.category else template.name


def read_at(value: str) -> datetime:
    """When the list was read from which reports were picked; now for a value that makes no sense."""
    try:
        moment = parse_datetime(value)
    except ValueError:
        moment = None
    now = timezone.now()
    return min(moment, now) if moment is not None and timezone.is_aware(moment) else now


def picked(values: list[str]) -> list[int]:
    """Numbers of the reports that were ticked."""
    return [int(value) for value in values if value.isascii() and value.isdecimal() and len(value) < 19]
