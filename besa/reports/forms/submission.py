"""What a citizen sends to report a problem: checked here, whatever it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from besa.reports.drafts import MAX_ADDRESS, MAX_ANSWER, MAX_NAME, MAX_TEXT, ReportDraft
from besa.reports.models import Question
from besa.reports.queries.categories import OfferedCategory, OfferedQuestion
from besa.reports.queries.where import Spot

MAX_COUNT = 1_000_000
_INPUTS = {Question.Kind.NUMBER: "number", Question.Kind.DATE: "date"}
_YES_NO = (("yes", _("Yes")), ("no", _("No")))


def answer_name(category: OfferedCategory, question: OfferedQuestion) -> str:
    """Name of the form field of one extra question."""
    return f"q-{category.key}-{question.key}"


def answer_field(question: OfferedQuestion) -> forms.Field:
    """A form field for an extra question, by its kind."""
    common: dict[str, Any] = {"label": question.label, "required": question.required}
    if question.kind == Question.Kind.NUMBER:
        return forms.IntegerField(min_value=0, max_value=MAX_COUNT, **common)
    if question.kind == Question.Kind.YES_NO:
        return forms.ChoiceField(choices=_YES_NO, **common)
    if question.kind == Question.Kind.CHOICE:
        return forms.ChoiceField(choices=question.options, **common)
    if question.kind == Question.Kind.DATE:
        return forms.DateField(input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"], **common)
    return forms.CharField(max_length=MAX_ANSWER, **common)


class ReportForm(forms.Form):
    """Everything but the place and the photos. Errors name the field and say what to do."""

    category = forms.CharField(
        max_length=60, error_messages={"required": _("Choose what the problem is about.")}
    )
    text = forms.CharField(
        required=False,
        max_length=MAX_TEXT,
        error_messages={"max_length": _("Your description is too long. Shorten it to 4,000 characters.")},
    )
    address = forms.CharField(required=False, max_length=MAX_ADDRESS)
    name = forms.CharField(required=False, max_length=MAX_NAME)
    show_name = forms.BooleanField(required=False)
    email = forms.EmailField(
        required=False,
        max_length=254,
        error_messages={"invalid": _("Write the address like this: name@example.com")},
    )

    def __init__(
        self,
        *args: Any,
        categories: Iterable[OfferedCategory],
        needs_email: bool = False,
        needs_words: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.categories = {category.key: category for category in categories}
        self.needs_words = needs_words
        self.fields["email"].required = needs_email
        self.fields["email"].error_messages["required"] = _("Write your e-mail address.")
        chosen = self.categories.get(str(self.data.get("category", "")))
        self.chosen = chosen
        if chosen is not None:
            self.fields |= {answer_name(chosen, one): answer_field(one) for one in chosen.questions}

    def clean_category(self) -> str:
        """The key of an offered category."""
        key: str = self.cleaned_data["category"]
        if key not in self.categories:
            raise forms.ValidationError(_("Choose one of the kinds of problem in the list."))
        return key

    def clean(self) -> dict[str, Any]:
        """A report says something, unless a photo says it, or a program that need not."""
        values = super().clean() or {}
        if "text" in values and not values["text"] and self.needs_words:
            self.add_error("text", _("Describe the problem in a few words, or add a photo."))
        for name, value in list(values.items()):
            if hasattr(value, "isoformat") and value > timezone.localdate():
                self.add_error(name, _("Choose today or an earlier day."))
        return values

    def answers(self) -> dict[str, Any]:
        """Question key → answer: text, whole number, true or false, key of a choice, or ISO date."""
        if self.chosen is None:
            return {}
        given = {
            question.key: self.cleaned_data.get(answer_name(self.chosen, question))
            for question in self.chosen.questions
        }
        kinds = {question.key: question.kind for question in self.chosen.questions}
        return {key: _plain(value, kinds[key]) for key, value in given.items() if value not in (None, "")}

    def draft(self, spot: Spot, *, language: str, brand: str) -> ReportDraft:
        """The checked report. Only for a valid form."""
        assert self.chosen is not None
        values = self.cleaned_data
        return ReportDraft(
            municipality_id=spot.municipality.pk,
            category_id=self.chosen.id,
            lat=spot.lat,
            lon=spot.lon,
            place_id=spot.place.pk if spot.place else None,
            address=values["address"],
            text=values["text"],
            answers=self.answers(),
            language=language,
            brand=brand,
            name=values["name"],
            show_name=values["show_name"] and bool(values["name"]),
            email=values["email"].lower(),
        )


def _plain(value: Any, kind: str) -> Any:
    if kind == Question.Kind.YES_NO:
        return value == "yes"
    return value.isoformat() if hasattr(value, "isoformat") else value


@dataclass(frozen=True)
class ShownQuestion:
    """An extra question as the page draws it, with what was answered already."""

    id: str
    label: str
    input: str
    options: tuple[tuple[str, str], ...]
    value: str
    error: str
    required: bool


@dataclass(frozen=True)
class ShownCategory:
    """A category as the page draws it."""

    key: str
    name: str
    icon: str
    chosen: bool
    questions: tuple[ShownQuestion, ...]


def shown_categories(form: ReportForm) -> dict[str, ShownCategory]:
    """Categories with their questions, values and errors; a form never sent has neither."""
    chosen = str(form.data.get("category", ""))
    return {
        category.key: ShownCategory(
            key=category.key,
            name=category.name,
            icon=category.icon,
            chosen=category.key == chosen,
            questions=tuple(_shown(form, category, question) for question in category.questions),
        )
        for category in form.categories.values()
    }


def _shown(form: ReportForm, category: OfferedCategory, question: OfferedQuestion) -> ShownQuestion:
    name = answer_name(category, question)
    errors: Iterable[Any] = form.errors.get(name, ()) if form.is_bound else ()
    yes_no = question.kind == Question.Kind.YES_NO
    options = tuple((key, str(label)) for key, label in _YES_NO) if yes_no else question.options
    return ShownQuestion(
        id=name,
        label=question.label,
        input=_INPUTS.get(Question.Kind(question.kind), "text"),
        options=options if question.kind in (Question.Kind.YES_NO, Question.Kind.CHOICE) else (),
        value=str(form.data.get(name, "")),
        error=" ".join(str(error) for error in errors),
        required=question.required,
    )
