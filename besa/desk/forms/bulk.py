"""What an official fills in for an act on many reports."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Final

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from besa.core.folding import fold
from besa.desk.forms.actions import MAX_WORDS
from besa.people.models import Department
from besa.people.queries import department_choices
from besa.places.models import Municipality
from besa.reports.labels import REASON_LABELS

_BULK_WORDS = _(
    "Everybody can read this under each report, and it goes to the reporters and followers by mail. What is said "
    "to many at once does not count as a rapid reaction."
)


class BulkForm(forms.Form):
    """Words that go with the act; most acts need none."""

    needs_words: ClassVar[bool] = False
    text = forms.CharField(
        label=_("Answer"),
        help_text=_BULK_WORDS,
        required=False,
        max_length=MAX_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Write what you want to say."),
            "max_length": _("This is too long. Shorten it to 4,000 characters."),
        },
    )

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


class AnswerManyForm(BulkForm):
    """The same answer to many."""

    needs_words = True


class DeclineManyForm(BulkForm):
    """The same reason for many."""

    reason = forms.ChoiceField(
        label=_("Why"),
        choices=[("", _("Choose a reason")), *REASON_LABELS.items()],
        error_messages={"required": _("Choose a reason.")},
    )
    field_order = ["reason", "text"]


class ForwardManyForm(BulkForm):
    """Somebody else must act on all of them."""

    department = forms.ChoiceField(label=_("To a department"), required=False)
    outside = forms.CharField(
        label=_("Or to somebody outside the municipality"),
        help_text=_("Such as a public utility or a ministry. Its name is shown publicly."),
        required=False,
        max_length=120,
    )
    field_order = ["department", "outside", "text"]

    def __init__(self, municipality: Municipality, *args: Any, **kwargs: Any) -> None:
        super().__init__(municipality, *args, **kwargs)
        self.departments: list[Department] = department_choices(municipality)
        choices = [(str(one.pk), one.name) for one in self.departments]
        self.fields["department"].choices = [("", _("None")), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Exactly one recipient."""
        values = super().clean() or {}
        if bool(values.get("department")) == bool((values.get("outside") or "").strip()):
            self.add_error("department", _("Choose a department or name somebody outside, one of the two."))
        return values


BULK_FORMS: Final[dict[str, type[BulkForm]]] = {
    "acknowledge": BulkForm,
    "answer": AnswerManyForm,
    "start": BulkForm,
    "fix": BulkForm,
    "forward": ForwardManyForm,
    "decline": DeclineManyForm,
}


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
