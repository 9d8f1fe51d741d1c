"""What is wanted, and what is made already."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from besa.core.brands import Brand
from besa.core.links import absolute_url, site_address
from besa.core.sharing import share_links
from besa.insights.editions import KINDS, Wanted
from besa.insights.infographics.sheet import Sheet
from besa.insights.ingredients import ingredients
from besa.insights.models import Edition
from besa.insights.posters.poster import Poster
from besa.insights.queries.infographic import TooFew, sheet_of
from besa.insights.scopes import Asked
from besa.places.models import Municipality
from besa.reports.queries.where import Spot, place_near

#: the whole municipality, instead of a place in it
WHOLE = "all"


@dataclass(frozen=True)
class Corner:
    """Where a poster hangs: the key that its address has, its name in the active language, and what the report form
    is opened with."""

    key: str
    name: str
    query: dict[str, str]


def infographic_wanted(asked: Asked, language: str, brand: Brand) -> Wanted | TooFew:
    """The infographic of a period in a language, with the figures as they are now."""
    slug = asked.municipality.slug
    with translation.override(language):
        page = absolute_url("insights:statistics", slug, language=language, brand=brand.key)
        sheet: Sheet | TooFew = sheet_of(asked, address=_short(page))
    if isinstance(sheet, TooFew):
        return sheet
    url = f"{page}?{urlencode({'period': asked.period_key})}"
    content = {**asdict(sheet), **ingredients(brand, language, url)}
    return Wanted(KINDS["infographics"], slug, asked.period_key, language, brand.key, content)


def poster_wanted(municipality: Municipality, corner: Corner, language: str, brand: Brand) -> Wanted:
    """Posters and stickers for a place in a language; their code opens the report form with the place filled in."""
    form = absolute_url("reports:new", language=language, brand=brand.key)
    with translation.override(language):
        poster = Poster(
            question=gettext("Is something broken here?"),
            call=gettext("Report it in a minute"),
            place=corner.name,
            steps=(gettext("Scan the code"), gettext("Take a photo"), gettext("Send it")),
            promise=gettext("You will see what becomes of it."),
            address=_short(site_address(brand.key)),
            words={"qr": gettext("QR code that opens the report form")},
        )
    content = {**asdict(poster), **ingredients(brand, language, f"{form}?{urlencode(corner.query)}")}
    return Wanted(KINDS["posters"], municipality.slug, corner.key, language, brand.key, content)


def corner_of(spot: Spot, language: str) -> Corner:
    """The corner of a spot, named by its settlement or neighbourhood."""
    town = spot.municipality
    with translation.override(language):
        near = place_near(spot) if spot.exact or spot.place else None
        name = f"{near.name}, {town.name}" if near else town.name
    if spot.exact:
        lat, lon = f"{spot.lat:.5f}", f"{spot.lon:.5f}"
        return Corner(f"{lat}_{lon}".replace(".", "-"), name, {"lat": lat, "lon": lon})
    if spot.place:
        return Corner(spot.place.slug, name, {"place": str(spot.place.pk)})
    return Corner(WHOLE, name, {"municipality": town.slug})


def edition_of(key: str) -> Edition | None:
    """The edition of a digest."""
    return Edition.objects.filter(key=key).first()


def newest_ready(series: str) -> Edition | None:
    """The edition that a stable address shows: the newest that is made."""
    return (
        Edition.objects.filter(series=series, state=Edition.State.READY)
        .order_by("-created_at", "-pk")
        .first()
    )


def _short(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}"


#: what a file is, in words: every file that is offered; the others are shown
_FILE_LABELS: Final = {
    "a4.pdf": gettext_lazy("A4 for printing (PDF)"),
    "a4-dark.pdf": gettext_lazy("A4, dark (PDF)"),
    "portrait.png": gettext_lazy("Picture 1080 × 1350"),
    "portrait-dark.png": gettext_lazy("Picture 1080 × 1350, dark"),
    "wide.png": gettext_lazy("Picture 1200 × 630"),
    "wide-dark.png": gettext_lazy("Picture 1200 × 630, dark"),
    "poster-a4.pdf": gettext_lazy("Poster A4 (PDF)"),
    "poster-a3.pdf": gettext_lazy("Poster A3 (PDF)"),
    "stickers-a4.pdf": gettext_lazy("10 stickers on A4 (PDF)"),
}


@dataclass(frozen=True)
class Made:
    """A file of an edition: its name, what it is, and its address."""

    name: str
    label: str | Promise
    url: str


def files_of(wanted: Wanted, edition: Edition | None) -> dict[str, Any]:
    """The files that are offered, and the pictures that the page shows; nothing before they are made."""
    if edition is None or edition.state != Edition.State.READY:
        return {}
    urls = {
        output.name: reverse(
            "insights-data:edition_file",
            args=[wanted.kind.key, wanted.municipality, wanted.subject, wanted.language, output.name],
        )
        for output in wanted.kind.outputs
    }
    return {
        "offered": [Made(name, label, urls[name]) for name, label in _FILE_LABELS.items() if name in urls],
        # another edition has another picture at the same address
        "shown": {
            name.partition(".")[0]: f"{url}?v={edition.key[:8]}"
            for name, url in urls.items()
            if name.endswith(".png")
        },
    }


def passing_on(asked: Asked, wanted: Wanted | TooFew, brand: Brand, language: str) -> dict[str, Any]:
    """The words and links by which the infographic is passed on: its two sentences and the page of all figures."""
    url = absolute_url("insights:statistics", asked.municipality.slug, language=language, brand=brand.key)
    words = " ".join(wanted.content["headline"]) if isinstance(wanted, Wanted) else ""
    text = f"{asked.municipality.name}: {words}"
    return {"share_text": f"{text} {url}", "shares": share_links(url, text), "statistics_url": url}


def periods_offered() -> list[tuple[str, str | Promise]]:
    """The periods by key, with their words."""
    return list(_PERIOD_LABELS.items())


_PERIOD_LABELS: Final = {
    "30d": gettext_lazy("Last 30 days"),
    "90d": gettext_lazy("Last 90 days"),
    "365d": gettext_lazy("Last 12 months"),
    "all": gettext_lazy("All time"),
}
