"""Choosing a figure, a chart or pledges: everything from lists, so that nobody types a number or a key."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from besa.core.choices import offer
from besa.core.registries import figures
from besa.insights.bound import figure_of
from besa.insights.periods import EARLIEST, USUAL
from besa.pledges.areas import area_choices
from besa.pledges.models import Mandate
from besa.pledges.public_filters import UNRATED
from besa.pledges.statuses import STATUSES
from besa.publications.bindings import Binding, bind
from besa.publications.forms.works import municipality_choices
from besa.publications.models import Publication
from besa.reports.rulebook import rulebook

PERIODS = [
    ("30d", _("Last 30 days")),
    ("90d", _("Last 90 days")),
    ("365d", _("Last 12 months")),
    ("all", _("All time")),
]
_GROUPS = {"reports": _("Citizens' reports"), "pledges": _("Pledges")}
_ALL = ("", _("All"))
#: without one of these no figure can be read
_NEEDED: Final = ("municipality", "mandate")
Choices = list[tuple[str, str | Promise]]


class AskingForm(forms.Form):
    """What figures, charts and maps are asked with; a form leaves out what it has no use for."""

    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    period = forms.ChoiceField(label=_("Period"), required=False, choices=PERIODS)
    mandate = forms.ChoiceField(label=_("Mayor"), required=False)
    area = forms.ChoiceField(label=_("Policy area"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    as_of = forms.DateField(
        label=_("As of the end of"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "min": EARLIEST.isoformat()}),
        help_text=_("Without a day it follows what happens, until it is published."),
    )

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        for name, choices in _offered(self.fields).items():
            offer(self, name, choices)

    def day(self) -> str | None:
        """The day as it is stored."""
        day = self.cleaned_data.get("as_of")
        return day.isoformat() if day else None

    def chosen(self, names: Iterable[str]) -> dict[str, str]:
        """What was chosen of some of the fields, without what was left open."""
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)}


class NumberForm(AskingForm):
    """A figure with what it is asked with. The script hides what the chosen one has no use for (`data-uses`)."""

    key = forms.ChoiceField(label=_("Figure"))
    field_order = ["key", "municipality", "mandate", "category", "area", "period", "as_of"]

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        offer(self, "key", figure_choices())
        del self.fields["status"]
        self.fields["key"].widget.attrs["data-uses"] = json.dumps(
            {key: used_by_figure(key) for key, _figure in figures.all()}
        )

    @classmethod
    def asking(cls, asked: Mapping[str, str], usual: Mapping[str, str]) -> NumberForm:
        """The form for the figure that is asked for, or the first one, with nothing but what that one uses. It is
        bound as soon as it has been asked what it needs."""
        key = asked.get("key", "")
        if key and figure_of(key) is None:
            return cls(asked, initial=usual)
        key = key or next(name for name, _figure in figures.all())
        uses = used_by_figure(key)
        complete = "key" in asked and all(name in asked for name in _NEEDED if name in uses)
        form = cls(asked if complete else None, initial={**usual, **asked, "key": key})
        for name in set(form.fields) - {"key", *uses}:
            del form.fields[name]
        for name in set(form.fields) & set(_NEEDED):
            form.fields[name].required = True
        return form

    @property
    def parameters(self) -> dict[str, str]:
        """What the chosen figure understands, of what was chosen."""
        return self.chosen(
            set(figures.get(self.cleaned_data["key"]).parameters) & set(self.fields) - {"as_of"}
        )

    @property
    def binding(self) -> Binding:
        """Raises BindingError."""
        return bind(self.cleaned_data["key"], self.parameters, self.cleaned_data.get("as_of"))


def used_by_figure(key: str) -> list[str]:
    """The choices that a figure understands; of a standing one no period changes anything."""
    figure = figure_of(key)
    return [name for name in figure.parameters if name != "period" or not figure.standing] if figure else []


def usual_for(publication: Publication) -> dict[str, str]:
    """What its author most likely asks for: its municipality, the newest mayor there, the usual period."""
    municipality = publication.municipality
    if municipality is None:
        return {"period": USUAL}
    known = Mandate.objects.filter(municipality=municipality, baselines__number=1).order_by("-starts")
    mandate = known.values_list("slug", flat=True).first()
    return {"period": USUAL, "municipality": municipality.slug, "mandate": mandate or ""}


def figure_choices() -> list[tuple[Any, Any]]:
    """All figures, by what they are about."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for key, figure in figures.all():
        groups.setdefault(key.partition(".")[0], []).append((key, str(figure.label)))
    return [(_GROUPS.get(group, group), named) for group, named in groups.items()]


def mandate_choices() -> Choices:
    """Mandates with a public list of pledges, newest first."""
    rows = Mandate.objects.filter(baselines__number=1).select_related("person", "municipality")
    return [
        (one.slug, f"{one.person.name}, {one.municipality.name} {one.starts.year}–{one.term_ends.year}")
        for one in rows
    ]


def _offered(fields: Mapping[str, Any]) -> dict[str, Choices]:
    """The choices of the fields that are there; only what is asked is read."""
    return {name: make() for name, make in _MAKERS.items() if name in fields}


def _statuses() -> Choices:
    known = [(key.value, facts.label) for key, facts in STATUSES.items()]
    return [_ALL, *known, (UNRATED, _("Not rated yet"))]


_MAKERS: Final[dict[str, Callable[[], Choices]]] = {
    "municipality": lambda: [("", _("Choose")), *municipality_choices()],
    "category": lambda: [_ALL, *((one.key, str(one)) for one in rulebook().categories.values())],
    "mandate": lambda: [("", _("Choose")), *mandate_choices()],
    "area": lambda: [_ALL, *area_choices()],
    "status": _statuses,
}
