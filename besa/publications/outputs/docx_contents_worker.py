"""Fills in the contents of a Word file; runs as a process of its own, under limits, after `docx_worker`.

Job: `path`. Below the paragraph in the style "TOC Heading" come ways to all headings of the first two levels, as Word's
own field: they can be followed at once, and numbers of pages come when somebody has Word update the field.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

_LEVELS = {"Heading 1": 1, "Heading 2": 2}
_FIELD = 'TOC \\o "1-2" \\h \\z \\u'


def fill_in(document: Any) -> int:
    """Add the contents; how many headings they lead to."""
    (title,) = [one for one in document.paragraphs if one.style.name == "TOC Heading"]
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
    path = Path(json.load(sys.stdin)["path"])
    document = Document(str(path))
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
