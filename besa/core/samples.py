"""What `/dev/components` shows: every component in every state. Also what the screenshots compare."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from besa.core.choices import IllustratedChoiceField, field_of
from besa.core.tokens import PLEDGE_STATUS, STATUS

_SPRITE = Path(__file__).parent / "static" / "core" / "icons.svg"


class SampleForm(forms.Form):
    """One field of each kind."""

    icons = {"waste": "waste", "lighting": "lighting", "water": "water"}

    text = forms.CharField(label=_("What is wrong?"), help_text=_("A sentence or two is enough."))
    more = forms.CharField(label=_("More about it"), required=False, widget=forms.Textarea)
    email = forms.EmailField(label=_("Your e-mail address"))
    group = IllustratedChoiceField(
        label=_("What is it about?"),
        choices=[("waste", _("Waste")), ("lighting", _("Public lighting")), ("water", _("Water supply"))],
        widget=forms.RadioSelect,
    )
    place = forms.ChoiceField(
        label=_("Municipality"), choices=[("", "–"), ("kukes", "Kukës"), ("peja", "Peja")]
    )
    photo = forms.FileField(label=_("Photos"), required=False)
    show_name = forms.BooleanField(label=_("Show my name"), required=False)


def everything() -> dict[str, Any]:
    """The template's context."""
    now = timezone.now()
    wrong = SampleForm({"text": "", "email": "arta@", "group": "waste"})
    field_of(wrong, "group", IllustratedChoiceField).icons = SampleForm.icons
    moments = [
        timedelta(seconds=5),
        timedelta(minutes=20),
        timedelta(hours=5),
        timedelta(days=1),
        timedelta(days=4),
    ]
    return {
        "form": wrong,
        "states": [*STATUS, *PLEDGE_STATUS],
        "icons": icon_names(),
        "moments": [now - ago for ago in (*moments, timedelta(days=40), timedelta(days=500))],
        "coming": [now + ahead for ahead in (*moments[1:], timedelta(days=40))],
        "soon": now + timedelta(hours=5),
        "later": now + timedelta(days=3),
        "past": now - timedelta(days=2),
        "earlier": now - timedelta(days=3),
        "page": Paginator(range(90), 30).get_page(2),
        "steps": [_("Place"), _("Problem"), _("About you"), _("Send")],
    }


def icon_names() -> list[str]:
    """Names of all symbols of icons.svg, in order."""
    return re.findall(r'<symbol id="(\w+)"', _SPRITE.read_text())
