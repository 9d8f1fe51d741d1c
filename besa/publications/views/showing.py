"""Blocks as their authors see them while they write: words as they will look, numbers as they are now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from besa.core.brands import DEFAULT
from besa.core.figures import AskedWrongly, FigureValue
from besa.insights.bound_charts import CHARTS
from besa.insights.charts.keeping import Kept, keep
from besa.places.gazetteer import gazetteer
from besa.pledges.areas import AREAS
from besa.pledges.models import Mandate
from besa.publications.bindings import BindingError, read_binding
from besa.publications.blocks import TONES, numbers_of
from besa.publications.forms.asking import PERIODS
from besa.publications.freezing import LiveData, chart_asked, map_asked
from besa.publications.models import Attachment, Edition, Photo
from besa.publications.numbers import Numbers
from besa.publications.prose import BoundNumber, FootnoteMark, Number, Prose, read
from besa.publications.prose.markup import html_of, line_of


class Showing:
    """Shows the blocks of one edition; each figure is read once."""

    def __init__(self, edition: Edition, numbers: Numbers | None = None) -> None:
        self.edition = edition
        self._numbers = numbers or Numbers()
        self._data = LiveData(edition.language)

    def block(self, kind: str, data: Mapping[str, Any]) -> SafeString:
        """A block, as the edition's language writes its numbers."""
        with override(self.edition.language):
            context = {"kind": kind, "data": data, "edition": self.edition, **self._context(kind, data)}
            return SafeString(render_to_string("publications/components/shown.html", context))

    def markdown(self, text: str) -> SafeString:
        """A text with what its author should know of it."""
        with override(self.edition.language):
            return self._prose(read(text))

    def _context(self, kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
        if kind in ("text", "callout"):
            return {"html": self._prose(read(data["markdown"])), "tone": TONES.get(data.get("tone", ""), "")}
        if kind == "figure":
            return {"value": self._value_of(data), "html": self._line(data["sentence"])}
        if kind == "table":
            return {"header": [self._line(cell) for cell in data["header"]],
                    "rows": [[self._line(cell) for cell in row] for row in data["rows"]]}  # fmt: skip
        if kind in ("chart", "report_map"):
            return {**self._counted(data), "drawn": self._drawn(kind, data)}
        if kind == "pledges":
            area = AREAS.get(data["filters"].get("area", ""))
            return {"mandate": _mandate(data["mandate"]), "area": area.label if area else ""}
        if kind == "photo":
            photos = Photo.objects.filter(publication=self.edition.publication_id)
            return {"photo": photos.filter(key=data["file"]).first()}
        if kind == "file":
            files = Attachment.objects.filter(publication=self.edition.publication_id)
            return {"file": files.filter(uid=data["file"]).select_related("document").first()}
        return {}

    def _counted(self, data: Mapping[str, Any]) -> dict[str, Any]:
        asked, chart = data.get("parameters", data), CHARTS.get(data.get("chart", ""))
        return {
            "chart": chart.label if chart else "",
            "municipality": gazetteer().municipality_of_slug(asked.get("municipality", "")),
            "mandate": _mandate(asked["mandate"]) if asked.get("mandate") else None,
            "period": dict(PERIODS).get(asked.get("period", ""), ""),
        }

    def _drawn(self, kind: str, data: Mapping[str, Any]) -> Kept | None:
        """The chart or map as it would be now, drawn when the browser asks for it; None while nothing fits."""
        try:
            found = self._data.chart(chart_asked(data) if kind == "chart" else map_asked(data))
        except (BindingError, AskedWrongly):
            return None
        return None if found.empty else keep(found, DEFAULT)

    def _prose(self, prose: Prose) -> SafeString:
        shown = html_of(prose.blocks, self._write)
        notes = [(name, line_of(said, self._write)) for name, said in prose.footnotes.items()]
        context = {"html": shown, "footnotes": notes, "warnings": [str(one) for one in prose.warnings]}
        return SafeString(render_to_string("publications/components/prose.html", context))

    def _line(self, text: str) -> SafeString:
        """A line of a table or below a figure: one paragraph at most, without its element."""
        blocks = read(text).blocks
        children = getattr(blocks[0], "children", ()) if blocks else ()
        return line_of(children, self._write)

    def _write(self, child: BoundNumber | Number | FootnoteMark) -> SafeString:
        if isinstance(child, FootnoteMark):
            return format_html('<sup title="{}">{}</sup>', child.name, child.number)
        if isinstance(child, Number):
            return format_html("{}", child.text)
        parameters = dict(child.parameters)
        written = f"figure {child.key}" + "".join(f"|{name}={value}" for name, value in parameters.items())
        try:
            value = self._numbers.value_of(read_binding(written))
        except BindingError as error:
            return format_html('<mark class="write-wrong" title="{}">?</mark>', str(error))
        if value is None:
            return format_html('<mark class="write-wrong" title="{}">?</mark>', _("There is no such number."))
        return format_html('<span class="write-number" title="{}">{}</span>', value.label, value.text)

    def _value_of(self, data: Mapping[str, Any]) -> FigureValue | None:
        try:
            return self._numbers.value_of(next(iter(numbers_of("figure", data))))
        except BindingError:
            return None


def _mandate(slug: str) -> Mandate | None:
    return Mandate.objects.filter(slug=slug).select_related("person", "municipality").first()
