"""Forms for who belongs where."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from besa.core.choices import offer, offer_rows
from besa.core.languages import AUTHORED
from besa.people.models import Department, Organisation, Role
from besa.people.queries import departments_of, organisations
from besa.people.roles import CIVIC, GENERAL, LABELS, MUNICIPAL
from besa.places.models import Municipality


class InviteForm(forms.Form):
    """Whom, as what, and where. The choices depend on whether a municipality is meant."""

    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField(label=_("Role"))
    department = forms.ModelChoiceField(
        label=_("Department"),
        queryset=Department.objects.none(),
        required=False,
        empty_label=_("the whole municipality"),
        help_text=_("An officer of one department sees the reports of that department only."),
    )
    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("none: for the whole installation"),
    )
    language = forms.ChoiceField(
        label=_("Language of the invitation"),
        choices=settings.LANGUAGES,
        help_text=_("For somebody who has no account yet."),
    )

    def __init__(self, *args: Any, municipality: Municipality | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if municipality:
            roles: tuple[Role, ...] = MUNICIPAL
            del self.fields["organisation"]
            offer_rows(self, "department", departments_of(municipality))
        else:
            roles = CIVIC + GENERAL
            del self.fields["department"]
            offer_rows(self, "organisation", organisations())
        offer(self, "role", [(role.value, LABELS[role]) for role in roles])

    def clean(self) -> dict[str, Any]:
        """A monitor, editor, facilitator or trainer works for an organisation, the others do not."""
        data = super().clean() or {}
        if "organisation" in self.fields and "role" in data:
            civic = Role(data["role"]) in CIVIC
            if civic and not data.get("organisation"):
                self.add_error("organisation", _("Choose the organisation this person works for."))
            if not civic and data.get("organisation"):
                self.add_error("organisation", _("This role is for the whole installation: choose none."))
        return data


class NamesForm(forms.Form):
    """A name in each language somebody writes in. Serbian Latin is derived."""

    name_sq = forms.CharField(label=_("Name in Albanian"), max_length=120, required=False)
    name_sr = forms.CharField(label=_("Name in Serbian (Cyrillic)"), max_length=120, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        """At least one name, the others may be missing."""
        data = super().clean() or {}
        if not self.names:
            self.add_error("name_sq", _("Write the name in at least one language."))
        return data

    @property
    def names(self) -> dict[str, str]:
        """The names given, by language."""
        texts = {code: self.cleaned_data.get(f"name_{code}", "").strip() for code in AUTHORED}
        return {code: text for code, text in texts.items() if text}


class DepartmentForm(NamesForm):
    """A directorate or public utility."""

    email = forms.EmailField(
        label=_("E-mail address of the department"),
        required=False,
        help_text=_("For mails to the whole department. It is not shown to citizens."),
    )

    @staticmethod
    def initial_of(department: Department) -> dict[str, str]:
        """What the form shows of a department that exists."""
        names = {f"name_{code}": department.names.get(code, "") for code in AUTHORED}
        return {**names, "email": department.email}


class OrganisationForm(NamesForm):
    """A civil-society organisation."""

    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
