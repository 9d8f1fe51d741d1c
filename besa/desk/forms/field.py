"""What an officer sends from the place itself: short forms for a phone, each with a key, so that it is done once.

They may be written without network and sent days later. What counts for a conflict is what somebody else did since the
phone saw the report (`seen_at`), not the state it saw, which is not sent: the officer's own start may have come
before the repair.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from besa.core.choices import offer
from besa.core.folding import fold
from besa.core.images import ACCEPT
from besa.desk.forms.actions import ActionForm, FixForm, ManyFiles, StartForm
from besa.desk.forms.answering import let_speak
from besa.people.models import User
from besa.reports.forms.clock import LONGEST_PAUSE, REASON_CHOICES, PauseForm
from besa.reports.models import Pause, Report
from besa.reports.models.report import Visibility
from besa.reports.transitions import changes_from

NOTE: Final = "note"
#: answers to a key are kept for 14 days (core/tidying.py); what is older could be done a second time
OLDEST: Final = timedelta(days=13)


class FieldForm(ActionForm):
    """An act on the spot."""

    sign: ClassVar[str]

    def __init__(self, report: Report, limits: dict[Pause.Reason, int], *args: Any, **kwargs: Any) -> None:
        self.limits = limits
        super().__init__(report, [], *args, **kwargs)
        self.ids = f"{self.key}_{report.pk}_"  # all stops stand on one page
        self.auto_id = f"{self.ids}%s"
        self.fields["text"].widget.attrs["rows"] = 2

    @property
    def likeness(self) -> tuple[object, ...]:
        """Empty forms that have this in common look the same, but for the ids."""
        return (self.key, *self.beside, self.report.visibility == Visibility.PUBLIC)

    def clean(self) -> dict[str, Any]:
        """Nothing is done that may have been done before and is forgotten."""
        values = super().clean() or {}
        seen_at = values.get("seen_at")
        if seen_at is not None and seen_at < timezone.now() - OLDEST:
            self.add_error(None, _("You wrote this long ago. Look at the report again, then send it."))
            self.see_again(self.report.state)
        return values


class StartOnSpotForm(FieldForm, StartForm):
    """Work has begun."""

    sign = "clock"


class FixOnSpotForm(FieldForm, FixForm):
    """It is fixed, and here is the photo."""

    sign = "camera"

    def _add_photos(self) -> None:
        super()._add_photos()
        camera = ManyFiles(attrs={"accept": ACCEPT, "capture": "environment", "multiple": True})
        self.fields["photos"].widget = camera
        self.fields["photos"].label = _("Photo of the repair")
        self.order_fields(["seen", "seen_at", "photos", "text"])


class CannotNowForm(FieldForm):
    """It cannot be fixed now: the clock stands still for a reason that everybody reads, or colleagues get a note."""

    key, sign = "cannot", "alert"
    title = pgettext_lazy("button", "Cannot be fixed now")
    button = pgettext_lazy("button", "Save")
    reason = forms.ChoiceField(
        label=_("Why"), widget=forms.RadioSelect, error_messages={"required": _("Choose a reason.")}
    )
    body = forms.CharField(label=_("Which body"), max_length=160, required=False)
    days = forms.IntegerField(
        label=_("For how many days at most"), min_value=1, max_value=LONGEST_PAUSE, required=False
    )
    field_order = ["seen", "seen_at", "reason", "body", "days", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        note = (NOTE, _("Another reason: a note for colleagues"))
        public = self.report.visibility == Visibility.PUBLIC
        offer(self, "reason", [*(REASON_CHOICES if public else ()), note])
        self.initial["days"] = min(self.limits.values())
        self.fields["text"].label = _("In a few words")
        self.fields["text"].help_text = _(
            "A note is read by colleagues only. What you write with any other choice is public and goes to the "
            "reporter."
        )
        self.pause: PauseForm | None = None

    def clean(self) -> dict[str, Any]:
        """What a pause needs, and words for a note."""
        values = super().clean()
        if values.get("reason") == NOTE:
            if not fold(values.get("text") or ""):
                self.add_error("text", _("Write what you want to say."))
        elif values.get("reason"):
            self.pause = PauseForm(self.report.municipality, self.limits, self.data)
            for name, errors in self.pause.errors.items():
                if name not in self.errors:
                    self.add_error(name, list(errors))
        return values

    def arguments(self) -> dict[str, Any]:
        """The pause, or None and the words of the note."""
        pause = self.pause
        return {
            "text": self.cleaned_data["text"],
            "why": pause.why() if pause else None,
            "until": pause.until() if pause else None,
        }


_KINDS: Final[tuple[type[FieldForm], ...]] = (FixOnSpotForm, StartOnSpotForm, CannotNowForm)
FIELD_FORMS: Final = {kind.key: kind for kind in _KINDS}


def field_forms(report: Report, role: str, user: User, limits: dict[Pause.Reason, int]) -> list[FieldForm]:
    """What somebody in this role can do with a report on the spot, as empty forms."""
    possible = set(changes_from(report.state, role))
    made = [kind(report, limits) for kind in _KINDS if kind.new is None or kind.new in possible]
    return [speaking(form, user) for form in made]


def speaking(form: FieldForm, user: User) -> FieldForm:
    """The form, knowing who sends it; what is said publicly can be said in the citizen's language too."""
    form.officer = user
    if form.new is not None:
        let_speak(form, user, [])
    return form
