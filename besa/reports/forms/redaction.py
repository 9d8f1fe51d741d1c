"""Which words a moderator removes, and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from besa.core.forgetting import Forgetting
from besa.reports.labels import REDACTION_LABELS
from besa.reports.models import Report
from besa.reports.said import words_about
from besa.reports.services.redaction import LEAST_PASSAGE, MAX_PASSAGE, MAX_PASSAGES, shown_names


class RedactionForm(forms.Form):
    """Passages, one on each line, exactly as they stand in the report; and the reason that everybody reads."""

    passages = forms.CharField(
        label=_("Words to remove"),
        help_text=_(
            "One passage on each line, as it stands in the text. It is removed wherever it stands in this report: in "
            "what was reported, in all updates, and in mails that wait."
        ),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5, "data-redact-list": ""}),
    )
    with_name = forms.BooleanField(
        label=_("Remove the name of the reporter too"),
        help_text=_("It is shown to everybody now. Nobody sees it any more then, the municipality included."),
        required=False,
    )
    reason = forms.ChoiceField(
        label=_("Why"),
        help_text=_("Everybody can read the reason, and the reporter is told of it."),
        choices=tuple(REDACTION_LABELS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason.")},
    )

    def __init__(self, report: Report, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.report = report
        self.names = shown_names(report)
        if not self.names:
            del self.fields["with_name"]

    def clean_passages(self) -> list[str]:
        """The passages; each of them stands in the report."""
        lines = [" ".join(line.split()) for line in str(self.cleaned_data["passages"]).splitlines()]
        passages = list(dict.fromkeys(line for line in lines if line))
        if len(passages) > MAX_PASSAGES:
            raise forms.ValidationError(
                _("Remove at most %(most)s passages at once."), params={"most": MAX_PASSAGES}
            )
        texts = [words.value for words in words_about(self.report)]
        for passage in passages:
            if len(passage) > MAX_PASSAGE:
                raise forms.ValidationError(_("One of the passages is too long. Remove it in parts."))
            if len(passage.replace(" ", "")) < LEAST_PASSAGE:
                raise forms.ValidationError(
                    _("“%(passage)s” is too short: it would be removed everywhere. Add the words beside it."),
                    params={"passage": passage},
                )
            forgetting = Forgetting("", (passage,))
            if not any(forgetting.touches(text) for text in texts):
                raise forms.ValidationError(
                    _("“%(passage)s” does not stand in this report. Write whole words, as they stand there."),
                    params={"passage": passage},
                )
        return passages

    def clean(self) -> dict[str, Any]:
        """Something has to go."""
        values = super().clean() or {}
        if "passages" in values and not values["passages"] and not values.get("with_name"):
            self.add_error("passages", _("Write or select the words to remove."))
        return values

    def wanted(self) -> list[str]:
        """All that goes, the name included."""
        named = self.names if self.cleaned_data.get("with_name") else []
        return [*self.cleaned_data["passages"], *named]
