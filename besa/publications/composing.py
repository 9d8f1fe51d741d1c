"""From an edition's content and its data to a manuscript: every bound number written, every footnote counted.

Serbian Latin is derived here from Cyrillic: letter by letter in what people wrote, and by the language's own rules in
what is counted. Links, keys and names of files stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy, ngettext

from besa.core.brands import BRANDS
from besa.core.figures import AskedWrongly
from besa.core.languages import EN, SQ, SR, SR_LATN, latin_from_cyrillic
from besa.core.links import absolute_url
from besa.insights.bound import figure_of, page_of
from besa.insights.charts import keeping
from besa.insights.charts.describing import described
from besa.insights.charts.framing import facts_of, short_address
from besa.insights.charts.tables import table_of
from besa.insights.series import Chart, Counted
from besa.insights.writing import in_words, plain
from besa.pledges.public_cards import title_of
from besa.pledges.statuses import STATUSES, Status, label_of
from besa.publications import manuscript as parts
from besa.publications.bindings import Binding, BindingError, bind
from besa.publications.blocks import TONES
from besa.publications.freezing import (
    Asked,
    Figure,
    FrozenData,
    LiveData,
    chart_asked,
    map_asked,
    pledges_asked,
)
from besa.publications.pledge_lists import ListedPledge
from besa.publications.prose import (
    Block,
    BoundNumber,
    FootnoteMark,
    Heading,
    Inline,
    Number,
    Paragraph,
    Words,
    changed,
    changed_inlines,
    plain_text,
    read,
)

#: what a draft shows for a number that nobody can read
UNREADABLE: Final = "[?]"
_QUOTED: Final = 160
_TITLES_IN: Final = {
    SQ: gettext_lazy("Titles in Albanian are shown as they were written."),
    SR: gettext_lazy("Titles in Serbian are shown as they were written."),
    EN: gettext_lazy("Titles in English are shown as they were written."),
}

#: from a chart to the picture of it; the page needs none, as it shows drawings when they are ready
Draw = Callable[[Chart, str], str]


def drawn_on_white(chart: Chart, brand: str) -> str:
    """The SVG of a chart, drawn when it is missing. Takes long: for the worker. Raises NotDrawnError."""
    return keeping.file_of(keeping.keep(chart, BRANDS[brand]), "wide.svg").decode()


def not_drawn(chart: Chart, brand: str) -> str:
    """For the page: nothing is drawn while somebody waits."""
    return ""


@dataclass(frozen=True)
class Shelf:
    """Where the photos and files of a work are: by their keys, only those that may be shown."""

    photos: Mapping[str, parts.Photo]
    files: Mapping[str, parts.File]


class Composer:
    """Makes the pieces of one manuscript, one after the other, in the active language."""

    def __init__(
        self, data: LiveData | FrozenData, language: str, brand: str, shelf: Shelf, draw: Draw = not_drawn
    ) -> None:
        self._data, self._shelf, self._draw = data, shelf, draw
        self._language, self._brand = language, brand
        self._numbers: dict[Binding, parts.ReadNumber] = {}
        self._sources: dict[str, tuple[Inline, ...]] = {}
        self._marks: dict[str, int] = {}
        self._anchors: set[str] = set()

    @property
    def numbers(self) -> tuple[parts.ReadNumber, ...]:
        """All numbers so far, in the order of their first mention."""
        return tuple(self._numbers.values())

    @property
    def footnotes(self) -> tuple[tuple[Inline, ...], ...]:
        """The texts of all footnotes that are mentioned, in order."""
        missing = (Words(gettext("The source is missing.")),)
        return tuple(self._sources.get(name, missing) for name in self._marks)

    def pieces(self, blocks: Iterable[Mapping[str, Any]]) -> list[tuple[str, parts.Piece]]:
        """Everything that the blocks say, in order, each piece with the uid of its block."""
        return [
            (block["uid"], piece)
            for block in blocks
            for piece in self._makers[block["kind"]](self, block["data"])
        ]

    def say(self, text: str) -> str:
        """What somebody wrote, in the letters of the language."""
        return latin_from_cyrillic(text) if self._language == SR_LATN else text

    def _prose(self, markdown: str) -> tuple[Block, ...]:
        found = read(markdown)
        for name, text in found.footnotes.items():
            self._sources.setdefault(name, changed_inlines(text, self._inline))
        return tuple(map(self._anchored, changed(found.blocks, self._inline)))

    def _inline(self, child: Inline) -> Inline:
        match child:
            case Words(text):
                return Words(self.say(text))
            case BoundNumber(key, parameters):
                return self._number(key, dict(parameters))
            case FootnoteMark(name):
                return FootnoteMark(name, self._marks.setdefault(name, len(self._marks) + 1))
        return child

    def _number(self, key: str, given: dict[str, str]) -> Inline:
        try:
            found = self._read(_binding(key, given))
        except (BindingError, AskedWrongly):
            return Words(UNREADABLE)
        return Number(found.text, found.key, found.as_of, found.n, found.address)

    def _read(self, binding: Binding) -> parts.ReadNumber:
        if binding not in self._numbers:
            found = self._data.figure(binding)
            self._numbers[binding] = self._written(found, len(self._numbers) + 1)
        return self._numbers[binding]

    def _written(self, found: Figure, number: int) -> parts.ReadNumber:
        known = figure_of(found.key)
        return parts.ReadNumber(
            number=number,
            key=found.key,
            label=capfirst(str(known.label)) if known else found.key,
            definition=str(known.definition) if known else "",
            text=in_words(found.value, found.unit),
            value=found.value,
            n=found.n,
            counted=counted_in_words(found),
            as_of=found.read_at,
            interval=interval_in_words(found),
            question=found.question,
            address=page_of(found.counted, found.question, self._language, self._brand),
        )

    def _line(self, text: str) -> tuple[Inline, ...]:
        blocks = self._prose(text)
        return tuple(child for block in blocks if isinstance(block, Paragraph) for child in block.children)

    def _anchored(self, block: Block) -> Block:
        """A heading with an anchor that no other part of the work has."""
        if not isinstance(block, Heading):
            return block
        return replace(block, anchor=self._anchor(block.anchor))

    def _anchor(self, wanted: str) -> str:
        name, number = wanted, 1
        while name in self._anchors:
            number += 1
            name = f"{wanted}-{number}"
        self._anchors.add(name)
        return name

    def _text(self, data: Mapping[str, Any]) -> Iterator[parts.Piece]:
        yield from self._prose(data["markdown"])

    def _chapter(self, data: Mapping[str, Any]) -> Iterator[parts.Piece]:
        title = self.say(data["title"])
        anchors = read(f"## {title}").blocks
        wanted = anchors[0].anchor if anchors and isinstance(anchors[0], Heading) else "chapter"
        yield parts.Chapter(title, self._anchor(wanted))

    def _figure(self, data: Mapping[str, Any]) -> Iterator[parts.Piece]:
        given = {**data.get("parameters", {}), "as_of": data.get("as_of") or ""}
        sentence = plain_text(self._line(data.get("sentence", "")))
        try:
            found = self._read(_binding(data["key"], given))
        except (BindingError, AskedWrongly):
            yield parts.Figure(data["key"], UNREADABLE, sentence, self._data.as_of)
            return
        yield parts.Figure(
            label=found.label,
            text=found.text,
            sentence=sentence,
            as_of=found.as_of,
            n=found.n,
            interval=found.interval,
            address=found.address,
        )

    def _chart(self, data: Mapping[str, Any]) -> Iterator[parts.Piece]:
        found = self._series(chart_asked(data), data.get("title", ""))
        if found is None:
            return
        table = table_of(found)
        yield parts.Chart(
            svg=self._draw(found, self._brand),
            title=found.sentence,
            alt=self.say(data.get("alt", "")) or described(found),
            as_of=found.as_of,
            note=_note(found),
            address=found.source_url,
            table=(table.head, *table.rows),
            numbers=found,
        )

    def _map(self, data: Mapping[str, Any]) -> Iterator[parts.Piece]:
        found = self._series(map_asked(data), "")
        if found is None:
            return
        yield parts.ReportMap(
            svg=self._draw(found, self._brand),
            title=found.sentence,
            alt=self.say(data.get("alt", "")) or described(found),
            count=found.n,
            as_of=found.as_of,
            note=_note(found),
            address=found.source_url,
            numbers=found,
        )

    def _series(self, asked: Asked, title: str) -> Chart | None:
        """A chart under a name of its own, as a work may have two of a kind. None where a draft asks wrongly."""
        try:
            found = self._data.chart(asked)
        except (BindingError, AskedWrongly):
            return None
        found = replace(found, key=self._anchor(f"chart-{found.key.replace('_', '-')}"))
        if title:
            found = replace(found, sentence=title)
        return in_latin(found) if self._language == SR_LATN else found

    def _table(self, data: Mapping[str, Any]) -> Iterator[parts.Piece]:
        yield parts.Table(
            caption=self.say(data["caption"]),
            header=tuple(map(self._line, data["header"])),
            rows=tuple(tuple(map(self._line, row)) for row in data["rows"]),
        )

    def _quote(self, data: Mapping[str, Any]) -> Iterator[parts.Piece]:
        text, who, source = (self.say(data.get(name, "")) for name in ("text", "who", "source"))
        yield parts.Quote(text, who, source, data.get("url", ""))

    def _pledges(self, data: Mapping[str, Any]) -> Iterator[parts.Piece]:
        try:
            found = self._data.pledges(pledges_asked(data))
        except AskedWrongly:
            return
        question = {"mandate": found.mandate, "as_of": found.day.isoformat()}
        # PostgreSQL keeps the names of a JSON object in an order of its own.
        counts = [(status.value, _word(status), found.counts.get(status, 0)) for status in STATUSES]
        counts = [one for one in counts if one[-1]]
        if found.unrated:
            counts.append(("", _word(""), found.unrated))
        rows = tuple(self._pledge(found.mandate, row) for row in found.pledges)
        foreign = dict.fromkeys(row.language for row in rows if row.language)
        yield parts.PledgeList(
            title=found.person,
            rows=rows,
            counts=tuple(counts),
            total=found.total,
            as_of=found.as_of,
            note=pledges_in_words(len(found.pledges), found.total),
            address=page_of(Counted.PLEDGES, question, self._language, self._brand),
            foreign=" ".join(str(_TITLES_IN[language]) for language in foreign),
        )

    def _pledge(self, mandate: str, row: ListedPledge) -> parts.PledgeRow:
        title, language = title_of(row, _QUOTED)
        if language == SR and self._language == SR_LATN:
            title, language = self.say(title), SR_LATN
        return parts.PledgeRow(
            status=row.status,
            label=_word(row.status),
            title=title,
            note=gettext("Pledge %(n)s") % {"n": row.number},
            address=absolute_url(
                "pledges:pledge", mandate, row.uid, language=self._language, brand=self._brand
            ),
            language="" if language == self._language else language,
        )

    def _photo(self, data: Mapping[str, Any]) -> Iterator[parts.Piece]:
        if found := self._shelf.photos.get(data["file"]):
            alt, credit, caption = (self.say(data.get(name, "")) for name in ("alt", "credit", "caption"))
            x, y = data.get("focus") or (500, 500)
            yield replace(found, alt=alt, credit=credit, caption=caption, focus=(x, y))

    def _file(self, data: Mapping[str, Any]) -> Iterator[parts.Piece]:
        if found := self._shelf.files.get(data["file"]):
            yield replace(found, title=self.say(data["title"]))

    def _callout(self, data: Mapping[str, Any]) -> Iterator[parts.Piece]:
        yield parts.Callout(data["tone"], str(TONES[data["tone"]]), self._prose(data["markdown"]))

    _makers: Final[dict[str, Callable[[Composer, Mapping[str, Any]], Iterator[parts.Piece]]]] = {
        "text": _text,
        "chapter": _chapter,
        "figure": _figure,
        "chart": _chart,
        "table": _table,
        "quote": _quote,
        "pledges": _pledges,
        "report_map": _map,
        "photo": _photo,
        "file": _file,
        "callout": _callout,
    }


def counted_in_words(found: Figure) -> str:
    """From how many: "of 52 pledges"."""
    if found.counted is Counted.PLEDGES:
        return ngettext("of %(n)s pledge", "of %(n)s pledges", found.n) % {"n": plain(found.n)}
    return ngettext("of %(n)s report", "of %(n)s reports", found.n) % {"n": plain(found.n)}


def interval_in_words(found: Figure) -> str:
    """How far chance alone would move it; empty where it has no interval."""
    if found.low is None or found.high is None:
        return ""
    ends = {"low": in_words(found.low, found.unit), "high": in_words(found.high, found.unit)}
    return gettext("likely %(low)s to %(high)s") % ends


def pledges_in_words(shown: int, total: int) -> str:
    """How many of how many."""
    return ngettext("%(shown)s of %(n)s pledge", "%(shown)s of %(n)s pledges", total) % {
        "shown": plain(shown),
        "n": plain(total),
    }


def in_latin(chart: Chart) -> Chart:
    """A Serbian chart in Latin letters."""
    say = latin_from_cyrillic
    return replace(
        chart,
        sentence=say(chart.sentence),
        language=SR_LATN,
        of_points=say(chart.of_points),
        of_values=say(chart.of_values),
        note=say(chart.note),
        marks=tuple(replace(mark, label=say(mark.label)) for mark in chart.marks),
        series=tuple(
            replace(
                one,
                label=say(one.label),
                points=tuple(
                    replace(point, label=say(point.label), note=say(point.note)) for point in one.points
                ),
            )
            for one in chart.series
        ),
    )


def _note(chart: Chart) -> str:
    return " · ".join([*facts_of(chart), short_address(chart.source_url)])


def _word(status: str) -> str:
    return capfirst(str(STATUSES[Status(status)].label if status else label_of("")))


def _binding(key: str, given: dict[str, str]) -> Binding:
    from_text = {name: text for name, text in given.items() if name != "as_of"}
    return bind(key, from_text, _day(given.get("as_of", "")))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BindingError("as_of") from None
