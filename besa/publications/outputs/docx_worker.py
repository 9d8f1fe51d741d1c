"""Writes Word files; runs as a process of its own, under limits, once for each file.

It knows no Django, no settings and no database: a job in JSON on its standard input, an answer on its standard output.
Started by `besa.publications.outputs.making`. Job: `content` (see `besa.publications.outputs.content`) and `path`.

For people who go on writing: real styles, lists, tables with headings, footnotes, pictures with descriptions, the
language of the text. Every text reaches the file through lxml, which writes it as text. `docx_finishing_worker` draws
lines, says the language, fills in the contents, and sees to it that the file reaches the disk.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml import etree

_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)
_TEXT_WIDTH = Mm(160)
_DEEPEST_LIST = 3
SERIF, SANS = "Georgia", "Calibri"


class Writer:
    """One Word file being written."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.content = content
        self.words = content["words"]
        self.ink = _colour(content["colours"]["light"]["ink"])
        self.muted = _colour(content["colours"]["light"]["muted"])
        self.brand = _colour(content["colours"]["light"]["brand"])
        self.document = Document()
        self.notes: list[Any] = []
        self.pictures = 0

    def write(self, path: Path) -> int:
        """Write the file; how many paragraphs and tables it has."""
        self.set_up()
        self.front()
        self.blocks(self.content["body"])
        self.about()
        self.keep_footnotes()
        self.document.save(str(path))
        return len(self.document.paragraphs) + len(self.document.tables)

    def set_up(self) -> None:
        """Page, styles, language, what the file says of itself."""
        content = self.content
        about = self.document.core_properties
        about.title, about.subject = content["title"], content["kicker"]
        about.author = content["byline"] or content["organisation"]
        about.language, about.comments = content["word_language"], content["address"]
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(25)
        section.top_margin = section.bottom_margin = Mm(25)
        self.styles()
        running = section.header.paragraphs[0]
        running.add_run(f"{content['running']} · {content['organisation']}")
        foot = section.footer.paragraphs[0]
        foot.add_run(f"{content['draft'] or content['as_of']} · ")
        foot.runs[-1]._r.addnext(_page_number())

    def styles(self) -> None:
        """The look of Word's own styles: who edits the file uses them as they are."""
        styles = self.document.styles
        _look(styles["Normal"], SERIF, 11, self.ink, after=8, spacing=1.25)
        _look(styles["Title"], SERIF, 30, self.ink, after=10, bold=True)
        _look(styles["Subtitle"], SANS, 15, self.muted, after=18, italic=False)
        sizes = {"TOC Heading": 18, "Heading 1": 18, "Heading 2": 14, "Heading 3": 12, "Heading 4": 11}
        for name, size in sizes.items():
            _look(styles[name], SANS, size, self.ink, before=18, after=6, bold=True, italic=False)
        _look(styles["Caption"], SANS, 10.5, self.ink, before=12, after=4, bold=True)
        _look(styles["Quote"], SERIF, 13, self.ink, before=12, after=4, italic=True)
        _look(styles["Intense Quote"], SANS, 11, self.ink, before=12, after=12, italic=False)
        _look(styles["Header"], SANS, 9, self.muted)
        _look(styles["Footer"], SANS, 9, self.muted)

    def front(self) -> None:
        """The title, who and when, and the summary."""
        content, add = self.content, self.document.add_paragraph
        self.label(add(), f"{content['organisation']} · {content['kicker']}")
        add(content["title"], style="Title")
        if content["subtitle"]:
            add(content["subtitle"], style="Subtitle")
        for said in filter(None, (content["behind"], content["draft"])):
            self.label(add(), said)
        for line in filter(None, (content["byline"], content["date"], content["as_of"])):
            add(line)
        self.link(add(), content["address"], content["short_address"])
        if content["summary_paragraphs"]:
            self.document.add_heading(self.words["summary"], 1)
            for words in content["summary_paragraphs"]:
                add(words)
        if content["contents"]:
            add(self.words["contents"], style="TOC Heading")

    def about(self) -> None:
        """How to cite it, its other languages, what was corrected."""
        content, words = self.content, self.words
        self.document.add_heading(words["about"], 1)
        facts = [(words["cite"], [content["citation"]]), (words["languages"], [content["others"]])]
        facts.append((words["corrections"], content["corrections"]))
        for name, said in facts:
            lines = [line for line in said if line]
            if lines:
                self.label(self.document.add_paragraph(), name)
            for line in lines:
                self.document.add_paragraph(line)

    def blocks(self, parts: list[dict[str, Any]], depth: int = 0, style: str | None = None) -> None:
        """Write parts of the content, one below the other."""
        for part in parts:
            is_heading = part["t"] in ("heading", "chapter")
            if part.get("begins") and not is_heading:
                self.label(self.document.add_paragraph(), self.words["outdated"])
            if part["t"] == "paragraph":
                self.line(self.document.add_paragraph(style=style), part["c"])
            elif part["t"] in ("bullets", "numbered"):
                self.items(part, depth + 1)
            elif part["t"] == "blockquote":
                self.blocks(part["c"], depth, "Quote")
            else:
                getattr(self, f"write_{part['t']}")(part)
            if part.get("begins") and is_heading:
                self.label(self.document.add_paragraph(), self.words["outdated"])

    def items(self, part: dict[str, Any], depth: int) -> None:
        """A list; Word has styles for three levels. A numbered one begins at its own number."""
        name = "List Bullet" if part["t"] == "bullets" else "List Number"
        level = min(depth, _DEEPEST_LIST)
        style = name if level == 1 else f"{name} {level}"
        numbering = self.numbering(style, part["start"]) if part["t"] == "numbered" else None
        for item in part["items"]:
            for index, block in enumerate(item):
                if index == 0 and block["t"] == "paragraph":
                    paragraph = self.document.add_paragraph(style=style)
                    self.line(paragraph, block["c"])
                    if numbering is not None:
                        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                        properties.get_or_add_ilvl().val = 0
                        properties.get_or_add_numId().val = numbering
                else:
                    self.blocks([block], depth, f"List Continue {level}" if level > 1 else "List Continue")

    def numbering(self, style: str, start: int) -> int:
        """The number of a new list that looks as a style's and begins at `start`."""
        lists = self.document.part.numbering_part.element
        of_style = self.document.styles[style].element.pPr.numPr.numId.val
        made = lists.add_num(lists.num_having_numId(of_style).abstractNumId.val)
        made.add_lvlOverride(0).add_startOverride(start)
        return int(made.numId)

    def write_chapter(self, part: dict[str, Any]) -> None:
        self.document.add_heading(part["s"], 1).paragraph_format.page_break_before = True

    def write_heading(self, part: dict[str, Any]) -> None:
        self.line(self.document.add_heading(level=part["level"]), part["c"])

    def write_rule(self, part: dict[str, Any]) -> None:
        self.document.add_paragraph("* * *").alignment = WD_ALIGN_PARAGRAPH.CENTER

    def write_figure(self, part: dict[str, Any]) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        run = paragraph.add_run(part["value"])
        run.font.size, run.font.name, run.font.color.rgb, run.bold = Pt(28), SANS, self.brand, True
        self.label(self.document.add_paragraph(), part["sentence"])
        self.source(part["note"])

    def write_drawing(self, part: dict[str, Any]) -> None:
        if part["title"]:
            self.document.add_paragraph(part["title"], style="Caption").paragraph_format.keep_with_next = True
        self.picture(part["png"], part["alt"])
        self.source(part["note"])

    def write_photo(self, part: dict[str, Any]) -> None:
        self.picture(part["path"], part["alt"])
        self.source(" ".join(words for words in (part["caption"], part["credit"]) if words))

    def write_table(self, part: dict[str, Any]) -> None:
        table = self.table(part["caption"], part["header"], part["widths"])
        for row in part["rows"]:
            cells = table.add_row().cells
            for cell, said, side in zip(cells, row, part["align"], strict=True):
                self.line(cell.paragraphs[0], said)
                if side == "right":
                    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self.source(part["note"])

    def write_pledges(self, part: dict[str, Any]) -> None:
        header = [[{"t": "words", "s": self.words[name]}] for name in ("status", "pledge")]
        table = self.table(part["caption"], header, [1, 3])
        for row in part["rows"]:
            status, pledge = table.add_row().cells
            self.label(status.paragraphs[0], row["status"])
            self.link(pledge.paragraphs[0], row["address"], row["title"], row["lang"])
            if row["note"]:
                self.small(pledge.add_paragraph(), row["note"])
        self.source(part["foreign"])
        self.source(part["note"])

    def write_quote(self, part: dict[str, Any]) -> None:
        self.document.add_paragraph(part["s"], style="Quote")
        paragraph = self.document.add_paragraph()
        self.label(paragraph, part["who"])
        if part["source"]:
            paragraph.add_run(", ")
            self.link(paragraph, part["href"], part["source"])

    def write_file(self, part: dict[str, Any]) -> None:
        paragraph = self.document.add_paragraph()
        self.link(paragraph, part["href"], part["s"])
        self.source(part["note"])

    def write_callout(self, part: dict[str, Any]) -> None:
        self.label(self.document.add_paragraph(style="Intense Quote"), part["label"])
        self.blocks(part["c"], style="Intense Quote")

    def table(self, caption: str, header: list[list[dict[str, Any]]], widths: list[float]) -> Any:
        """A table with its caption and a header that Word repeats on every page."""
        self.document.add_paragraph(caption, style="Caption").paragraph_format.keep_with_next = True
        table = self.document.add_table(rows=1, cols=len(header))
        for column, share in zip(table.columns, widths, strict=True):
            column.width = int(_TEXT_WIDTH * share / sum(widths))
        for cell, said in zip(table.rows[0].cells, header, strict=True):
            self.line(cell.paragraphs[0], said)
        table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f'<w:tblHeader {nsdecls("w")} w:val="true"/>'))
        return table

    def picture(self, path: str, alt: str) -> None:
        """A picture as wide as the text, with its description."""
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(path, width=_TEXT_WIDTH)
        self.pictures += 1
        described = shape._inline.docPr
        described.set("descr", alt)
        described.set("name", f"{self.pictures}")

    def label(self, paragraph: Paragraph, words: str) -> None:
        """Words in bold that head or name something."""
        run = paragraph.add_run(words)
        run.bold, run.font.name = True, SANS

    def small(self, paragraph: Paragraph, words: str) -> None:
        """A note below something."""
        run = paragraph.add_run(words)
        run.font.size, run.font.name, run.font.color.rgb = Pt(9), SANS, self.muted

    def source(self, words: str) -> None:
        """Where something comes from."""
        if words:
            self.small(self.document.add_paragraph(), words)

    def link(self, paragraph: Paragraph, address: str, words: str, lang: str = "") -> None:
        """Plain words, with a link where there is an address, and their language where it is another one."""
        said = [{"t": "words", "s": words, "lang": lang}]
        self.line(paragraph, [{"t": "link", "href": address, "c": said}] if address else said)

    def line(self, paragraph: Paragraph, parts: list[dict[str, Any]]) -> None:
        """Fill a paragraph."""
        self.runs(paragraph, paragraph._p, parts, {})

    def runs(
        self, paragraph: Paragraph, parent: Any, parts: list[dict[str, Any]], look: dict[str, bool]
    ) -> None:
        """Runs for a line, each with the look of all that it is within."""
        for part in parts:
            match part["t"]:
                case "strong" | "emphasis":
                    name = "bold" if part["t"] == "strong" else "italic"
                    self.runs(paragraph, parent, part["c"], {**look, name: True})
                case "link":
                    link = OxmlElement("w:hyperlink")
                    relation = paragraph.part.relate_to(
                        part["href"], RELATIONSHIP_TYPE.HYPERLINK, is_external=True
                    )
                    link.set(qn("r:id"), relation)
                    parent.append(link)
                    self.runs(paragraph, link, part["c"], {**look, "link": True})
                case "note":
                    self.mark(paragraph, parent, part["n"])
                case "break":
                    _run(paragraph, parent).add_break()
                case _:
                    run = _run(paragraph, parent, part["s"])
                    run.bold, run.italic = look.get("bold"), look.get("italic")
                    if part.get("lang"):
                        run._r.get_or_add_rPr().append(_language(part["lang"]))
                    if look.get("link"):
                        run.font.color.rgb, run.font.underline = self.brand, True

    def mark(self, paragraph: Paragraph, parent: Any, number: int) -> None:
        """A footnote's mark; each mark has a footnote of its own, as Word wants it."""
        run = _run(paragraph, parent)
        run.font.superscript = True
        reference = OxmlElement("w:footnoteReference")
        self.notes.append(self.content["notes"][number - 1])
        reference.set(qn("w:id"), str(len(self.notes)))
        run._r.append(reference)

    def keep_footnotes(self) -> None:
        """Add the part of the file that holds the footnotes: the library knows none."""
        root = parse_xml(f"<w:footnotes {nsdecls('w')}>{_SEPARATORS}</w:footnotes>")
        for number, parts in enumerate(self.notes, start=1):
            note = parse_xml(f'<w:footnote {nsdecls("w")} w:id="{number}"><w:p/></w:footnote>')
            paragraph = Paragraph(note[0], self.document._body)
            mark = paragraph.add_run()
            mark.font.superscript = True
            mark._r.append(OxmlElement("w:footnoteRef"))
            self.small(paragraph, f" {_letters(parts)}")
            root.append(note)
        package = self.document.part.package
        content = b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n" + etree.tostring(
            root, encoding="utf-8"
        )
        part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES, content, package)
        self.document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _letters(parts: list[dict[str, Any]]) -> str:
    """The words of a footnote; an address is written out, as paper has no links."""
    said = []
    for part in parts:
        inner = _letters(part["c"]) if "c" in part else str(part.get("s", ""))
        said.append(f"{inner} ({part['href']})" if part["t"] == "link" and part["href"] != inner else inner)
    return "".join(said)


