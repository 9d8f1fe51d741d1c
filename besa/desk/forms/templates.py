"""What a coordinator sends to save a prepared answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from besa.core import languages
from besa.core.choices import offer
from besa.desk.forms.words import MAX_WORDS
from besa.places.models import Municipality
from besa.reports.labels import STATE_LABELS
from besa.reports.models import Category, ResponseTemplate
from besa.reports.models.report import State
from besa.reports.queries.templates import categories_for_templates
from besa.reports.template_words import PLACEHOLDERS, BrokenPlaceholderError, unknown_placeholders

#: states that an official's answer can leave a report in
ANSWERED = (
    State.ACKNOWLEDGED,
    State.IN_PROGRESS,
    State.FIXED,
    State.FORWARDED,
    State.DUPLICATE,
    State.DECLINED,
    State.REOPENED,
)
_NAMES = dict(settings.LANGUAGES)


class TemplateForm(forms.Form):
    """One prepared answer in the authored languages; at least one must have words."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(
        label=_("Name"),
        help_text=_("For you and your colleagues. Citizens do not see it."),
        max_length=80,
        error_messages={"required": _("Give it a name by which your colleagues find it.")},
    )
    category = forms.ChoiceField(label=_("For which category"), required=False)
    state = forms.ChoiceField(
        label=_("For which answer"),
        required=False,
        choices=[("", _("Every answer")), *((state, STATE_LABELS[state]) for state in ANSWERED)],
    )

    def __init__(
        self, municipality: Municipality, template: ResponseTemplate | None, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.categories: dict[str, Category] = {
            one.key: one for one in categories_for_templates(municipality)
        }
        offer(
            self,
            "category",
            [
                ("", _("Every category")),
                *((key, one.name) for key, one in self.categories.items()),
            ],
        )
        for code in languages.AUTHORED:
            self.fields[f"text_{code}"] = forms.CharField(
                label=_NAMES[code],
                required=False,
                max_length=MAX_WORDS,
                widget=forms.Textarea(attrs={"rows": 5, "lang": languages.TAGS[code]}),
            )
        if template is not None:
            self.initial = self._of(template)

    def _of(self, template: ResponseTemplate) -> dict[str, Any]:
        return {
            "seen": template.changed_at.isoformat(),
            "name": template.name,
            "category": template.category.key if template.category else "",
            "state": template.state,
            **{f"text_{code}": text for code, text in template.texts.items()},
        }

    @property
    def category_chosen(self) -> Category | None:
        """The category that is chosen now, sent or not."""
        return self.categories.get(str(self["category"].value() or ""))

    @property
    def words(self) -> list[Any]:
        """The fields of the texts, for the template."""
        return [self[f"text_{code}"] for code in languages.AUTHORED]

    def clean(self) -> dict[str, Any]:
        """At least one text, and no placeholder that nothing fills."""
        values = super().clean() or {}
        texts = {code: (values.get(f"text_{code}") or "").strip() for code in languages.AUTHORED}
        for code, text in texts.items():
            if problem := _problem_of(text):
                self.add_error(f"text_{code}", problem)
        if not any(texts.values()) and not self.errors:
            self.add_error(f"text_{languages.AUTHORED[0]}", _("Write the answer in at least one language."))
        values["texts"] = texts
        values["chosen_category"] = self.categories.get(values.get("category") or "")
        return values


def _problem_of(text: str) -> str:
    """What is wrong with the placeholders of a text, in words that say what to do."""
    known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    try:
        unknown = unknown_placeholders(text)
    except BrokenPlaceholderError:
        return gettext(
            "A brace { or } stands alone. Placeholders are words in two braces, such as {number}. "
            "A brace that should stay is written twice."
        )
    if not unknown:
        return ""
    return gettext("%(unknown)s is not a placeholder that is known. There are: %(known)s.") % {
        "unknown": ", ".join(f"{{{name}}}" for name in unknown),
        "known": known,
    }
