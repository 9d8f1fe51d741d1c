"""A round is opened, coded, decided, sent to the office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from besa.core.choices import offer_rows
from besa.core.dates import day_of
from besa.people.models import User
from besa.pledges.forms.mandates import LANGUAGES, DayField
from besa.pledges.forms.pledges import LINES
from besa.pledges.method import MAX_TEXT
from besa.pledges.models import Adjudication, Correction, Evidence, Mandate
from besa.pledges.rules import Verdict
from besa.pledges.services.rounds import Staffing, Team, staffing_of
from besa.pledges.statuses import FLAG_LABELS, RATABLE, STATUSES

CAUSES = {
    Adjudication.Cause.AGREED: _("Both coders found the same"),
    Adjudication.Cause.EVIDENCE_MISSED: _("One of them missed a piece of evidence"),
    Adjudication.Cause.EVIDENCE_WEIGHED: _("They gave the evidence different weight"),
    Adjudication.Cause.CRITERION_UNCLEAR: _("The criterion is not clear"),
    Adjudication.Cause.DATE_MISREAD: _("One of them misread a date"),
    Adjudication.Cause.MISTAKE: _("One of them made a mistake"),
    Adjudication.Cause.AFTER_REPLY: _("The reply of the mayor's office changed it"),
}
KINDS_OF_CORRECTION = {
    Correction.Kind.OUR_ERROR: _("We made an error"),
    Correction.Kind.NEW_FACTS: _("New facts came to light"),
}


class TeamForm(forms.Form):
    """Two who code, one who decides."""

    first = forms.ModelChoiceField(User.objects.none(), label=_("First coder"))
    second = forms.ModelChoiceField(User.objects.none(), label=_("Second coder"))
    adjudicator = forms.ModelChoiceField(User.objects.none(), label=_("Decides where they disagree"))
    stand_in = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Stands in for them"),
        help_text=_("Where one of them has a conflict of interest in a policy area."),
        required=False,
    )

    def __init__(self, monitors: list[User], *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        for name in ("first", "second", "adjudicator", "stand_in"):
            offer_rows(self, name, User.objects.filter(pk__in=[monitor.pk for monitor in monitors]))

    def staffing(self, mandate: Mandate) -> Staffing:
        """For the service."""
        values = self.cleaned_data
        team = Team(values["first"], values["second"], values["adjudicator"])
        return staffing_of(team, values["stand_in"], mandate)


class RoundForm(TeamForm):
    """A new round."""

    as_of = DayField(
        label=_("State of things on"),
        help_text=_("Rounds are six months apart. A round tells of a day that has come."),
    )
    field_order = ["as_of"]


class CodeAgainForm(TeamForm):
    """Another wave of a round."""

    because = forms.CharField(label=_("What was unclear?"), max_length=MAX_TEXT, widget=LINES)


if TYPE_CHECKING:
    _PiecesOfEvidence = forms.ModelMultipleChoiceField[Evidence]
else:
    _PiecesOfEvidence = forms.ModelMultipleChoiceField  # Django takes no type in brackets when it runs


class EvidenceField(_PiecesOfEvidence):
    """Pieces of evidence to tick, each by its grade, its day and what it shows."""

    def label_from_instance(self, obj: Evidence) -> str:
        """One line."""
        return f"{obj.grade} · {day_of(obj.happened_on)} · {obj.summary}"


class VerdictForm(forms.Form):
    """What somebody found."""

    status = forms.ChoiceField(
        label=_("Status"),
        choices=[(status.value, STATUSES[status].label) for status in RATABLE],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the statuses.")},
    )
    flags = forms.MultipleChoiceField(
        label=_("What else is true"),
        choices=[(flag.value, label) for flag, label in FLAG_LABELS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    effective_on = DayField(label=_("True since"))
    reason = forms.CharField(label=_("Why"), max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 6}))
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    evidence = EvidenceField(
        Evidence.objects.none(),
        label=_("The evidence it rests on"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose the evidence it rests on. A rating without evidence cannot be saved.")
        },
    )

    def __init__(self, evidence: list[Evidence], *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        offer_rows(self, "evidence", Evidence.objects.filter(pk__in=[one.pk for one in evidence]))

    @property
    def verdict(self) -> Verdict:
        """For the service."""
        values = self.cleaned_data
        return Verdict(
            status=values["status"],
            reason=values["reason"],
            effective_on=values["effective_on"],
            language=values["language"],
            flags=tuple(values["flags"]),
            evidence=tuple(one.pk for one in values["evidence"]),
        )


class AdjudicationForm(VerdictForm):
    """A decision between two codings."""

    cause = forms.ChoiceField(
        label=_("Why do the coders disagree?"),
        choices=[
            (cause.value, label)
            for cause, label in CAUSES.items()
            if cause not in (Adjudication.Cause.AGREED, Adjudication.Cause.AFTER_REPLY)
        ],
    )


class CorrectionForm(VerdictForm):
    """A published rating was wrong."""

    kind = forms.ChoiceField(
        label=_("What happened?"), choices=list(KINDS_OF_CORRECTION.items()), widget=forms.RadioSelect
    )
    field_order = ["kind"]


class LetterForm(forms.Form):
    """Where the drafts are sent."""

    email = forms.EmailField(label=_("E-mail address of the mayor's office"))
    language = forms.ChoiceField(label=_("Language of the letter"), choices=LANGUAGES)
