"""The templates: what each is called, what it is about, what an editor may put in another order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SOURCE: Final = "board.typ"
#: changes whenever infographics are to look different, so that they are made again
DESIGN: Final = 6


@dataclass(frozen=True)
class Template:
    """A template. `about` is what its subject names; `ordered` the part of it that has an order of its own."""

    key: str
    label: str | Promise
    about: str
    ordered: str = ""


#: of a mayor's page first, in the order in which they are offered there
TEMPLATES: Final = {
    template.key: template
    for template in (
        Template("midterm", pgettext_lazy("infographic", "The mandate so far"), "mandate", "parts"),
        Template("glance", pgettext_lazy("infographic", "Pledges at a glance"), "mandate", "cards"),
        Template("changes", pgettext_lazy("infographic", "What changed"), "mandate", "changes"),
        Template("story", pgettext_lazy("infographic", "One pledge's story"), "pledge"),
        Template("compare", pgettext_lazy("infographic", "Mayors side by side"), "all", "rows"),
        Template("finding", pgettext_lazy("infographic", "A survey's finding"), "finding"),
        Template("reporting", pgettext_lazy("infographic", "Reporting and fixing"), "municipality"),
    )
}
#: since when the changes are shown: since the round before, or so many days back
CHANGE_PERIODS: Final[dict[str, str | Promise]] = {
    "round": _("Since the round before"),
    "30d": _("Last 30 days"),
    "90d": _("Last 90 days"),
    "365d": _("Last 12 months"),
}


def of_subject(about: str) -> list[Template]:
    """The templates of one kind of subject."""
    return [template for template in TEMPLATES.values() if template.about == about]
