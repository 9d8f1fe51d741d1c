"""What officials send about a report's clock, and coordinators about reminders."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from besa.core.folding import fold
from besa.places.calendar import zone_of
from besa.places.models import Municipality
from besa.reports.labels import DEADLINE_LABELS, TARGET_LABELS
from besa.reports.models import EscalationStep, Pause
from besa.reports.services.pausing import Why

MAX_WORDS = 4000
REASON_CHOICES = (
    (Pause.Reason.CITIZEN, _("We wait for an answer of the person who reported it")),
    (Pause.Reason.OTHER_BODY, _("Another body has to act first")),
    (Pause.Reason.WEATHER, _("The weather does not allow the work")),
)
FARTHEST, LONGEST_PAUSE = 60, 365


class PauseForm(forms.Form):
    """Why the clock stands still, and until when at most."""

    reason = forms.ChoiceField(
        label=_("Why"),
        choices=REASON_CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason.")},
    )
    body = forms.CharField(
        label=_("Which body"),
        help_text=_("Such as a water utility or a ministry. Its name is shown publicly."),
        max_length=160,
        required=False,
    )
    days = forms.IntegerField(
        label=_("For how many days at most"),
        help_text=_("Then the clock goes on by itself. You get a mail a day before."),
        min_value=1,
        max_value=LONGEST_PAUSE,
    )
    text = forms.CharField(
        label=_("What you say about it"),
        help_text=_("Everybody can read this, and it goes to the reporter and followers by mail."),
        required=False,
        max_length=MAX_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self, municipality: Municipality, limits: dict[Pause.Reason, int], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"days": min(limits.values())}
        self.auto_id = "pause_%s"
        self.municipality, self.limits = municipality, limits

    def clean(self) -> dict[str, Any]:
        """A question has words, a body a name, and nothing lasts longer than the municipality allows."""
        values = super().clean() or {}
        reason = values.get("reason")
        if reason == Pause.Reason.CITIZEN and not fold(values.get("text") or ""):
            self.add_error("text", _("Write what you want to know."))
        if reason == Pause.Reason.OTHER_BODY and not fold(values.get("body") or ""):
            self.add_error("body", _("Write for whom you wait."))
        if reason and values.get("days") and values["days"] > self.limits[Pause.Reason(reason)]:
            text = _("For this reason at most %(n)d days are allowed here.")
            self.add_error("days", text % {"n": self.limits[Pause.Reason(reason)]})
        return values

    def why(self) -> Why:
        """The reason. Only for a valid form."""
        given = self.cleaned_data
        reason = Pause.Reason(given["reason"])
        return Why(reason, given["body"] if reason == Pause.Reason.OTHER_BODY else "", given["text"])

    def until(self) -> datetime:
        """The end of the last day, by the municipality's clock."""
        zone = zone_of(self.municipality)
        last = timezone.now().astimezone(zone).date() + timedelta(days=self.cleaned_data["days"])
        return datetime.combine(last, time(23, 59), tzinfo=zone)


class StepForm(forms.Form):
    """Who is reminded of what, and when."""

    deadline = forms.ChoiceField(label=_("Of what"), choices=list(DEADLINE_LABELS.items()))
    target = forms.ChoiceField(label=_("Who is reminded"), choices=list(TARGET_LABELS.items()))
    days = forms.IntegerField(label=_("Working days"), min_value=0, max_value=FARTHEST, initial=1)
    side = forms.ChoiceField(
        label=_("Before or after the deadline"),
        choices=[("before", _("before it")), ("after", _("after it"))],
        initial="after",
    )
    email = forms.EmailField(label=_("E-mail address of the mayor's office"), required=False)

    def clean(self) -> dict[str, Any]:
        """The mayor's office has an address."""
        values = super().clean() or {}
        is_mayor = values.get("target") == EscalationStep.Target.MAYOR
        if is_mayor and not values.get("email") and "email" not in self.errors:
            self.add_error("email", _("Write the address of the mayor's office."))
        return values

    @property
    def working_days(self) -> int:
        """After the deadline; negative before it. Only for a valid form."""
        days: int = self.cleaned_data["days"]
        return -days if self.cleaned_data["side"] == "before" else days


class LimitsForm(forms.Form):
    """How long a clock may stand still, by reason."""

    def __init__(self, limits: dict[Pause.Reason, int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for reason, label in REASON_CHOICES:
            self.fields[f"days_{reason}"] = forms.IntegerField(
                label=label, min_value=1, max_value=LONGEST_PAUSE, initial=limits[reason]
            )

    def days(self) -> dict[Pause.Reason, int]:
        """Days by reason. Only for a valid form."""
        return {reason: self.cleaned_data[f"days_{reason}"] for reason, _label in REASON_CHOICES}
