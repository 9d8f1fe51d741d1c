"""Showing a figure beside a pledge, and no longer showing it. It never touches a rating."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from besa.core.figures import AskedWrongly
from besa.people.models import User
from besa.pledges.indicators import LABELS, MOST, figures_of_reports
from besa.pledges.models import Indicator, Pledge
from besa.pledges.services.acting import Refused, Stale, tell


def bind_indicator(
    *, pledge: Pledge, key: str, parameters: Mapping[str, str], by: User, role: str = "editor"
) -> Indicator:
    """Show a figure beside a frozen pledge, asked for `parameters` in the pledge's municipality.

    Raises Refused: "not_frozen", "no_figure" when it cannot be counted so, "bound_already", "many_figures".
    """
    figure = figures_of_reports().get(key)
    if not pledge.is_frozen:
        raise Refused("not_frozen")
    if figure is None:
        raise Refused("no_figure")
    known = set(figure.parameters) - ({"period"} if figure.standing else set())
    asked = {name: parameters[name] for name in LABELS if parameters.get(name) and name in known}
    try:
        figure.read({**asked, "municipality": pledge.mandate.municipality.slug})
    except AskedWrongly:
        raise Refused("no_figure") from None
    with transaction.atomic():
        Pledge.objects.select_for_update().get(pk=pledge.pk)  # two editors at once bind no fourth
        standing = list(Indicator.objects.filter(pledge=pledge, ended_at__isnull=True))
        if any((one.key, one.parameters) == (key, asked) for one in standing):
            raise Refused("bound_already")
        if len(standing) >= MOST:
            raise Refused("many_figures")
        indicator = Indicator.objects.create(
            pledge=pledge, key=key, parameters=asked, added_by=by, added_at=timezone.now()
        )
        _record(indicator, "pledges.indicator_bound", role)
    return indicator


def end_indicator(*, indicator: Indicator, role: str = "editor") -> None:
    """Show it no longer; pages of past days still do. Raises Stale when somebody was faster."""
    with transaction.atomic():
        done = Indicator.objects.filter(pk=indicator.pk, ended_at__isnull=True).update(
            ended_at=timezone.now()
        )
        if not done:
            raise Stale
        _record(indicator, "pledges.indicator_ended", role)


def _record(indicator: Indicator, verb: str, role: str) -> None:
    pledge = indicator.pledge
    about = {"uid": pledge.uid, "key": indicator.key, "parameters": indicator.parameters}
    tell(verb, pledge.mandate, role, subject=f"pledge:{pledge.uid}", about=about)
