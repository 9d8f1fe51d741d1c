"""The page of an infographic: what is chosen on it, what is beside it, the words by which it is passed on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy

from besa.core import languages
from besa.core.brands import Brand
from besa.core.sharing import share_links
from besa.insights.editions import Wanted
from besa.insights.infographics.templates import CHANGE_PERIODS, TEMPLATES, Template, of_subject
from besa.insights.periods import EARLIEST, USUAL
from besa.insights.queries.boards import Request, page_behind
from besa.people.models import Organisation

_REPORT_PERIODS: Final = {
    "30d": gettext_lazy("Last 30 days"),
    "90d": gettext_lazy("Last 90 days"),
    "365d": gettext_lazy("Last 12 months"),
    "all": gettext_lazy("All time"),
}


@dataclass(frozen=True)
class Tab:
    """Another infographic of the same subject."""

    label: str | Promise
    url: str
    here: bool


def read_request(template: str, subject: str, chosen: Mapping[str, str], brand: Brand) -> Request:
    """What an address asks for; what means nothing is left out, as if nobody had asked."""
    language = chosen.get("language", "")
    period = chosen.get("period", "")
    offered = periods_of(template)
    return Request(
        template=template,
        subject=subject[:120],
        language=language if language in languages.ALL else get_language() or languages.SQ,
        as_of=_day(chosen.get("as_of", "")),
        period=period if period in offered else next(iter(_usual(template)), ""),
        by=chosen.get("by", "")[:80],
        brand=brand,
    )


def periods_of(template: str) -> Mapping[str, str | Promise]:
    """The periods that a template can be asked for, by key; empty where it has none."""
    if template == "reporting":
        return _REPORT_PERIODS
    return CHANGE_PERIODS if template == "changes" else {}


def parameters_of(asked: Request) -> dict[str, str]:
    """The query of an address that asks for the same again."""
    found = {
        "language": asked.language,
        "period": asked.period,
        "as_of": asked.as_of.isoformat() if asked.as_of else "",
        "by": asked.by,
    }
    return {name: value for name, value in found.items() if value}


def around(asked: Request, wanted: Wanted | None) -> dict[str, Any]:
    """What the page shows beside the infographic itself."""
    return {
        "asked": asked,
        "parameters": parameters_of(asked),
        "template": TEMPLATES[asked.template],
        "tabs": _tabs(asked),
        "periods": list(periods_of(asked.template).items()),
        "earliest": EARLIEST,
        "arranged_by": _organisations(asked),
        "behind": page_behind(replace(asked, language=get_language() or languages.SQ)),
        **(_passing_on(asked, wanted) if wanted else {}),
    }


def address_of_board(template: Template, subject: str) -> str:
    """The page of an infographic."""
    if template.key == "reporting":
        return reverse("insights:infographic", args=[subject])
    return reverse("insights:board", args=[template.key, subject])


def _tabs(asked: Request) -> list[Tab]:
    related = of_subject(TEMPLATES[asked.template].about)
    tabs = [
        Tab(one.label, address_of_board(one, asked.subject), one.key == asked.template) for one in related
    ]
    return tabs if len(tabs) > 1 else []


def _organisations(asked: Request) -> list[Organisation]:
    """Who put this infographic in words of their own."""
    found = Organisation.objects.filter(
        arrangements__template=asked.template, arrangements__subject=asked.subject
    )
    return list(found.order_by("slug"))


def _passing_on(asked: Request, wanted: Wanted) -> dict[str, Any]:
    """The sentences of the infographic with the page of all details, in the infographic's language."""
    content, url = wanted.content, page_behind(asked)
    text = f"{content['title']}: {' '.join(content['lead'])}"
    return {"content": content, "share_text": f"{text} {url}", "shares": share_links(url, text)}


def _usual(template: str) -> list[str]:
    if template == "reporting":
        return [USUAL]
    return list(CHANGE_PERIODS)[:1] if template == "changes" else []


def _day(text: str) -> date | None:
    """A day in the past that somebody could ask for; None for anything else."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found >= EARLIEST else None
