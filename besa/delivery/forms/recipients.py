"""Who gets what: one recipient, and a look at who would get a report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from besa.core.channels import AddressRefused, Channel, ChannelField
from besa.core.choices import offer
from besa.core.registries import channels
from besa.delivery.models import Recipient
from besa.delivery.services.recipients import Wanted, fingerprint
from besa.people.queries import department_choices
from besa.places.models import Municipality, Place
from besa.reports.queries.categories import categories_of

RADII_M = (500, 1000, 2000, 5000, 10_000)


def _kilometres(metres: int) -> Any:
    if metres < 1000:
        return ngettext_lazy("%(n)d metre around it", "%(n)d metres around it", metres) % {"n": metres}
    n = metres // 1000
    return ngettext_lazy("%(n)d kilometre around it", "%(n)d kilometres around it", n) % {"n": n}


class ConditionsForm(forms.Form):
    """Fields that choose among what a municipality has."""

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.municipality = municipality
        self.categories = {str(one.id): one for one in categories_of(municipality.pk)}
        self.places = {str(one.pk): one for one in Place.objects.filter(municipality=municipality)}
        by_name = sorted(self.places.items(), key=lambda pair: pair[1].name)
        self._choose("category", _("all"), [(key, one.name) for key, one in self.categories.items()])
        self._choose("place", _("everywhere"), [(key, place.name) for key, place in by_name])

    def _choose(self, name: str, nothing: Any, choices: list[tuple[str, Any]]) -> None:
        offer(self, name, [("", nothing), *choices])

    def _number(self, name: str) -> int | None:
        value = self.cleaned_data.get(name)
        return int(value) if value else None


class RecipientForm(ConditionsForm):
    """One recipient. The channel decides which settings there are."""

    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("As colleagues call it, such as Roads, evening shift.")
    )
    address = forms.CharField(max_length=500)
    category = forms.ChoiceField(label=_("Category"), required=False)
    department = forms.ChoiceField(label=_("Department"), required=False)
    place = forms.ChoiceField(label=_("Place"), required=False)
    radius = forms.TypedChoiceField(
        label=_("How far around the place"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("only reports at this place")), *((one, _kilometres(one)) for one in RADII_M)],
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        municipality: Municipality,
        channel: str,
        recipient: Recipient | None = None,
        **kwargs: Any,
    ) -> None:
        self.channel_key = channel
        self.channel: Channel = channels.get(channel)
        self.recipient = recipient
        initial = _initial(recipient) if recipient else {"language": next(iter(municipality.languages), "sq")}
        super().__init__(*args, municipality=municipality, initial=initial, **kwargs)
        self.departments = {str(one.pk): one for one in department_choices(municipality)}
        self._choose("department", _("all"), [(key, one.name) for key, one in self.departments.items()])
        self.fields["address"].label = str(self.channel.address_label)
        for setting in self.channel.fields:
            self.fields[f"option_{setting.key}"] = self._setting(setting)

    def _setting(self, setting: ChannelField) -> forms.CharField:
        kept = bool(self.recipient and self.recipient.options.get(setting.key))
        keeps = setting.secret and kept
        return forms.CharField(
            label=str(setting.label),
            help_text=_("Saved. Leave it empty to keep it.") if keeps else str(setting.help_text),
            required=setting.required and not keeps,
            max_length=4000,
            initial=""
            if setting.secret or not self.recipient
            else self.recipient.options.get(setting.key, ""),
            widget=forms.PasswordInput(attrs={"autocomplete": "off"}) if setting.secret else None,
        )

    def clean(self) -> dict[str, Any]:
        """The channel has a look at the address; a distance needs a place."""
        values = super().clean() or {}
        if values.get("radius") and not values.get("place"):
            self.add_error("radius", _("Choose the place as well."))
        if address := values.get("address"):
            try:
                self.channel.check(address, self._options())
            except AddressRefused as refused:
                self.add_error("address", str(refused))
        return values

    def _options(self) -> dict[str, str]:
        old = self.recipient.options if self.recipient else {}
        options = {}
        for setting in self.channel.fields:
            given = self.cleaned_data.get(f"option_{setting.key}", "")
            value = given or (old.get(setting.key, "") if setting.secret else "")
            if value:
                options[setting.key] = value
        return options

    @property
    def wanted(self) -> Wanted:
        """The checked values. Only for a valid form."""
        given = self.cleaned_data
        return Wanted(
            name=given["name"],
            channel=self.channel_key,
            address=given["address"],
            language=given["language"],
            category_id=self._number("category"),
            department_id=self._number("department"),
            place_id=self._number("place"),
            radius_m=given["radius"],
            options=self._options(),
        )


class PreviewForm(ConditionsForm):
    """A category and a place: who would get such a report?"""

    category = forms.ChoiceField(label=_("Category"), required=False)
    place = forms.ChoiceField(label=_("Place"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("category", _("choose"), [(key, one.name) for key, one in self.categories.items()])


def _initial(recipient: Recipient) -> dict[str, Any]:
    return {
        "name": recipient.name,
        "address": recipient.address,
        "category": recipient.category_id or "",
        "department": recipient.department_id or "",
        "place": recipient.place_id or "",
        "radius": recipient.radius_m or "",
        "language": recipient.language,
        "seen": fingerprint(recipient),
    }
