"""Prepared answers and two languages on the forms that say something publicly."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from besa.core import languages
from besa.desk.forms.actions import ActionForm
from besa.desk.forms.words import MAX_WORDS
from besa.people.models import User
from besa.reports.queries.templates import Suggestion, authored, languages_beside, suitable

_NAMES = dict(settings.LANGUAGES)


class TemplateSelect(forms.Select):
    """A select whose options carry the filled-in texts, so that a script can put them into the form at once."""

    texts: dict[str, dict[str, str]]

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """An option with `data-text-<language>` for each text."""
        option = super().create_option(name, value, *args, **kwargs)
        for code, text in self.texts.get(str(value), {}).items():
            option["attrs"][f"data-text-{code}"] = text
        return option


def let_speak(form: ActionForm, officer: User, suggestions: list[Suggestion]) -> None:
    """Give a form that speaks publicly the prepared answers for its act, and a field for the citizen's own language.

    Where officer and citizen share a language there is one field, as before.
    """
    form.language = authored(officer.language)
    form.officer = officer
    _offer_templates(form, suitable(suggestions, form.new or form.report.state))
    for code in languages_beside(form.report, officer):
        words = forms.CharField(
            label=_("The same in %(language)s") % {"language": _NAMES[code]},
            help_text=_("The reporter wrote in this language. Without it they read your own words."),
            required=False,
            max_length=MAX_WORDS,
            widget=forms.Textarea(attrs={"rows": 4, "lang": languages.TAGS[code], "data-language": code}),
        )
        form.fields[f"text_{code}"] = words
        form.beside.append(code)
    own = form.fields["text"]
    own.widget.attrs |= {"data-language": form.language, "lang": languages.TAGS[form.language]}
    if form.beside:
        own.label = _("Answer in %(language)s") % {"language": _NAMES[form.language]}


def _offer_templates(form: ActionForm, offered: list[Suggestion]) -> None:
    if not offered:
        return
    select = TemplateSelect(attrs={"data-templates": ""})
    select.texts = {str(one.pk): one.texts for one in offered}
    form.fields["template"] = forms.ChoiceField(
        label=_("Prepared answer"),
        required=False,
        choices=[("", _("None")), *((str(one.pk), one.name) for one in offered)],
        widget=select,
    )
    form.prepared = {str(one.pk): one for one in offered}
    names = [name for name in form.fields if name != "template"]
    before = names.index("text")  # what the act itself needs stays first
    form.order_fields([*names[:before], "template", *names[before:]])


def fill_in(form: ActionForm) -> ActionForm:
    """The form again, not sent, with the texts of the prepared answer that was chosen: the step without a script."""
    chosen = form.prepared.get(form.data.get("template", ""))
    texts = chosen.texts if chosen else {}
    again = type(form)(form.report, form.departments)
    if form.officer is not None:
        let_speak(again, form.officer, [*form.prepared.values()])
    again.was_asked_for = True
    for name in form.fields:
        again.initial[name] = form.data.get(name, again.initial.get(name))
    again.initial["template"] = form.data.get("template", "")
    again.initial["text"] = texts.get(form.language) or next(iter(texts.values()), form.data.get("text", ""))
    for code in form.beside:
        again.initial[f"text_{code}"] = texts.get(code, form.data.get(f"text_{code}", ""))
    return again
