"""A note for colleagues, who can be named in it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from besa.core.choices import offer
from besa.desk.forms.actions import ActionForm
from besa.desk.queries.colleagues import colleagues_of
from besa.reports.mentions import named_in


class NoteForm(ActionForm):
    """Words that only colleagues read. Whoever is named in them, or ticked below them, is told."""

    key = "note"
    permission = "reports.note"
    title = pgettext_lazy("button", "Internal note")
    button = pgettext_lazy("button", "Save the note")
    needs_words = True
    mentioned = forms.MultipleChoiceField(
        label=_("Tell colleagues"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = self.fields["text"]
        words.label = _("Note")
        words.help_text = _("Only your colleagues can read this. Write @ and a name to tell somebody.")
        words.widget.attrs["data-mentions"] = str(_("Colleagues"))
        department = self.report.department_id
        self.colleagues = {
            str(one.user.pk): one.user
            for one in colleagues_of(self.report.municipality_id)
            if one.sees(department)
        }
        choices = [(key, str(user)) for key, user in self.colleagues.items()]
        offer(self, "mentioned", choices)

    def clean(self) -> dict[str, Any]:
        """Everybody who is named must be known, and only once."""
        values = super().clean() or {}
        ticked = [self.colleagues[key] for key in values.get("mentioned", [])]
        named = named_in(values.get("text") or "", [*self.colleagues.values()])
        told = {str(user) for user in ticked}
        unclear = [
            name for name in named.unclear if not any(name[1:].casefold() == one.casefold() for one in told)
        ]
        if unclear:
            message = gettext(
                "%(names)s is no colleague who can see this report, or two have that name. Tick who is meant."
            )
            self.add_error("text", message % {"names": ", ".join(unclear)})
        values["told"] = list(dict.fromkeys([*ticked, *named.people]))
        return values

    def arguments(self) -> dict[str, Any]:
        """The state does not matter for a note."""
        return {"text": self.cleaned_data["text"], "mentioned": self.cleaned_data["told"]}
