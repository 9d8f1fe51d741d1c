"""Following something: where to be told, of what, and how often."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from besa.alerts.channels import mail, push
from besa.alerts.kinds import ALL, OF_A_REPORT, Kind, kinds_of, label_of, names_of
from besa.alerts.models import Frequency
from besa.alerts.scopes import RADII, Scope, distance_in_words
from besa.alerts.services.subscriptions import Address
from besa.core.channels import AddressRefused
from besa.core.choices import offer
from besa.core.registries import message_channels
from besa.people.models import Department
from besa.places.models import Place
from besa.places.queries import places_of
from besa.reports.models import Category
from besa.reports.nearby import Circle

FREQUENCIES: list[tuple[str, Promise]] = [
    (Frequency.NOW, _("At once")),
    (Frequency.DAILY, _("Every morning, in one message")),
    (Frequency.WEEKLY, _("On Monday mornings, in one message")),
]
#: what a form that says nothing means: of one report everything at once, of an area the news of a day together
_USUAL = Kind.NEW | Kind.FIXED
_MISSING = _("Write your e-mail address.")


class HowForm(forms.Form):
    """Of what to hear, and how often."""

    kinds = forms.MultipleChoiceField(
        required=False,
        label=_("What do you want to hear of?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the list.")},
    )
    frequency = forms.ChoiceField(
        required=False,
        choices=FREQUENCIES,
        label=_("How often?"),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose from the list.")},
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of_a_report = scope.report is not None
        self.of_pledges = scope.mandate is not None
        self.of_publications = scope.publications
        offered = OF_A_REPORT if self.of_a_report else ALL
        offer(self, "kinds", [(name, label_of(name, scope.municipality)) for name in names_of(offered)])
        self.initial.setdefault("kinds", names_of(self.usual_kinds))
        if self.of_pledges or self.of_publications:
            del self.fields["kinds"]
        self.initial.setdefault("frequency", self.usual_frequency)

    @property
    def usual_kinds(self) -> Kind:
        """What most people want."""
        if self.of_pledges or self.of_publications:
            return Kind.CHANGED
        return OF_A_REPORT if self.of_a_report else _USUAL

    @property
    def usual_frequency(self) -> str:
        """How often most people want it."""
        return (
            Frequency.NOW if self.of_a_report or self.of_pledges or self.of_publications else Frequency.DAILY
        )

    @property
    def chosen_kinds(self) -> Kind:
        """The kinds chosen, or what most people want."""
        return kinds_of(self.cleaned_data.get("kinds", ())) or self.usual_kinds

    @property
    def chosen_frequency(self) -> str:
        """The rhythm chosen, or what most people want."""
        return str(self.cleaned_data["frequency"] or self.usual_frequency)


class FollowForm(HowForm):
    """An address that wants to follow. `website` is a trap: people do not see it, programs fill it in.

    A browser that shows notifications sends its push address and keys instead of an e-mail address. Who is signed in
    may name an address on any other channel.
    """

    email = forms.EmailField(
        required=False,
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": _("Write a complete e-mail address, such as name@example.com."),
        },
    )
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )
    endpoint = forms.CharField(required=False, max_length=1_000, widget=forms.HiddenInput)
    p256dh = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    auth = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    channel = forms.ChoiceField(required=False, label=_("Another way"))
    address = forms.CharField(required=False, max_length=500, label=_("Address there"))

    def __init__(self, *args: Any, signed_in: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "follow_%s"  # another form on the page may ask for an address too
        if signed_in:
            offer(self, "channel", _other_channels())
        else:
            del self.fields["channel"], self.fields["address"]

    def clean(self) -> dict[str, Any]:
        """One address on one channel, which the channel itself has looked at; it ends up in `to`."""
        values = super().clean() or {}
        name, field, address = self._channel_in(values)
        if field in self.errors:
            return values
        if not address:
            self.add_error(field, _("Write the address.") if field == "address" else _MISSING)
            return values
        keys = {key: values[key] for key in ("p256dh", "auth") if values.get(key)}
        try:
            message_channels.get(name).check(address, keys)
        except AddressRefused as refusal:
            self.add_error(None if field == "endpoint" else field, str(refusal))
        values["to"] = Address(name, address, secrets=keys or None, proven=name == push.NAME)
        return values

    def _channel_in(self, values: dict[str, Any]) -> tuple[str, str, str]:
        """Which channel is meant, which field its address is in, and the address."""
        if values.get("endpoint"):
            return push.NAME, "endpoint", values["endpoint"]
        if values.get("channel"):
            return values["channel"], "address", (values.get("address") or "").strip()
        return mail.NAME, "email", (values.get("email") or "").strip().lower()

    @property
    def is_trapped(self) -> bool:
        """True when a program filled in what people do not see."""
        return bool(self.cleaned_data.get("website"))

    @property
    def to(self) -> Address:
        """Where to be told."""
        address: Address = self.cleaned_data["to"]
        return address


def _other_channels() -> list[tuple[str, Promise | str]]:
    """All ways but the two that have their own place in the form."""
    named = [(key, channel.label) for key, channel in message_channels.all()]
    return [("", _("none")), *(choice for choice in named if choice[0] not in (mail.NAME, push.NAME))]


class AreaFollowForm(FollowForm):
    """The same for an area, which can be narrowed here: to a place or a department, to a category, to a radius."""

    within = forms.ChoiceField(required=False, label=_("Where in it?"))
    radius = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=None, label=_("How far around it?")
    )
    category = forms.ChoiceField(required=False, label=_("Category"))

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, scope=scope, **kwargs)
        self.base = scope
        self._offer("category", _categories(scope), scope.category.key if scope.category else "")
        if scope.circle:
            self._offer("radius", _radii(scope.circle), str(round(scope.circle.radius_m)))
        else:
            del self.fields["radius"]
        if scope.municipality and not scope.circle:
            self._offer("within", _parts(scope), _part_of(scope))
        else:
            del self.fields["within"]

    def _offer(self, name: str, choices: list[Any], chosen: str) -> None:
        offer(self, name, choices)
        self.initial.setdefault(name, chosen)

    @property
    def scope(self) -> Scope:
        """What is to be followed, narrowed as the form says."""
        values = self.cleaned_data
        category = Category.objects.filter(key=values.get("category") or "").first()
        scope = replace(self.base, category=category, **self._part(values.get("within") or ""))
        if scope.circle and values.get("radius"):
            circle = Circle(scope.circle.lat, scope.circle.lon, values["radius"])
            return replace(scope, circle=circle)
        return scope

    def _part(self, within: str) -> dict[str, Any]:
        if "within" not in self.fields:
            return {}
        kind, _sep, slug = within.partition(":")
        own = {"municipality": self.base.municipality, "slug": slug}
        return {
            "place": Place.objects.filter(**own).first() if kind == "place" else None,
            "department": Department.objects.filter(**own).first() if kind == "department" else None,
        }


def _categories(scope: Scope) -> list[Any]:
    offered = Q(municipality=None) | Q(municipality=scope.municipality)
    if scope.municipality is None:
        offered = Q(municipality=None)
    return [("", _("All categories")), *((one.key, one.name) for one in Category.objects.filter(offered))]


def _radii(circle: Circle) -> list[Any]:
    """The usual ones, and the one of the view that somebody came from."""
    own = round(circle.radius_m)
    known = {**RADII} if own in RADII else {**RADII, own: distance_in_words(own)}
    return [(str(metres), label) for metres, label in sorted(known.items())]


def _parts(scope: Scope) -> list[Any]:
    if scope.municipality is None:
        return []
    places = [
        (group.label, [(f"place:{place.slug}", place.name) for place in group.places])
        for group in places_of(scope.municipality)
    ]
    departments = [
        (f"department:{one.slug}", one.name)
        for one in Department.objects.filter(municipality=scope.municipality)
    ]
    answerable = (pgettext_lazy("departments", "What a department is answerable for"), departments)
    return [("", _("Everywhere in it")), *places, *([answerable] if departments else [])]


def _part_of(scope: Scope) -> str:
    if scope.place:
        return f"place:{scope.place.slug}"
    return f"department:{scope.department.slug}" if scope.department else ""
