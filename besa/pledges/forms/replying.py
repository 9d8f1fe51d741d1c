"""The mayor's office replies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from besa.core.choices import offer
from besa.pledges.documents import ACCEPT
from besa.pledges.method import MAX_REPLY
from besa.pledges.models import Case


class SeveralFiles(forms.FileInput):
    """A field of the browser that takes more than one file."""

    allow_multiple_selected = True


def too_many_files(most: int) -> str:
    """What somebody reads who sends more files than can be sent at once."""
    return gettext("Send at most %(n)s files.") % {"n": most}


class SeveralFilesField(forms.FileField):
    """Some files, each checked as one is. What is cleaned is the list of them."""

    widget = SeveralFiles(attrs={"accept": ACCEPT, "multiple": True})

    def __init__(self, *, most: int, **values: Any) -> None:
        super().__init__(**values)
        self._most = most

    def clean(self, data: Any, initial: Any = None) -> Any:
        """A list; with nothing sent an empty one, where none is required."""
        sent = data if isinstance(data, list) else [data] if data else []
        if len(sent) > self._most:
            raise forms.ValidationError(too_many_files(self._most))
        checked = [super(SeveralFilesField, self).clean(file, initial) for file in sent]
        return checked or super().clean(None, initial) or []


class ReplyForm(forms.Form):
    """Words on one pledge or on all of it."""

    about = forms.ChoiceField(label=_("What is your reply about?"))
    text = forms.CharField(
        label=_("Your reply"),
        help_text=_("It is printed word for word."),
        max_length=MAX_REPLY,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    author = forms.CharField(
        label=_("Your name and post"), help_text=_("Printed with the reply."), max_length=120
    )
    documents = SeveralFilesField(
        most=5,
        label=_("Documents"),
        help_text=_("Up to 5 PDFs or photos. They are published with your reply."),
        required=False,
    )

    def __init__(self, cases: list[Case], *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self._cases = {str(case.pk): case for case in cases}
        choices: list[tuple[str, Any]] = [("", _("All of it"))]
        choices += [(str(case.pk), f"{case.pledge.number}. {case.pledge.quote[:80]}") for case in cases]
        offer(self, "about", choices)
        self.fields["about"].required = False

    def clean_text(self) -> str:
        """White space alone says nothing; everything else stays as it was written."""
        text = str(self.cleaned_data["text"])
        if not text.strip():
            raise forms.ValidationError(_("Write your reply."))
        return text

    @property
    def case(self) -> Case | None:
        """The pledge that the reply is about; None for all."""
        return self._cases.get(self.cleaned_data["about"])
