"""What a coordinator sends about categories, their questions and the municipality's own rules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from besa.core.choices import IllustratedChoiceField, field_of, offer
from besa.core.folding import fold
from besa.people.models import Department
from besa.places.models import Municipality
from besa.reports.models import Category, CategoryRule, Question
from besa.reports.queries.categories import GROUP_LABELS
from besa.reports.services.categories import Asked, Handling, fingerprint

#: languages that are written; Serbian Latin is derived
_WRITTEN = (("sq", _("Albanian")), ("sr", _("Serbian, Cyrillic")), ("en", _("English")))
MAX_OPTIONS = 20

KIND_LABELS = {
    Question.Kind.TEXT: pgettext_lazy("kind of question", "A line of text"),
    Question.Kind.NUMBER: pgettext_lazy("kind of question", "A number"),
    Question.Kind.YES_NO: pgettext_lazy("kind of question", "Yes or no"),
    Question.Kind.CHOICE: pgettext_lazy("kind of question", "A choice"),
    Question.Kind.DATE: pgettext_lazy("kind of question", "A date"),
}


class WordsForm(forms.Form):
    """Words in each written language."""

    needs_words = True
    longest = 80

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label in _WRITTEN:
            self.fields[f"words_{code}"] = forms.CharField(
                label=label,
                required=False,
                max_length=self.longest,
                widget=forms.TextInput(attrs={"lang": code}),
            )

    def clean(self) -> dict[str, Any]:
        """At least one language where there is nothing to fall back to."""
        values = super().clean() or {}
        if self.needs_words and not self.errors and not self.words():
            self.add_error("words_sq", _("Write it in at least one language."))
        return values

    def words(self) -> dict[str, str]:
        """Language → words, without the empty ones."""
        given = {code: (self.cleaned_data.get(f"words_{code}") or "").strip() for code, _label in _WRITTEN}
        return {code: words for code, words in given.items() if words}


def words_initial(words: dict[str, str]) -> dict[str, str]:
    """Stored words as initial values of a WordsForm."""
    return {f"words_{code}": words.get(code, "") for code, _label in _WRITTEN}


class HandlingForm(WordsForm):
    """How the municipality handles one category."""

    needs_words = False

    seen = forms.CharField(widget=forms.HiddenInput)
    offered = forms.BooleanField(label=_("Citizens can choose it"), required=False)
    department = forms.ChoiceField(label=_("Department responsible"), required=False)
    position = forms.IntegerField(
        label=_("Place in the list"),
        help_text=_("A smaller number comes first. Empty keeps the common order."),
        required=False,
        min_value=0,
        max_value=1000,
    )

    def __init__(
        self, rule: CategoryRule | None, departments: list[Department], *args: Any, **kwargs: Any
    ) -> None:
        now = rule or CategoryRule()
        initial = {
            "seen": fingerprint(rule),
            "offered": now.offered,
            "department": str(now.department_id or ""),
            "position": now.position,
            **words_initial(now.names),
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.departments = {str(one.pk): one for one in departments}
        choices = [(key, one.name) for key, one in self.departments.items()]
        offer(self, "department", [("", _("None")), *choices])

    def handling(self) -> Handling:
        """The checked settings. Only for a valid form."""
        given = self.cleaned_data
        return Handling(
            offered=given["offered"],
            names=self.words(),
            department=self.departments.get(given["department"]),
            position=given["position"],
        )


class NewCategoryForm(WordsForm):
    """A category of the municipality's own."""

    group = forms.ChoiceField(label=_("Group"), choices=[(key, label) for key, label in GROUP_LABELS.items()])
    icon = IllustratedChoiceField(label=_("Symbol"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Category.objects.filter(municipality__isnull=True).order_by("position")
        offer(self, "icon", [(one.icon, one.name) for one in found])
        field_of(self, "icon", IllustratedChoiceField).icons = {one.icon: one.icon for one in found}


class QuestionForm(WordsForm):
    """An extra question of a category."""

    longest = 160

    kind = forms.ChoiceField(label=_("Kind of answer"), choices=list(KIND_LABELS.items()))
    options = forms.CharField(
        label=_("Answers to choose from"),
        help_text=_("One on each line, in the languages above with | between them: Po | Да | Yes"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    required = forms.BooleanField(label=_("Must be answered"), required=False)
    public = forms.BooleanField(label=_("The answer is shown publicly"), required=False)
    position = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=1000, initial=100)

    def __init__(self, question: Question | None, *args: Any, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"public": True}
        if question is not None:
            initial = {
                "kind": question.kind,
                "options": "\n".join(_line(option["labels"]) for option in question.options),
                "required": question.required,
                "public": question.public,
                "position": question.position,
                **words_initial(question.labels),
            }
        self.known = {_line(one["labels"]): one["key"] for one in question.options} if question else {}
        super().__init__(*args, initial=initial, **kwargs)

    def clean(self) -> dict[str, Any]:
        """A choice has something to choose from."""
        values = super().clean()
        if values.get("kind") == Question.Kind.CHOICE and not 2 <= len(self._options()) <= MAX_OPTIONS:
            self.add_error("options", _("Write between 2 and 20 answers, each on its own line."))
        return values

    def _options(self) -> tuple[tuple[str, dict[str, str]], ...]:
        """Key and words of each line. A line that stays as it was keeps its key, and so its answers' meaning."""
        found: dict[str, dict[str, str]] = {}
        for line in (self.cleaned_data.get("options") or "").splitlines():
            parts = [part.strip()[:80] for part in line.split("|")]
            labels = {code: part for (code, _label), part in zip(_WRITTEN, parts, strict=False) if part}
            if labels:
                key = self.known.get(_line(labels)) or slugify(fold(next(iter(labels.values()))))[:40]
                found.setdefault(key or f"option-{len(found) + 1}", labels)
        return tuple(found.items())

    def asked(self) -> Asked:
        """The checked question. Only for a valid form."""
        given = self.cleaned_data
        is_choice = given["kind"] == Question.Kind.CHOICE
        return Asked(
            kind=given["kind"],
            labels=self.words(),
            options=self._options() if is_choice else (),
            required=given["required"],
            public=given["public"],
            position=given["position"],
        )


def _line(labels: dict[str, str]) -> str:
    return " | ".join(labels.get(code, "") for code, _label in _WRITTEN).rstrip(" |")


class MunicipalityForm(forms.Form):
    """What holds for all categories of a municipality."""

    anonymous_reports = forms.BooleanField(
        label=_("Citizens can report without an e-mail address"), required=False
    )
    moderation = forms.ChoiceField(
        label=_("When reports are read"),
        choices=[
            (Municipality.Moderation.AFTER, _("Published at once, read afterwards")),
            (Municipality.Moderation.BEFORE, _("Read first, then published")),
        ],
        widget=forms.RadioSelect,
    )
