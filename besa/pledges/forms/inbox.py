"""What monitors say to what a citizen sent: evidence, a question, or why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from besa.core.choices import offer, offer_rows
from besa.pledges.contributions import MAX_WORDS, REFUSALS
from besa.pledges.forms.mandates import LANGUAGES, DayField
from besa.pledges.forms.pledges import LINES
from besa.pledges.grading import inbox_kind_choices
from besa.pledges.method import MAX_TEXT
from besa.pledges.models import Contribution, Criterion, Document
from besa.pledges.services.evidence import EvidenceDraft

if TYPE_CHECKING:
    _Criteria = forms.ModelChoiceField[Criterion]
else:
    _Criteria = forms.ModelChoiceField  # Django takes no type in brackets when it runs


class CriterionField(_Criteria):
    """A version of the criterion, by its number and its words."""

    def label_from_instance(self, obj: Criterion) -> str:
        """One line."""
        return f"{obj.version}. {obj.fulfilled_when[:120]}"


class AcceptForm(forms.Form):
    """What a monitor makes of it: the kind is the grade, and the criterion is what it speaks to."""

    kind = forms.ChoiceField(label=_("What kind of evidence?"), choices=inbox_kind_choices)
    criterion = CriterionField(
        Criterion.objects.none(), label=_("The criterion it speaks to"), empty_label=None
    )
    happened_on = DayField(label=_("The day of which it tells"))
    summary = forms.CharField(
        label=_("What it shows, in a sentence"),
        help_text=_("Everybody reads it. Write your own words, and name nobody."),
        max_length=MAX_TEXT,
        widget=LINES,
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    place_name = forms.CharField(label=_("Place"), max_length=200, required=False)
    documents = forms.MultipleChoiceField(
        label=_("Files that go along"),
        help_text=_("Leave out what shows faces or number plates. What is left out is deleted."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, contribution: Contribution, *args: Any, **values: Any) -> None:
        files = [file for file in contribution.documents.all() if file.state != Document.State.REFUSED]
        day = contribution.seen_on or contribution.received_at.date()
        values.setdefault(
            "initial",
            {
                "happened_on": day,
                "language": contribution.language,
                "documents": [file.key for file in files],
            },
        )
        super().__init__(*args, **values)
        self._contribution = contribution
        offer(
            self, "documents", [(file.key, _file_label(number, file)) for number, file in enumerate(files, 1)]
        )
        published = contribution.pledge.criteria.filter(published_at__isnull=False).order_by("-version")
        offer_rows(self, "criterion", published)

    @property
    def draft(self) -> EvidenceDraft:
        """For the service, at the place of the photo."""
        values = self.cleaned_data
        names = ("kind", "happened_on", "summary", "language", "place_name")
        return EvidenceDraft(
            lat=self._contribution.lat, lon=self._contribution.lon, **{name: values[name] for name in names}
        )


class AskForm(forms.Form):
    """A question to the sender."""

    text = forms.CharField(label=_("What do you want to know?"), max_length=MAX_WORDS, widget=LINES)


class RefuseForm(forms.Form):
    """Why it is no evidence."""

    reason = forms.ChoiceField(
        label=_("Why?"),
        help_text=_("The sender reads it."),
        choices=list(REFUSALS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why it is not accepted.")},
    )


def _file_label(number: int, file: Document) -> str:
    words = {
        Document.Kind.PHOTO: _("Photo"),
        Document.Kind.PDF: _("Document"),
        Document.Kind.WEB_PAGE: _("Web page as it was"),
    }
    return f"{number}. {words[Document.Kind(file.kind)]}"
