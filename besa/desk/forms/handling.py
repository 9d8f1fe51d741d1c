"""What an official sends to change who deals with a report, how urgent it is, where it is, what it is about."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from besa.core.choices import offer
from besa.desk.forms.actions import ActionForm
from besa.desk.queries.colleagues import Colleague, colleagues_of
from besa.desk.queries.happenings import Happening
from besa.people.models import Department
from besa.places.models import Place
from besa.places.queries import places_of
from besa.reports.labels import PRIORITY_LABELS
from besa.reports.models import Category, Change, Photo
from besa.reports.models.report import Priority
from besa.reports.queries.category_settings import category_to_edit
from besa.reports.services.assigning import assigned_to
from besa.reports.services.placing import Destination, destination_of

_FOR_COLLEAGUES = _("Only your colleagues can read this.")


class HandlingForm(ActionForm):
    """An act that is no answer: its words are a note for colleagues."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.seen_now()
        self.fields["text"].label = _("Note")
        self.fields["text"].help_text = _FOR_COLLEAGUES
        self.fields["text"].widget.attrs["rows"] = 2

    def seen_now(self) -> str:
        """What the official sees of what the act changes; a colleague's change in between makes it another."""
        return str(self.report.state)

    def see_again(self, state: str, happening: Happening | None = None) -> None:
        """Somebody was faster: what is sent next is decided in the light of what is there now."""
        self.report.refresh_from_db()
        super().see_again(self.seen_now(), happening)

    def arguments(self) -> dict[str, Any]:
        """The note, and what was seen."""
        return {"note": self.cleaned_data["text"], "seen": self.cleaned_data["seen"] or None}


