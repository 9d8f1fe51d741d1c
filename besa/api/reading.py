"""From checked parameters to what the queries take: names become what they name, or the reader is told."""

from __future__ import annotations

from django.utils.translation import gettext as _

from besa.api.parameters import ReportFilters
from besa.api.problems import ParameterError, Problem
from besa.places import memory
from besa.places.models import Municipality
from besa.places.queries import municipality_of_slug
from besa.reports.filters import STATE_GROUPS
from besa.reports.models import Category
from besa.reports.nearby import Box, Circle
from besa.reports.queries.newest import Criteria


def municipality_of(slug: str | None) -> Municipality | None:
    """The municipality of a slug, None without one. Problem for an unknown one."""
    if slug is None:
        return None
    found = municipality_of_slug(slug)
    if found is None:
        raise _unknown("municipality", slug)
    return found


def criteria_of(asked: ReportFilters) -> Criteria:
    """What is asked of reports, in numbers. Problem for a name that names nothing."""
    return Criteria(
        municipality_ids=_municipality_ids(asked.municipality),
        category_ids=_category_ids(asked.category),
        states=_states(asked.state),
        place_ids=[asked.settlement] if asked.settlement else [],
        created=(asked.reported_from, asked.reported_to),
        changed=(asked.changed_from, asked.changed_to),
    )


def area_of(asked: ReportFilters) -> Circle | Box | None:
    """The circle or rectangle that is asked for; of both, the circle. South and north may come either way."""
    if asked.around:
        return Circle(*(float(part) for part in asked.around.split(",")))
    if asked.within:
        west, south, east, north = (float(part) for part in asked.within.split(","))
        return Box(min(west, east), min(south, north), max(west, east), max(south, north))
    return None


def _municipality_ids(text: str | None) -> list[int]:
    slugs = {note.slug: pk for pk, note in memory.current().municipalities.items()}
    names = text.split(",") if text else []
    if unknown := [name for name in names if name not in slugs]:
        raise _unknown("municipality", unknown[0])
    return sorted({slugs[name] for name in names})


def _category_ids(text: str | None) -> list[int]:
    names = set(text.split(",")) if text else set()
    found = dict(Category.objects.filter(key__in=names).values_list("key", "pk"))
    if unknown := sorted(names - set(found)):
        raise _unknown("category", unknown[0])
    return sorted(found.values())


def _states(text: str | None) -> list[str]:
    names = text.split(",") if text else []
    return sorted({str(state) for name in names for state in STATE_GROUPS.get(name, {name})})


def _unknown(parameter: str, name: str) -> Problem:
    wrong = ParameterError(parameter, _("There is nothing called %(name)s.") % {"name": name})
    return Problem("unknown-value", errors=[wrong])
