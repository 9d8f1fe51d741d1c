"""What an official sends from the desk: one small form for each thing that can be done with a report."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from besa.core.choices import offer
from besa.core.geo import distance_m
from besa.core.images import ACCEPT, ImageRefused
from besa.core.nearness import far_in_words
from besa.core.vouching import new_key
from besa.desk.forms.words import words_field
from besa.desk.queries.happenings import Happening
from besa.people.models import Department, User
from besa.reports.duplicates import are_taken_for_each_other
from besa.reports.labels import REASON_LABELS
from besa.reports.models import Report
from besa.reports.models.report import State, Visibility
from besa.reports.queries.templates import Suggestion, wording_of
from besa.reports.services.photos import MAX_PHOTOS, KeptUpload, keep_upload, kept_upload
from besa.reports.wording import PLAIN, Wording

#: two reports that are farther apart than this, in metres, are hardly about the same problem
FAR_M = 300
_PUBLIC_WORDS = _("Everybody can read this, and it goes to the reporter and followers by mail.")


def _nothing(name: str) -> list[Any]:
    """What a plain mapping instead of a request's values has under a name, many times over."""
    return []


class ManyFiles(forms.ClearableFileInput):
    """A file field that takes several files."""

    allow_multiple_selected = True


class ActionForm(forms.Form):
    """Something that can be done with a report. `seen` is the state the official was looking at."""

    key: ClassVar[str]
    title: ClassVar[Promise]
    button: ClassVar[Promise]
    new: ClassVar[State | None] = None
    permission: ClassVar[str] = "reports.answer"
    needs_words: ClassVar[bool] = False
    takes_photos: ClassVar[bool] = False

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    seen_at = forms.DateTimeField(widget=forms.HiddenInput, required=False)
    text = words_field(_PUBLIC_WORDS)

    def __init__(self, report: Report, departments: list[Department], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = f"{self.key}_%s"  # all forms stand on one page
        self.initial = {"seen": report.state, "seen_at": timezone.now().isoformat()}
        self.report, self.departments, self.was = report, departments, report.state
        self.happening: Happening | None = None
        self.once = new_key()  # of the form as it is drawn now: what is sent with it is done once
        self.fields["text"].required = self.needs_words
        self.uploads: list[KeptUpload] = []
        # Filled in by forms/answering.py for acts that say something publicly.
        self.was_asked_for = False
        self.language = ""
        self.beside: list[str] = []
        self.prepared: dict[str, Suggestion] = {}
        self.officer: User | None = None
        if self.takes_photos:
            self._add_photos()

    @property
    def opened(self) -> bool:
        """True when the page shows it open: it came back, or it was asked for."""
        return self.is_bound or self.was_asked_for

    def _add_photos(self) -> None:
        picker = ManyFiles(attrs={"accept": ACCEPT, "multiple": True})
        self.fields["photos"] = forms.Field(label=_("Photos"), required=False, widget=picker)
        if self.is_bound:
            tokens: list[Any] = getattr(self.data, "getlist", _nothing)("kept")
            kept = (kept_upload(str(token)) for token in tokens[:MAX_PHOTOS])
            self.uploads = [upload for upload in kept if upload is not None]

    def clean_photos(self) -> list[KeptUpload]:
        """Keeps each photo at once, so that a form that comes back still has them."""
        sent: list[UploadedFile[Any]] = getattr(self.files, "getlist", _nothing)("photos")
        if len(sent) + len(self.uploads) > MAX_PHOTOS:
            raise forms.ValidationError(_("Send at most 6 photos."))
        for file in sent:
            try:
                self.uploads.append(keep_upload(file))
            except ImageRefused as refused:
                self.add_error("photos", f"{file.name}: {refused}")
        return self.uploads

    def see_again(self, state: str, happening: Happening | None = None) -> None:
        """Somebody was faster: what is sent next is decided in the light of what is there now."""
        self.see_data(seen=state, seen_at=timezone.now().isoformat())
        self.happening = happening

    def see_data(self, **values: str) -> None:
        """Show other values than those that were sent, when the form comes back."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        for name, value in values.items():
            data[name] = value
        self.data = data

    def arguments(self) -> dict[str, Any]:
        """What the service of this action is called with, beside the report and who acts."""
        given: dict[str, Any] = {
            "text": self.cleaned_data["text"],
            "seen": self.cleaned_data["seen"] or None,
            "wording": self.wording(),
        }
        if self.takes_photos:
            given["photos"] = self.uploads
        return given

    def wording(self) -> Wording:
        """How the words of a valid form came about, and what is said beside them in other languages."""
        values = self.cleaned_data
        if self.officer is None:
            return PLAIN
        return wording_of(
            report=self.report,
            officer=self.officer,
            template_id=int(values["template"]) if values.get("template") else None,
            text=values["text"],
            language=self.language,
            texts={code: values.get(f"text_{code}", "") for code in self.beside},
        )


class AcknowledgeForm(ActionForm):
    """The municipality has seen it."""

    key, new = "acknowledge", State.ACKNOWLEDGED
    title = button = pgettext_lazy("button", "Acknowledge")


class StartForm(ActionForm):
    """Work has begun."""

    key, new = "start", State.IN_PROGRESS
    title = button = pgettext_lazy("button", "Start work")


class FixForm(ActionForm):
    """It is fixed; a photo says more than words."""

    key, new = "fix", State.FIXED
    title = button = pgettext_lazy("button", "Mark as fixed")
    takes_photos = True


class DeclineForm(ActionForm):
    """The municipality will not do it."""

    key, new = "decline", State.DECLINED
    title = button = pgettext_lazy("button", "Decline")
    reason = forms.ChoiceField(
        label=_("Why"),
        choices=[("", _("Choose a reason")), *REASON_LABELS.items()],
        error_messages={"required": _("Choose a reason.")},
    )
    field_order = ["seen", "seen_at", "reason", "text"]

    def arguments(self) -> dict[str, Any]:
        """Also the reason."""
        return super().arguments() | {"reason": self.cleaned_data["reason"]}


class ForwardForm(ActionForm):
    """Somebody else must act: a department, or a body outside the municipality."""

    key, new = "forward", State.FORWARDED
    title = button = pgettext_lazy("button", "Forward")
    department = forms.ChoiceField(label=_("To a department"), required=False)
    outside = forms.CharField(
        label=_("Or to somebody outside the municipality"),
        help_text=_("Such as a public utility or a ministry. Its name is shown publicly."),
        required=False,
        max_length=120,
    )
    field_order = ["seen", "seen_at", "department", "outside", "text"]

    def __init__(self, report: Report, departments: list[Department], *args: Any, **kwargs: Any) -> None:
        super().__init__(report, departments, *args, **kwargs)
        choices = [(str(one.pk), one.name) for one in departments if one.pk != report.department_id]
        offer(self, "department", [("", _("None")), *choices])

    def clean(self) -> dict[str, Any]:
        """Exactly one recipient."""
        values = super().clean() or {}
        if bool(values.get("department")) == bool((values.get("outside") or "").strip()):
            self.add_error("department", _("Choose a department or name somebody outside, one of the two."))
        return values

    def arguments(self) -> dict[str, Any]:
        """Also to whom."""
        chosen = {str(one.pk): one for one in self.departments}.get(self.cleaned_data["department"])
        return super().arguments() | {"department": chosen, "forwarded_to": self.cleaned_data["outside"]}


def doubts_about(report: Report, other: Report) -> list[str]:
    """What speaks against two reports being about the same problem, in sentences."""
    number, found = {"number": other.pk}, []
    if not are_taken_for_each_other(report.category.key, other.category.key):
        words = _("Report %(number)s is in another category: %(category)s.")
        found.append(words % (number | {"category": other.category.name}))
    apart = distance_m(report.lat, report.lon, other.lat, other.lon)
    if apart > FAR_M:
        found.append(_("Report %(number)s is %(far)s away.") % (number | {"far": far_in_words(apart)}))
    return found


class DuplicateForm(ActionForm):
    """It is told twice."""

    key, new = "duplicate", State.DUPLICATE
    title = button = pgettext_lazy("button", "Mark as duplicate")
    number = forms.CharField(
        label=_("Number of the report that stays"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
        error_messages={"required": _("Write the number of the other report.")},
    )
    #: the number of the other report once more, by which the official says: although they look like two problems
    sure = forms.CharField(label=_("It is the same problem"), required=False, max_length=20)
    field_order = ["seen", "seen_at", "number", "sure", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sure"].widget = forms.HiddenInput()

    def clean_number(self) -> Report:
        """The other report of the same municipality."""
        digits = self.cleaned_data["number"].strip().lstrip("#")
        found = None
        if digits.isdecimal() and len(digits) < 19:
            same_place = Report.objects.filter(
                municipality_id=self.report.municipality_id, trainee_id=self.report.trainee_id
            )
            found = same_place.exclude(visibility=Visibility.ERASED).filter(pk=int(digits)).first()
        if found is None:
            raise forms.ValidationError(_("There is no report with this number in your municipality."))
        return found

    def clean(self) -> dict[str, Any]:
        """Two reports that look like two problems need a tick, and the tick is for these two."""
        values = super().clean() or {}
        other: Report | None = values.get("number")
        if other is None:
            return values
        if doubts := doubts_about(self.report, other):
            self.fields["sure"].widget = forms.CheckboxInput(attrs={"value": str(other.pk)})
            if values.get("sure") != str(other.pk):
                self.see_data(sure="")
                asked = str(_("If it is the same problem all the same, tick the box."))
                self.add_error("number", " ".join([*doubts, asked]))
        return values

    def arguments(self) -> dict[str, Any]:
        """Also the original."""
        return super().arguments() | {"duplicate_of": self.cleaned_data["number"]}


class ReopenForm(ActionForm):
    """It is not over after all."""

    key, new = "reopen", State.REOPENED
    title = button = pgettext_lazy("button", "Reopen")


class AnswerForm(ActionForm):
    """Say something publicly without changing the state."""

    key = "answer"
    title = pgettext_lazy("button", "Answer publicly")
    button = pgettext_lazy("button", "Publish the answer")
    needs_words = takes_photos = True

    def arguments(self) -> dict[str, Any]:
        """The state does not matter for an answer."""
        return {
            "text": self.cleaned_data["text"],
            "photos": self.uploads,
            "wording": self.wording(),
        }


#: what changes the state, by the state it leads to, in the order of the page
CHANGES: tuple[type[ActionForm], ...] = (
    AcknowledgeForm,
    StartForm,
    FixForm,
    ForwardForm,
    DuplicateForm,
    DeclineForm,
    ReopenForm,
)