class AssignForm(HandlingForm):
    """Who deals with it."""

    key = "assign"
    title = pgettext_lazy("button", "Assign")
    button = pgettext_lazy("button", "Assign")
    department = forms.ChoiceField(label=_("Department"), required=False)
    person = forms.ChoiceField(label=_("Person"), required=False)
    field_order = ["seen", "seen_at", "department", "person", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = colleagues_of(self.report.municipality_id)
        departments = [(str(one.pk), one.name) for one in self.departments]
        people = [(str(one.user.pk), _with_department(one)) for one in self.colleagues]
        offer(self, "department", [("", _("No department")), *departments])
        offer(self, "person", [("", _("Nobody in particular")), *people])
        self.initial.update({"department": self.report.department_id, "person": self.report.assignee_id})

    def seen_now(self) -> str:
        """Department and person."""
        return assigned_to(self.report)

    def clean(self) -> dict[str, Any]:
        """A person of a department brings it along, unless another one was chosen."""
        values = super().clean() or {}
        department: Department | None = {str(one.pk): one for one in self.departments}.get(
            values.get("department") or ""
        )
        person = {str(one.user.pk): one for one in self.colleagues}.get(values.get("person") or "")
        unchanged = (department.pk if department else None) == self.report.department_id
        if person is not None and unchanged:
            department = person.department_for(department)
        values["assignee"] = person.user if person else None
        values["chosen_department"] = department
        return values

    def arguments(self) -> dict[str, Any]:
        """To whom."""
        return super().arguments() | {
            "department": self.cleaned_data["chosen_department"],
            "assignee": self.cleaned_data["assignee"],
        }


class TakeForm(HandlingForm):
    """I deal with it: one press, without a word."""

    key = "take"
    title = button = pgettext_lazy("button", "I take it")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["text"]

    def seen_now(self) -> str:
        """Department and person."""
        return assigned_to(self.report)

    def arguments(self) -> dict[str, Any]:
        """To the officer; the department stays, and where there is none it is the officer's own."""
        own = [one for one in colleagues_of(self.report.municipality_id) if one.user == self.officer]
        return {
            "seen": self.cleaned_data["seen"] or None,
            "department": own[0].department_for(self.report.department) if own else self.report.department,
            "assignee": self.officer,
        }


class PriorityForm(HandlingForm):
    """How urgent it is."""

    key = "priority"
    title = pgettext_lazy("button", "Priority")
    button = pgettext_lazy("button", "Save the priority")
    priority = forms.ChoiceField(
        label=_("How urgent is it?"),
        widget=forms.RadioSelect,
        choices=[(str(number), label) for number, label in PRIORITY_LABELS.items()],
    )
    field_order = ["seen", "seen_at", "priority", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["priority"] = str(self.report.priority)
        self.fields["text"].label = pgettext_lazy("reason of a priority", "Why")
        self.fields["text"].help_text = _("Needed for high and urgent. Only your colleagues can read this.")

    def seen_now(self) -> str:
        """The priority's number."""
        return str(self.report.priority)

    def arguments(self) -> dict[str, Any]:
        """Which."""
        return super().arguments() | {"priority": Priority(int(self.cleaned_data["priority"]))}


class CategoryForm(HandlingForm):
    """What it is about."""

    key = "category"
    title = button = pgettext_lazy("button", "Correct the category")
    category = forms.ChoiceField(
        label=_("Category"),
        help_text=_("The deadlines follow the new category, and everybody can see the correction."),
    )
    field_order = ["seen", "seen_at", "category", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.categories = {str(one.pk): one for one in _categories(self.report.municipality)}
        offer(self, "category", [(key, one.name) for key, one in self.categories.items()])
        self.initial["category"] = str(self.report.category_id)

    def seen_now(self) -> str:
        """The category's id."""
        return str(self.report.category_id)

    def arguments(self) -> dict[str, Any]:
        """Which."""
        return super().arguments() | {"category": self.categories[self.cleaned_data["category"]]}


class PlaceForm(HandlingForm):
    """Where it is. A point in another municipality asks what to do about it."""

    key = "place"
    title = button = pgettext_lazy("button", "Correct the place")
    place = forms.ChoiceField(label=_("Settlement or neighbourhood"), required=False)
    lat = forms.FloatField(
        label=_("Latitude"),
        required=False,
        min_value=-90,
        max_value=90,
        widget=forms.NumberInput(attrs={"step": "any"}),
    )
    lon = forms.FloatField(
        label=_("Longitude"),
        required=False,
        min_value=-180,
        max_value=180,
        widget=forms.NumberInput(attrs={"step": "any"}),
    )
    decision = forms.ChoiceField(
        label=_("What should happen?"), required=False, widget=forms.RadioSelect, choices=()
    )
    field_order = ["seen", "seen_at", "place", "lat", "lon", "decision", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        report = self.report
        self.there: Destination | None = None
        self.places: dict[str, Place] = {}
        groups = []
        for group in places_of(report.municipality):
            self.places |= {str(one.pk): one for one in group.places}
            groups.append((group.label, [(str(one.pk), one.name) for one in group.places]))
        offer(self, "place", [("", _("Nearest to the point")), *groups])
        self.initial.update({"lat": round(report.lat, 6), "lon": round(report.lon, 6)})
        self.asks = bool(self.is_bound and self.data.get("decision"))
        if not self.asks:
            self.fields["decision"].widget = forms.HiddenInput()
        self._offer(self._point_sent())

    def seen_now(self) -> str:
        """The point."""
        return str(self.report.zkey)

    def _point_sent(self) -> tuple[float, float] | None:
        try:
            return float(self.data["lat"].replace(",", ".")), float(self.data["lon"].replace(",", "."))
        except (KeyError, ValueError, AttributeError):
            return None

    def _offer(self, point: tuple[float, float] | None) -> None:
        """The decisions that there are about a point outside the municipality."""
        if point is None:
            return
        self.there = destination_of(*point, self.report)
        other = self.there.municipality
        choices = []
        if other is not None and other != self.report.municipality:
            handing = _("Hand the report over to %(municipality)s") % {"municipality": other.name}
            choices.append(("hand_over", handing))
        ours = _("It is in our municipality all the same")
        offer(self, "decision", [*choices, ("ours", ours)])

    def clean(self) -> dict[str, Any]:
        """The point of a settlement that was chosen without moving the pin; a decision where one is needed."""
        values = super().clean() or {}
        place = self.places.get(values.get("place") or "")
        unmoved = (values.get("lat"), values.get("lon")) == (self.initial["lat"], self.initial["lon"])
        if values.get("lat") is None or values.get("lon") is None or (unmoved and place is not None):
            if place is None:
                self.add_error("place", _("Choose a settlement, or move the pin."))
                return values
            values |= {"lat": place.lat, "lon": place.lon}
        elif unmoved:
            values |= {"lat": self.report.lat, "lon": self.report.lon}
        values["chosen_place"] = place
        self._ask_about(values)
        return values

    def _ask_about(self, values: dict[str, Any]) -> None:
        there = destination_of(values["lat"], values["lon"], self.report)
        if there.municipality == self.report.municipality or values.get("decision"):
            return
        self.fields["decision"].widget = forms.RadioSelect()
        self._offer((values["lat"], values["lon"]))
        where = there.municipality.name if there.municipality else None
        message = (
            _("This point is in %(municipality)s. Decide what should happen.") % {"municipality": where}
            if where
            else _("This point is in no municipality that is known here. Decide what should happen.")
        )
        self.add_error("decision", message)

    def arguments(self) -> dict[str, Any]:
        """Where to, and to whom."""
        values = self.cleaned_data
        hands_over = values.get("decision") == "hand_over" and self.there is not None
        return super().arguments() | {
            "lat": values["lat"],
            "lon": values["lon"],
            "place": values["chosen_place"],
            "to": self.there.municipality if hands_over and self.there else None,
            "ours": values.get("decision") == "ours",
        }


class SplitForm(HandlingForm):
    """Two problems in one report."""

    key = "split"
    title = button = pgettext_lazy("button", "Split in two")
    needs_words = True
    category = forms.ChoiceField(label=_("Category of the new report"))
    photos_over = forms.MultipleChoiceField(
        label=_("Photos that go to the new report"), required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ["seen", "seen_at", "text", "category", "photos_over"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = self.fields["text"]
        words.label = _("The reporter's words for the new report")
        words.help_text = _(
            "Cut away what stays in this report. You cannot write here: what you want to say is an answer."
        )
        words.widget.attrs["rows"] = 4
        self.categories = {str(one.pk): one for one in _categories(self.report.municipality)}
        offer(self, "category", [(key, one.name) for key, one in self.categories.items()])
        movable = Photo.objects.filter(report=self.report, by_official=False).exclude(
            state=Photo.State.REFUSED
        )
        self.movable = {str(one.pk): one for one in movable}
        offer(
            self,
            "photos_over",
            [
                (key, _("Photo %(number)s") % {"number": number})
                for number, key in enumerate(self.movable, start=1)
            ],
        )
        if not self.movable:
            del self.fields["photos_over"]
        self.initial.update({"text": self.report.text, "category": str(self.report.category_id)})

    def arguments(self) -> dict[str, Any]:
        """What goes over."""
        chosen = self.cleaned_data.get("photos_over", [])
        return {
            "seen": self.cleaned_data["seen"] or None,
            "text": self.cleaned_data["text"],
            "category": self.categories[self.cleaned_data["category"]],
            "photos": [self.movable[key] for key in chosen],
        }


class UndoForm(HandlingForm):
    """Taking back what the official has just done."""

    key = "undo"
    title = button = pgettext_lazy("button", "Undo")
    change = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["text"]

    def clean_change(self) -> Change:
        """The change, of this report."""
        found = Change.objects.filter(pk=self.cleaned_data["change"], report=self.report).first()
        if found is None:
            raise forms.ValidationError(_("This cannot be taken back any more."))
        return found

    def arguments(self) -> dict[str, Any]:
        """Which."""
        return {"change": self.cleaned_data["change"]}


#: always possible with a report that is not closed; `take` is a button of its own
HANDLING: tuple[type[HandlingForm], ...] = (AssignForm, PriorityForm, CategoryForm, PlaceForm, SplitForm)


def _with_department(colleague: Colleague) -> str:
    return ", ".join([colleague.name, *(one.name for one in colleague.departments)])


def _categories(municipality: Any) -> list[Category]:
    return sorted(category_to_edit(municipality), key=lambda one: one.name.casefold())
