"""SVG made safe and small: only drawing elements and their plain attributes get through, whatever drew it.

No script, style, link, image, animation or foreign content; nothing that the page's policy would have to allow.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from xml.etree.ElementTree import Element  # built only by defusedxml's parser

from defusedxml.ElementTree import fromstring

_SVG = "{http://www.w3.org/2000/svg}"
_ELEMENTS = frozenset({"g", "path", "rect", "line", "text", "tspan", "circle", "polygon"})
_GEOMETRY = {
    "d",
    "x",
    "y",
    "x1",
    "x2",
    "y1",
    "y2",
    "dx",
    "dy",
    "cx",
    "cy",
    "r",
    "width",
    "height",
    "points",
    "transform",
}
_LOOK = {
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-opacity",
    "stroke-dasharray",
    "stroke-linejoin",
    "stroke-linecap",
    "opacity",
}
_LETTERING = {"text-anchor", "font-size", "font-weight"}
_ATTRIBUTES = frozenset(_GEOMETRY | _LOOK | _LETTERING)
_COLOURS = frozenset({"fill", "stroke"})
_PLAIN = re.compile(r"[-\w.,#%()\s]*")
_NUMBER = re.compile(r"-?\d+\.\d{2,}(e-?\d+)?")
_DRAWN = frozenset({"path", "rect", "line", "text", "circle", "polygon"})


class UnsafeDrawingError(ValueError):
    """Not an SVG drawing."""


@dataclass(frozen=True)
class Drawing:
    """The inside of an SVG of a size in pixels."""

    width: float
    height: float
    body: str

    def recoloured(self, names: Mapping[str, str]) -> Drawing:
        """Colours as custom properties of the page, each with itself where the page has none."""
        body = self.body
        for colour, name in names.items():
            body = body.replace(f'"{colour}"', f'"var(--{name},{colour})"')
        return Drawing(self.width, self.height, body)


def drawing_of(svg: str) -> Drawing:
    """The drawing in an SVG document. Raises UnsafeDrawingError for anything else."""
    try:
        root = fromstring(svg, forbid_dtd=True)
        width, height = (float(root.get(side, "").removesuffix("px")) for side in ("width", "height"))
    except (ValueError, SyntaxError) as error:  # ParseError is a SyntaxError
        raise UnsafeDrawingError(str(error)) from error
    if root.tag != f"{_SVG}svg":
        raise UnsafeDrawingError(root.tag)
    return Drawing(width, height, "".join(_written(child) for child in root))


def _written(element: Element) -> str:
    name = element.tag.removeprefix(_SVG) if isinstance(element.tag, str) else ""
    if name not in _ELEMENTS or _draws_nothing(element, name):
        return ""
    inside = "".join(_written(child) + escape(child.tail or "", quote=False) for child in element)
    if name in {"text", "tspan"}:
        inside = escape(element.text or "", quote=False) + inside
    elif name == "g":
        inside = inside.strip()
    attributes = _attributes(element)
    if name == "g" and not inside:
        return ""
    if name == "g" and not attributes:
        return inside
    return f"<{name}{attributes}>{inside}</{name}>" if inside else f"<{name}{attributes}/>"


def _attributes(element: Element) -> str:
    found = []
    for name, value in element.attrib.items():
        if name not in _ATTRIBUTES or not _PLAIN.fullmatch(value) or "url" in value.lower():
            continue
        if name in _COLOURS:
            value = value.lower()
        elif name in {"opacity", "fill-opacity", "stroke-opacity"} and value == "1":
            continue
        if name == "transform" and value == "translate(0,0)":
            continue
        found.append(f' {name}="{_NUMBER.sub(_rounded, value)}"')
    return "".join(found)


def _draws_nothing(element: Element, name: str) -> bool:
    """Backgrounds without fill and stroke, with which Vega marks its groups."""
    if element.get("d") == "M0,0h0v0h0Z":
        return True
    return (
        name in _DRAWN - {"text"}
        and element.get("class") == "background"
        and element.get("stroke", "none") == "none"
    )


def _rounded(number: re.Match[str]) -> str:
    return f"{float(number[0]):.1f}".removesuffix(".0")