def _run(paragraph: Paragraph, parent: Any, words: str = "") -> Run:
    element = OxmlElement("w:r")
    parent.append(element)
    run = Run(element, paragraph)
    if words:
        run.text = words
    return run


def _language(code: str) -> Any:
    return parse_xml(f'<w:lang {nsdecls("w")} w:val="{code}"/>')


def _colour(code: str) -> RGBColor:
    return RGBColor.from_string(code.removeprefix("#").upper())


def _page_number() -> Any:
    return parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>')


def _look(
    style: Any,
    font: str,
    size: float,
    colour: RGBColor,
    *,
    before: float = 0,
    after: float = 0,
    spacing: float | None = None,
    bold: bool | None = None,
    italic: bool | None = None,
) -> None:
    style.font.name, style.font.size, style.font.color.rgb = font, Pt(size), colour
    style.font.bold, style.font.italic = bold, italic
    fonts = style.element.rPr.rFonts
    for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(kind), None)
    for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(kind), font)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    if spacing:
        style.paragraph_format.line_spacing = spacing


def main() -> None:
    """Read the job, do it, print the answer."""
    job = json.load(sys.stdin)
    json.dump({"blocks": Writer(job["content"]).write(Path(job["path"]))}, sys.stdout)


if __name__ == "__main__":
    main()
