"""What can be followed: a report, or an area (a circle, a place, a department, a municipality, everywhere) and perhaps
one category in it. Read from the query of an address, named in words, turned into topics."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from besa.alerts import topics
from besa.alerts.models import Subscription
from besa.core import languages
from besa.people.models import Department, Organisation
from besa.places import memory
from besa.places.lookup import municipality_at, nearest_place
from besa.places.models import Municipality, Place
from besa.places.queries import municipality_of_slug
from besa.pledges.areas import area_label
from besa.pledges.models import Mandate, Pledge
from besa.pledges.public_cards import title_of
from besa.publications.kinds import kind_label
from besa.reports.models import Category, Report
from besa.reports.nearby import Circle, read_circle

P = TypeVar("P", Place, Department)
#: radii that can be chosen, metres
RADII: dict[int, Promise] = {
    250: gettext_lazy("250 metres"),
    500: gettext_lazy("500 metres"),
    1_000: gettext_lazy("1 kilometre"),
    2_000: gettext_lazy("2 kilometres"),
    5_000: gettext_lazy("5 kilometres"),
    10_000: gettext_lazy("10 kilometres"),
    20_000: gettext_lazy("20 kilometres"),
    50_000: gettext_lazy("50 kilometres"),
}


class UnknownScopeError(ValueError):
    """The address names nothing that exists."""


@dataclass(frozen=True)
class Scope:
    """What is followed. The narrowest part that is given decides; the municipality goes along for its clock."""

    report: Report | None = None
    circle: Circle | None = None
    place: Place | None = None
    department: Department | None = None
    municipality: Municipality | None = None
    category: Category | None = None
    mandate: Mandate | None = None
    pledge: Pledge | None = None
    policy_area: str = ""
    publications: bool = False
    organisation: Organisation | None = None
    publication_kind: str = ""

    @property
    def is_everywhere(self) -> bool:
        """True when no area is given."""
        return not (self.report or self.circle or self.place or self.department or self.municipality)

    @property
    def key(self) -> str:
        """The same text for the same thing."""
        if self.circle and not self.report:
            area = [f"z{self.circle.lat:.5f},{self.circle.lon:.5f},{self.circle.radius_m:.0f}"]
            return topics.in_category(area, self.category.pk if self.category else None)[0]
        return self.topics[0]

    @property
    def topics(self) -> list[str]:
        """The words under which it is found."""
        if self.report:
            return [topics.report_topic(self.report.pk)]
        if self.mandate:
            return [self._pledge_topic(self.mandate)]
        if self.publications:
            return [self._publications_topic()]
        return topics.in_category(self._area_topics(), self.category.pk if self.category else None)

    def _pledge_topic(self, mandate: Mandate) -> str:
        if self.pledge:
            return topics.pledge_topic(self.pledge.pk)
        return (
            topics.policy_topic(mandate.pk, self.policy_area)
            if self.policy_area
            else topics.mandate_topic(mandate.pk)
        )

    def _publications_topic(self) -> str:
        return topics.publications_topic(
            self.municipality.pk if self.municipality else None,
            self.organisation.pk if self.organisation else None,
            self.publication_kind,
        )

    def _area_topics(self) -> list[str]:
        if self.circle:
            return topics.circle_topics(self.circle)
        if self.place:
            return [topics.place_topic(self.place.pk)]
        if self.department:
            return [topics.department_topic(self.department.pk)]
        if self.municipality:
            return [topics.municipality_topic(self.municipality.pk)]
        return [topics.everywhere_topic()]

    @property
    def query(self) -> str:
        """The scope as the query of an address; empty for a report and for everywhere."""
        pairs: dict[str, str] = {"category": self.category.key} if self.category else {}
        if self.circle:
            pairs |= {"lat": f"{self.circle.lat:.5f}", "lon": f"{self.circle.lon:.5f}"}
            return urlencode(pairs | {"radius": f"{self.circle.radius_m:.0f}"})
        if self.municipality:
            pairs["municipality"] = self.municipality.slug
        if self.place:
            pairs["place"] = self.place.slug
        if self.department:
            pairs["department"] = self.department.slug
        return urlencode(pairs)

    def __str__(self) -> str:
        if self.report:
            what = {"number": self.report.pk, "category": self.report.category.name}
            return _("Report %(number)s: %(category)s") % what
        if self.mandate:
            return self._pledges(self.mandate)
        if self.publications:
            return self._publications()
        what = {"category": self.category.name if self.category else _("All reports"), "area": self._area()}
        # Translators: what somebody follows, such as "Potholes: Vitomiricë, Pejë"
        return _("%(category)s: %(area)s") % what

    def _pledges(self, mandate: Mandate) -> str:
        what = {"name": mandate.person.name, "area": str(area_label(self.policy_area))}
        if self.pledge:
            # Translators: a pledge and who made it
            return _("%(title)s (%(name)s)") % {**what, "title": title_of(self.pledge)[0]}
        if self.policy_area:
            # Translators: such as "Pledges of Arta Gashi: Roads and transport"
            return _("Pledges of %(name)s: %(area)s") % what
        return _("Pledges of %(name)s") % what

    def _publications(self) -> str:
        kind = str(kind_label(self.publication_kind)) if self.publication_kind else _("Publications")
        whose = self.municipality or self.organisation
        return f"{kind}: {whose.name}" if whose else kind

    def _area(self) -> str:
        if self.circle:
            around = {"distance": distance_in_words(self.circle.radius_m), "place": self._nearest()}
            if not around["place"]:
                return _("%(distance)s around a point on the map") % around
            return _("%(distance)s around a point near %(place)s") % around
        named = [part.name for part in (self.place, self.department, self.municipality) if part]
        return ", ".join(named) or _("everywhere")

    def _nearest(self) -> str:
        """The place closest to the middle of the circle, from memory; empty outside all municipalities."""
        if self.circle is None or self.municipality is None:
            return ""
        pk = nearest_place(self.circle.lat, self.circle.lon, self.municipality.pk)
        names = (note.names for note in memory.current().places if note.id == pk)
        return languages.choose(next(names, self.municipality.names))


def distance_in_words(metres: float) -> str:
    """A radius as people say it: to ten metres, from a kilometre on to a hundred."""
    if known := RADII.get(round(metres)):
        return str(known)
    if metres < 1_000:
        return _("%(n)s metres") % {"n": number_format(round(metres, -1), decimal_pos=0)}
    return _("%(n)s kilometres") % {"n": number_format(round(metres / 1_000, 1), decimal_pos=1)}


def read_scope(query: Mapping[str, str]) -> Scope:
    """The scope that an address names; UnknownScopeError when something in it does not exist."""
    circle = _circle(query)
    municipality = _municipality(query, circle)
    place, department = query.get("place", ""), query.get("department", "")
    scope = Scope(
        circle=circle,
        municipality=municipality,
        place=_in_municipality(Place, municipality, place) if place else None,
        department=_in_municipality(Department, municipality, department) if department else None,
        category=_category(query.get("category", ""), municipality),
    )
    if sum(part is not None for part in (scope.circle, scope.place, scope.department)) > 1:
        raise UnknownScopeError("several areas")
    return scope


def _circle(query: Mapping[str, str]) -> Circle | None:
    try:
        circle = read_circle(query)
    except ValueError as error:
        raise UnknownScopeError("circle") from error
    if circle is None:
        return None
    if not all(math.isfinite(value) for value in (circle.lat, circle.lon, circle.radius_m)):
        raise UnknownScopeError("circle")
    # A little coarser than it came: nobody needs to store where exactly somebody looked at the map.
    return Circle(round(circle.lat, 5), round(circle.lon, 5), max(round(circle.radius_m), topics.NARROWEST_M))


def _municipality(query: Mapping[str, str], circle: Circle | None) -> Municipality | None:
    if circle:
        return Municipality.objects.filter(pk=municipality_at(circle.lat, circle.lon) or 0).first()
    slug = query.get("municipality", "")[:40]
    if not slug:
        return None
    named = municipality_of_slug(slug)
    if named is None or not named.active:
        raise UnknownScopeError("municipality")
    return named


def _in_municipality(model: type[P], municipality: Municipality | None, slug: str) -> P:
    found = model._default_manager.filter(municipality=municipality, slug=slug[:80]).first()
    if found is None or municipality is None:
        raise UnknownScopeError(model.__name__)
    return found


def _category(key: str, municipality: Municipality | None) -> Category | None:
    """One category. The map can show several at once, which is followed one by one: several are none here."""
    if not key:
        return None
    found = Category.objects.filter(key=key[:60]).first()
    if found is None or (
        found.municipality_id and found.municipality_id != getattr(municipality, "pk", None)
    ):
        raise UnknownScopeError("category")
    return found


def scope_of(subscription: Subscription) -> Scope:
    """What a subscription follows."""
    has_circle = subscription.radius_m is not None
    return Scope(
        report=subscription.report,
        circle=Circle(subscription.lat or 0, subscription.lon or 0, subscription.radius_m or 0)
        if has_circle
        else None,
        place=subscription.place,
        department=subscription.department,
        municipality=subscription.municipality,
        category=subscription.category,
        mandate=subscription.mandate,
        pledge=subscription.pledge,
        policy_area=subscription.policy_area,
        publications=subscription.publications,
        organisation=subscription.organisation,
        publication_kind=subscription.publication_kind,
    )
