"""A chart that stands alone: its sentence above, and below it n, the day, the source and a QR code of its page.

What is shared without its page must still say what it is, from how many reports, as of when, and where to check.
"""

from __future__ import annotations

import base64
import io
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.utils.translation import ngettext

from besa.core import fonts
from besa.core.brands import Brand
from besa.core.languages import TAGS
from besa.insights.charts.describing import described
from besa.insights.charts.svg import Drawing
from besa.insights.charts.theme import WIDE, Theme
from besa.insights.lettering import FAMILY, wrapped
from besa.insights.series import Chart, Counted
from besa.insights.writing import day, plain

_EDGE = 28.0
_TITLE = 26.0
_QR = 84.0
_STACK = f"'{fonts.NAME}','{FAMILY}',sans-serif"


def short_address(url: str) -> str:
    """An address as people write it: without scheme and query."""
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path.rstrip('/')}"


def facts_of(chart: Chart) -> list[str]:
    """The lines below a chart: how many reports or pledges and as of when, a note, the source."""
    if chart.counted is Counted.PLEDGES:
        counted = ngettext("%(n)s pledge, as of %(day)s", "%(n)s pledges, as of %(day)s", chart.n)
    else:
        counted = ngettext("%(n)s report, as of %(day)s", "%(n)s reports, as of %(day)s", chart.n)
    return [counted % {"n": plain(chart.n), "day": day(chart.as_of)}, *([chart.note] if chart.note else [])]


def bare(chart: Chart, drawing: Drawing, theme: Theme) -> str:
    """The drawing as a document of its own, for the page or the book it belongs to. Its type is inside: a picture
    cannot use that of what it stands in, and another one is wider than what was measured."""
    return _document(chart, theme, drawing.width, drawing.height, drawing.body, _type_inside(chart))


def framed(chart: Chart, drawing: Drawing, theme: Theme, brand: Brand) -> str:
    """The chart with all that it needs to stand alone, its type inside."""
    width = WIDE.width + 2 * _EDGE
    lines = wrapped(chart.sentence, _TITLE, width - 2 * _EDGE, weight=700, most=4)
    parts = [
        _rows(lines, _EDGE, _EDGE + 22, _TITLE + 7, f'font-size="{_TITLE:g}" font-weight="700"', theme.ink)
    ]
    top = _EDGE + (_TITLE + 7) * len(lines) + 14
    parts.append(f'<g transform="translate({_EDGE:g},{top:g})">{drawing.body}</g>')
    foot = top + drawing.height + 22
    parts.append(_foot(chart, theme, brand, width, foot))
    height = foot + _QR + _EDGE - 6
    ground = f'<rect width="{width:g}" height="{height:g}" fill="{theme.paper}"/>'
    return _document(chart, theme, width, height, ground + "".join(parts), _type_inside(chart))


def _foot(chart: Chart, theme: Theme, brand: Brand, width: float, top: float) -> str:
    room = width - 2 * _EDGE - _QR - 24
    lines = [line for fact in facts_of(chart) for line in wrapped(fact, 14, room, most=2)]
    source = wrapped(short_address(chart.source_url), 14, room, weight=600, most=1)
    rule = f'<path d="M{_EDGE:g} {top:g}H{width - _EDGE:g}" stroke="{theme.line}"/>'
    facts = _rows(lines[:3], _EDGE, top + 24, 19, 'font-size="14"', theme.muted)
    brand_line = _rows(
        [brand.name],
        _EDGE,
        top + 24 + 19 * len(lines[:3]),
        19,
        'font-size="14" font-weight="700"',
        theme.main,
    )
    address = _rows(
        source, _EDGE, top + 24 + 19 * (len(lines[:3]) + 1), 19, 'font-size="14" font-weight="600"', theme.ink
    )
    return rule + facts + brand_line + address + _qr(chart.source_url, width - _EDGE - _QR, top + 12)


def _rows(lines: list[str], x: float, y: float, step: float, look: str, colour: str) -> str:
    return "".join(
        f'<text x="{x:g}" y="{y + step * i:g}" fill="{colour}" {look}>{escape(line, quote=False)}</text>'
        for i, line in enumerate(lines)
    )


def _qr(url: str, x: float, y: float) -> str:
    """Dark on white on either ground, as many readers need."""
    code = segno.make_qr(url, error="m")
    modules = code.symbol_size(border=2)[0]
    out = io.BytesIO()
    code.save(out, kind="svg", border=2, xmldecl=False, svgns=False, nl=False, svgclass=None, lineclass=None)
    path = out.getvalue().decode()
    shape = path[path.index(' d="') + 4 :].partition('"')[0]
    scale = _QR / modules
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{_QR:g}" height="{_QR:g}" fill="#ffffff"/>'
        f'<path transform="translate({x:g},{y:g}) scale({scale:.4f})" stroke="#000000" d="{shape}"/>'
    )


def _document(chart: Chart, theme: Theme, width: float, height: float, body: str, style: str) -> str:
    said = escape(described(chart))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" role="img" lang="{TAGS[chart.language]}" '
        f'font-family="{_STACK}" fill="{theme.ink}">'
        f"<title>{escape(chart.sentence, quote=False)}</title><desc>{said}</desc>{style}{body}</svg>"
    )


def _type_inside(chart: Chart) -> str:
    """The web font as data, so that the file looks the same on a computer that has no such font."""
    faces = []
    for name, (_subset, ranges) in fonts.CUTS.items():
        path = Path(settings.FONT_FOLDER) / f"{name}.woff2"
        if path.exists() and ("cyrillic" not in name or chart.language == "sr"):
            data = base64.b64encode(path.read_bytes()).decode()
            codes = ",".join(f"U+{part}" for part in ranges.split())
            faces.append(
                f"@font-face{{font-family:'{fonts.NAME}';font-weight:400 700;unicode-range:{codes};"
                f"src:url(data:font/woff2;base64,{data})}}"
            )
    return f"<style>{''.join(faces)}</style>" if faces else ""
