"""What is wanted, and what is made already."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from besa.core.brands import Brand
from besa.core.links import absolute_url, site_address
from besa.insights.editions import BOARD_KINDS, KINDS, Wanted
from besa.insights.infographics.sizes import OFFERED, SIZES
from besa.insights.ingredients import icons, ingredients
from besa.insights.models import Edition
from besa.insights.posters.poster import Poster
from besa.insights.queries.boards.frame import short
from besa.insights.queries.leaflet import leaflet_of
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
            leaflet=leaflet_of(municipality, short(site_address(brand.key))),
            address=short(site_address(brand.key)),
            words={"qr": gettext("QR code that opens the report form")},
        )
    url = f"{form}?{urlencode(corner.query)}"
    drawn = {one.icon for one in poster.leaflet.topics} | {one.icon for one in poster.leaflet.steps}
    content = {
        **asdict(poster),
        **ingredients(brand, language, url),
        "icons": {name: icons()[name] for name in sorted(drawn)},
    }
    return Wanted(KINDS["posters"], municipality.slug, corner.key, language, brand.key, content)


def handout_wanted(municipality: Municipality, corner: Corner, language: str, brand: Brand) -> Wanted:
    """A poster and a leaflet for one of many places."""
    return replace(poster_wanted(municipality, corner, language, brand), kind=KINDS["handouts"])


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


#: what a file of posters is, in words
FILE_LABELS: Final = {
    "poster-a4.pdf": gettext_lazy("Poster A4 (PDF)"),
    "poster-a3.pdf": gettext_lazy("Poster A3 (PDF)"),
    "poster-a4-print.pdf": gettext_lazy("Poster A4 for a print shop (PDF)"),
    "poster-a3-print.pdf": gettext_lazy("Poster A3 for a print shop (PDF)"),
    "stickers-a4.pdf": gettext_lazy("10 stickers on A4 (PDF)"),
    "leaflet-a5.pdf": gettext_lazy("Leaflet A5, two sides (PDF)"),
    "leaflet-a5-print.pdf": gettext_lazy("Leaflet A5 for a print shop (PDF)"),
    "leaflet-a4.pdf": gettext_lazy("Two leaflets on A4, two sides, to be cut (PDF)"),
    "square.mp4": gettext_lazy("Square film 1080 × 1080 (MP4)"),
    "story.mp4": gettext_lazy("Upright film 1080 × 1920 (MP4)"),
    "captions.vtt": gettext_lazy("Captions (WebVTT)"),
    "captions.srt": gettext_lazy("Captions (SubRip)"),
    "transcript.txt": gettext_lazy("All words as text"),
}


@dataclass(frozen=True)
class Made:
    """A file of an edition: its name, what it is, and its address."""

    name: str
    label: str | Promise
    url: str


@dataclass(frozen=True)
class MadeSize:
    """The files of one size of an infographic, light and dark."""

    label: str | Promise
    pixels: str
    files: list[Made]


def address_of(wanted: Wanted, file: str) -> str:
    """The stable address of a file of a series."""
    if wanted.municipality:
        names = [wanted.kind.key, wanted.municipality, wanted.subject, wanted.language, file]
        return reverse("insights-data:edition_file", args=names)
    return reverse("insights-data:board_file", args=[wanted.kind.key, wanted.subject, wanted.language, file])


def files_of(wanted: Wanted, edition: Edition | None) -> dict[str, Any]:
    """The files that are offered, and the pictures that the page shows; nothing before they are made."""
    if edition is None or edition.state != Edition.State.READY:
        return {}
    urls = {output.name: address_of(wanted, output.name) for output in wanted.kind.outputs}
    return {
        "offered": [Made(name, label, urls[name]) for name, label in FILE_LABELS.items() if name in urls],
        "sizes": _by_size(urls) if wanted.kind in BOARD_KINDS.values() else [],
        # another edition has another picture at the same address
        "shown": {
            name.partition(".")[0]: f"{url}?v={edition.key[:8]}"
            for name, url in urls.items()
            if name.endswith(".png")
        },
    }


def _by_size(urls: dict[str, str]) -> list[MadeSize]:
    found = {size.key: MadeSize(size.label, "", []) for size in SIZES.values()}
    for file in OFFERED:
        look = (
            [gettext("dark")] if file.dark else [gettext("for a print shop")] if file.for_print_shop else []
        )
        label = ", ".join([file.format.upper(), *look])
        row = found[file.size.key]
        found[file.size.key] = replace(
            row, pixels=file.pixels, files=[*row.files, Made(file.name, label, urls[file.name])]
        )
    return list(found.values())
