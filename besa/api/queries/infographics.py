"""Infographics as programs see them: what they say, and where their files are."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import get_language

from besa.core.brands import DEFAULT
from besa.core.languages import SQ
from besa.core.links import site_address
from besa.insights.editions import Wanted
from besa.insights.infographics.boards import NoSubject
from besa.insights.infographics.sizes import OFFERED
from besa.insights.infographics.templates import TEMPLATES
from besa.insights.models import Edition
from besa.insights.queries.boards import Request, wanted_of
from besa.insights.queries.boards.pages import periods_of
from besa.insights.queries.editions import address_of


class NoInfographic(Exception):
    """There is none of this: the subject is not there or not public."""


class UnknownPeriod(Exception):
    """The template has no such period."""


def all_templates() -> list[dict[str, Any]]:
    """Every template there is."""
    return [
        {"key": one.key, "label": str(one.label), "about": one.about, "periods": list(periods_of(one.key))}
        for one in TEMPLATES.values()
    ]


def infographic_wanted(
    template: str, subject: str, *, period: str = "", as_of: date | None = None, by: str = ""
) -> Wanted:
    """The infographic in the active language. Raises NoInfographic, UnknownPeriod, NothingToShow."""
    if template not in TEMPLATES:
        raise NoInfographic(template)
    if period and period not in periods_of(template):
        raise UnknownPeriod(period)
    usual = next(iter(periods_of(template)), "") if template == "changes" else ""
    try:
        return wanted_of(Request(template, subject, get_language() or SQ, as_of, period or usual, by))
    except NoSubject as error:
        raise NoInfographic(subject) from error


def told(template: str, subject: str, wanted: Wanted, edition: Edition) -> dict[str, Any]:
    """The infographic with the state of its files."""
    content, site = edition.content, site_address(DEFAULT.key)
    files = [
        {
            "name": file.name,
            "size": file.size.key,
            "format": file.format,
            "dark": file.dark,
            "for_print_shop": file.for_print_shop,
            "url": f"{site}{address_of(wanted, file.name)}",
        }
        for file in OFFERED
    ]
    said = {name: content[name] for name in ("title", "lead", "alt", "counted", "numbers")}
    return {
        "template": template,
        "subject": subject,
        "language": wanted.language,
        **said,
        "state": edition.state,
        "done": edition.done,
        "total": edition.total,
        "files": files,
    }
