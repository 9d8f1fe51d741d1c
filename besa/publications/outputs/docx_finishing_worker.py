"""Finishes a Word file: looks, language, contents; runs as a process of its own, under limits, after `docx_worker`.

Job: `path` and `content`. What the library's own template decorates in Word's usual blue and black is drawn in ours:
tables have lines and no bands, call-outs a bar at their side. Below the paragraph in the style "TOC Heading", where
there is one, come ways to all headings of the first two levels, as Word's own field: they can be followed at once, and
numbers of pages come when somebody has Word update the field.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

_LEVELS = {"Heading 1": 1, "Heading 2": 2}
#: of a line, in eighths of a point
_STRONG, _FINE, _BAR = 8, 4, 24
_FIELD = 'TOC \\o "1-2" \\h \\z \\u'


def dress(document: Any, colours: dict[str, str]) -> None:
    """Tables, titles and call-outs as the PDF has them."""
    ink, line, brand = (colours[name].removeprefix("#") for name in ("ink", "line", "brand"))
    styles = document.styles
    small = styles.add_style("Table Text", WD_STYLE_TYPE.PARAGRAPH)
    small.base_style, small.font.size = styles["Normal"], Pt(10)
    small.paragraph_format.space_before = small.paragraph_format.space_after = Pt(2)
    for table in document.tables:
        _draw_lines(table, ink, line)
        _set_rows(table, small)
    for paragraph in document.paragraphs:  # labels stay with what they name, sources below their table
        if paragraph.runs and all(run.bold for run in paragraph.runs):
            paragraph.paragraph_format.keep_with_next = True
        before = paragraph._p.getprevious()
        if before is not None and before.tag == qn("w:tbl") and paragraph.style.name == "Normal":
            paragraph.paragraph_format.space_before = Pt(5)
    for name in ("Title", "Subtitle", "Intense Quote"):
        _undress(styles[name].element)
    bar = f'<w:left w:val="single" w:sz="{_BAR}" w:space="12" w:color="{brand}"/>'
    styles["Intense Quote"].element.pPr.insert_element_before(
        parse_xml(f"<w:pBdr {nsdecls('w')}>{bar}</w:pBdr>"), "w:shd", "w:spacing", "w:ind", "w:jc"
    )


def say_language(document: Any, code: str) -> None:
    """The language of all words that say no other, so that their spelling is checked in it."""
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for known in defaults.findall(qn("w:lang")):
        defaults.remove(known)
    defaults.append(_element("w:lang", val=code))


def _set_rows(table: Any, style: Any) -> None:
    """Cells as wide as their column says, in rows that no page tears; a bold header over its column's side."""
    for row in table.rows:
        row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
        for column, cell in zip(table.columns, row.cells, strict=True):
            cell.width = column.width
            for paragraph in cell.paragraphs:
                paragraph.style = style
    for head, cell in zip(table.rows[0].cells, table.rows[-1].cells, strict=True):
        head.paragraphs[0].alignment = cell.paragraphs[0].alignment
        for run in head.paragraphs[0].runs:
            run.bold = True


def _draw_lines(table: Any, ink: str, line: str) -> None:
    """A strong line above, below and under the header, fine ones between the rows."""
    table.style = None
    table.autofit = False
    lines = {"top": (_STRONG, ink), "bottom": (_STRONG, ink), "insideH": (_FINE, line)}
    drawn = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{colour}"/>'
        for side, (size, colour) in lines.items()
    )
    table._tbl.tblPr.append(parse_xml(f"<w:tblBorders {nsdecls('w')}>{drawn}</w:tblBorders>"))
    below = f'<w:bottom w:val="single" w:sz="{_STRONG}" w:space="0" w:color="{ink}"/>'
    for cell in table.rows[0].cells:
        properties = cell._tc.get_or_add_tcPr()
        properties.append(parse_xml(f"<w:tcBorders {nsdecls('w')}>{below}</w:tcBorders>"))


def _undress(style: Any) -> None:
    """Take lines, wide letters and bent margins out of a style of the template."""
    for path in ("w:pPr/w:pBdr", "w:pPr/w:ind", "w:rPr/w:spacing", "w:rPr/w:kern"):
        for found in style.findall(path, style.nsmap):
            found.getparent().remove(found)


def fill_in(document: Any) -> int:
    """Add the contents where they are to stand; how many headings they lead to."""
    title = next((one for one in document.paragraphs if one.style.name == "TOC Heading"), None)
    if title is None:
        return 0
    found = [(one, _LEVELS[one.style.name]) for one in document.paragraphs if one.style.name in _LEVELS]
    _make_styles(document)
    below = Paragraph(title._p.getnext(), title._parent)
    entries = []
    for number, (heading, level) in enumerate(found, start=1):
        entry = below.insert_paragraph_before(style=f"toc {level}")
        link = _element("w:hyperlink", anchor=_mark(heading, str(number)))
        entry._p.append(link)
        _run_in(link).append(_element("w:t", heading.text))
        entries.append(entry)
    begin = [
        _element("w:fldChar", fldCharType="begin"),
        _element("w:instrText", _FIELD),
        _element("w:fldChar", fldCharType="separate"),
    ]
    for place, part in enumerate(begin, start=1):  # after the paragraph's properties
        run = OxmlElement("w:r")
        run.append(part)
        entries[0]._p.insert(place, run)
    _run_in(entries[-1]._p).append(_element("w:fldChar", fldCharType="end"))
    return len(entries)


def _mark(heading: Paragraph, number: str) -> str:
    """Make a bookmark of a heading; its name."""
    name = f"_Toc{number}"
    start = _element("w:bookmarkStart", id=number, name=name)
    heading._p.insert(1, start)
    heading._p.append(_element("w:bookmarkEnd", id=number))
    return name


def _make_styles(document: Any) -> None:
    for level in _LEVELS.values():
        style = document.styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        style.font.bold = level == 1
        style.paragraph_format.left_indent = Mm(6 * (level - 1))
        style.paragraph_format.space_after = Pt(3)


def _element(tag: str, words: str = "", **attributes: str) -> Any:
    element = OxmlElement(tag)
    if words:
        element.text = words
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _run_in(parent: Any) -> Any:
    run = OxmlElement("w:r")
    parent.append(run)
    return run


def main() -> None:
    """Read the job, do it, print the answer."""
    job = json.load(sys.stdin)
    path = Path(job["path"])
    document = Document(str(path))
    dress(document, job["content"]["colours"]["light"])
    say_language(document, job["content"]["word_language"])
    headings = fill_in(document)
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("wb") as file:
        document.save(file)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    json.dump({"headings": headings}, sys.stdout)


if __name__ == "__main__":
    main()
