"""Binds books (EPUB 3); runs as a process of its own, under limits, once for each book.

It knows no Django, no settings and no database: a job in JSON on its standard input, an answer on its standard output.
Started by `besa.publications.outputs.making`. Job: `content` (see `besa.publications.outputs.content`) and `path`.
Every text reaches the book through lxml, which writes it as text.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ebooklib import epub
from lxml import etree
from lxml.builder import ElementMaker

XHTML = "http://www.w3.org/1999/xhtml"
EPUB = "http://www.idpf.org/2007/ops"
_TYPE = f"{{{EPUB}}}type"
E = ElementMaker(namespace=XHTML, nsmap={None: XHTML, "epub": EPUB})
_PICTURES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}

STYLE = """
html { font-family: Georgia, "Source Serif 4", serif; line-height: 1.5; }
body { margin: 0 4%; }
h1, h2, h3, h4, figcaption, table, .kicker, .organisation, .label, .value, .facts dt {
  font-family: "Source Sans 3", Helvetica, Arial, sans-serif;
}
h1 { font-size: 1.7em; line-height: 1.2; margin: 1.5em 0 1em; }
h2 { font-size: 1.3em; margin: 1.8em 0 .6em; }
h3 { font-size: 1.1em; margin: 1.5em 0 .5em; }
.kicker { color: #0f5c55; font-weight: 600; }
.subtitle { font-size: 1.2em; }
.draft { font-weight: 700; border: 2px solid; padding: .4em .8em; }
figure, table { margin: 1.8em 0; }
figure { border-top: 1px solid; padding-top: .5em; }
figcaption, caption { font-weight: 700; text-align: left; margin-bottom: .5em; }
img { max-width: 100%; height: auto; }
.outdated { font-size: .85em; font-weight: 700; border-left: 4px solid #b45f06; padding-left: .6em; }
.source, .credit { font-size: .85em; }
.credit { font-weight: 400; }
.value { font-size: 2.4em; font-weight: 700; margin: 0; line-height: 1.1; }
table { border-collapse: collapse; width: 100%; font-size: .9em; }
th, td { border-bottom: 1px solid #bbb; padding: .35em .4em; text-align: left; vertical-align: top; }
.right { text-align: right; }
blockquote.said { font-style: italic; font-size: 1.15em; margin: 1.5em 0 .4em; }
.callout { border-left: 4px solid; padding: .2em 1em; margin: 1.6em 0; }
.label { font-weight: 700; margin: .4em 0; }
aside.note { font-size: .85em; }
.notes { border-top: 1px solid #bbb; margin-top: 2.5em; }
"""


class Binder:
    """One book being made. Pictures are counted over the whole book, notes stand where they are first mentioned."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.content = content
        self.words = content["words"]
        self.book = epub.EpubBook()
        self.pictures = 0
        self.headings = 0
        self.mentioned: list[int] = []

    def bind(self, path: Path) -> int:
        """Write the book; how many pages it has."""
        self.describe()
        self.book.add_item(epub.EpubItem("style", "style.css", "text/css", STYLE.encode()))
        pages = [self.page("title", self.content["title"], [self.title_page()], kind="titlepage")]
        toc: list[Any] = []
        for number, (title, parts) in enumerate(self.chapters(), start=1):
            self.mentioned = []
            inside: list[tuple[str, str]] = []
            body = self.blocks(parts, inside)
            page = self.page(f"chapter-{number}", title, [*body, *self.notes()], kind="bodymatter")
            pages.append(page)
            links = [epub.Link(f"{page.file_name}#{anchor}", said, anchor) for anchor, said in inside]
            toc.append((epub.Section(title, page.file_name), links) if links else _entry(page, title))
        about = self.page("about", self.words["about"], [self.about()], kind="colophon")
        self.book.toc = [*toc, _entry(about, self.words["about"])]
        self.book.add_item(epub.EpubNcx())
        nav = epub.EpubNav(title=self.words["contents"])
        nav.add_link(href="style.css", rel="stylesheet", type="text/css")
        self.book.add_item(nav)
        self.book.spine = [pages[0], nav, *pages[1:], about]
        unfinished = path.with_suffix(".unfinished")
        epub.write_epub(str(unfinished), self.book, {"raise_exceptions": True, "epub3_pages": False})
        with unfinished.open("rb") as file:
            os.fsync(file.fileno())
        unfinished.replace(path)
        return len(pages) + 1

    def describe(self) -> None:
        """What catalogues and screen readers are told of the book."""
        content, book = self.content, self.book
        book.set_identifier(content["identifier"])
        book.set_title(content["title"])
        book.set_language(content["lang"])
        for number, author in enumerate(content["authors"] or [content["organisation"]], start=1):
            book.add_author(author, uid=f"creator-{number}")
        book.add_metadata("DC", "publisher", content["organisation"])
        book.add_metadata("DC", "date", content["day"])
        book.add_metadata("DC", "source", content["address"])
        if content["summary"]:
            book.add_metadata("DC", "description", content["summary"])
        said = [("accessMode", "textual"), ("accessMode", "visual"), ("accessModeSufficient", "textual")]
        said += [("accessibilityFeature", name) for name in ("alternativeText", "structuralNavigation")]
        said += [("accessibilityFeature", name) for name in ("tableOfContents", "readingOrder")]
        said += [("accessibilityHazard", "none"), ("accessibilitySummary", self.words["accessible"])]
        for name, value in said:
            book.add_metadata(None, "meta", value, {"property": f"schema:{name}"})

    def chapters(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """The body, divided where a chapter or a heading of the first level begins."""
        divided: list[tuple[str, list[dict[str, Any]]]] = []
        start = [
            {"t": "paragraph", "c": [{"t": "words", "s": words}]}
            for words in self.content["summary_paragraphs"]
        ]
        if start:
            divided.append((self.words["summary"], [{"t": "chapter", "s": self.words["summary"]}, *start]))
        for part in self.content["body"]:
            title = _title_of(part)
            if title or not divided or (divided[-1][0] == self.words["summary"] and len(divided) == 1):
                divided.append((title or self.content["title"], []))
            divided[-1][1].append(part)
        return divided

    def page(self, name: str, title: str, body: Iterable[Any], *, kind: str) -> Any:
        """A page of the book, added to it."""
        lang = self.content["lang"]
        link = E.link(rel="stylesheet", type="text/css", href="style.css")
        html = E.html(E.head(E.title(title), link), E.body({_TYPE: kind}, *body))
        _say_language(html, lang)
        content = etree.tostring(html, xml_declaration=True, encoding="utf-8", doctype="<!DOCTYPE html>")
        # not the library's own kind of page, which it would read again as HTML
        page = epub.EpubItem(name, f"{name}.xhtml", "application/xhtml+xml", content)
        self.book.add_item(page)
        return page

    def title_page(self) -> Any:
        """Who, what, when."""
        content = self.content
        lines = [
            E.p(content["organisation"], {"class": "organisation"}),
            E.p(content["kicker"], {"class": "kicker"}),
        ]
        lines.append(E.h1(content["title"]))
        lines += [E.p(content["subtitle"], {"class": "subtitle"})] if content["subtitle"] else []
        lines += [E.p(content[name], {"class": "draft"}) for name in ("behind", "draft") if content[name]]
        lines += [E.p(line) for line in (content["byline"], content["date"], content["as_of"]) if line]
        return E.section(*lines, E.p(E.a(content["short_address"], href=content["address"])))

    def about(self) -> Any:
        """How to cite it, its other languages, what was corrected."""
        content, words = self.content, self.words
        facts = [(words["cite"], [content["citation"]]), (words["figures"], [content["as_of"]])]
        facts += [(words["languages"], [content["others"]])] if content["others"] else []
        facts += [(words["corrections"], content["corrections"])] if content["corrections"] else []
        listed = E.dl({"class": "facts"})
        for name, said in facts:
            listed.append(E.dt(name))
            listed.extend(E.dd(line) for line in said)
        address = E.a(content["address"], href=content["address"])
        return E.section(E.h1(words["about"]), listed, E.p(address))

    def notes(self) -> list[Any]:
        """The footnotes that the page mentions."""
        if not self.mentioned:
            return []
        asides = [
            E.aside(
                {_TYPE: "footnote", "role": "doc-footnote", "class": "note", "id": f"note-{number}"},
                E.p(
                    E.a(f"{number}.", href=f"#mark-{number}", role="doc-backlink"),
                    " ",
                    *self.line(self.content["notes"][number - 1]),
                ),
            )
            for number in self.mentioned
        ]
        return [E.section({"class": "notes"}, *asides)]

    def blocks(self, parts: list[dict[str, Any]], inside: list[tuple[str, str]] | None = None) -> list[Any]:
        """Elements for parts of the content; headings below the chapter's are noted in `inside` for the contents."""
        made = []
        for part in parts:
            made.append(getattr(self, f"make_{part['t']}")(part, inside if inside is not None else []))
            if part.get("begins"):  # below a heading, above anything else
                place = len(made) if part["t"] in ("heading", "chapter") else -1
                made.insert(place, E.p(self.words["outdated"], {"class": "outdated"}))
        return made

    def make_paragraph(self, part: dict[str, Any], inside: list[tuple[str, str]]) -> Any:
        return E.p(*self.line(part["c"]))

    def make_chapter(self, part: dict[str, Any], inside: list[tuple[str, str]]) -> Any:
        return E.h1(part["s"])

    def make_heading(self, part: dict[str, Any], inside: list[tuple[str, str]]) -> Any:
        element = E(f"h{part['level']}", *self.line(part["c"]))
        if part["level"] == 2:
            self.headings += 1
            element.set("id", f"part-{self.headings}")
            inside.append((f"part-{self.headings}", "".join(element.itertext())))
        return element

    def make_bullets(self, part: dict[str, Any], inside: list[tuple[str, str]]) -> Any:
        return E.ul(*(E.li(*self.blocks(item)) for item in part["items"]))

    def make_numbered(self, part: dict[str, Any], inside: list[tuple[str, str]]) -> Any:
        return E.ol(*(E.li(*self.blocks(item)) for item in part["items"]), start=str(part["start"]))

    def make_blockquote(self, part: dict[str, Any], inside: list[tuple[str, str]]) -> Any:
        return E.blockquote(*self.blocks(part["c"]))

    def make_rule(self, part: dict[str, Any], inside: list[tuple[str, str]]) -> Any:
        return E.hr()

    def make_figure(self, part: dict[str, Any], inside: list[tuple[str, str]]) -> Any:
        value = E.p(part["value"], {"class": "value"})
        return E.section({"class": "callout"}, value, E.p(E.strong(part["sentence"])), *_source(part["note"]))

    def make_drawing(self, part: dict[str, Any], inside: list[tuple[str, str]]) -> Any:
        name = self.picture(part["svg"].encode(), ".svg", "image/svg+xml")
        caption = [E.figcaption(part["title"])] if part["title"] else []
        return E.figure(*caption, E.img(src=name, alt=part["alt"]), *_source(part["note"]))

    def make_photo(self, part: dict[str, Any], inside: list[tuple[str, str]]) -> Any:
        path = Path(part["path"])
        name = self.picture(path.read_bytes(), path.suffix, _PICTURES[path.suffix])
        credit = E.span(part["credit"], {"class": "credit"})
        words = [part["caption"], " "] if part["caption"] else []
        return E.figure(E.img(src=name, alt=part["alt"]), E.figcaption(*words, credit))

    def make_table(self, part: dict[str, Any], inside: list[tuple[str, str]]) -> Any:
        looks = [{"class": "right"} if side == "right" else {} for side in part["align"]]
        head = [E.th(*self.line(cell), scope="col") for cell in part["header"]]
        rows = [
            E.tr(*(E.td(look, *self.line(cell)) for cell, look in zip(row, looks, strict=True)))
            for row in part["rows"]
        ]
        table = E.table(E.caption(part["caption"]), E.thead(E.tr(*head)), E.tbody(*rows))
        return E.div(table, *_source(part["note"]))

    def make_pledges(self, part: dict[str, Any], inside: list[tuple[str, str]]) -> Any:
        head = E.tr(E.th(self.words["status"], scope="col"), E.th(self.words["pledge"], scope="col"))
        rows = []
        for row in part["rows"]:
            title = E.a(row["title"], href=row["address"]) if row["address"] else E.span(row["title"])
            if row["lang"]:
                _say_language(title, row["lang"])
            rows.append(E.tr(E.td(E.strong(row["status"])), E.td(title, *_source(row["note"]))))
        table = E.table(E.caption(part["caption"]), E.thead(head), E.tbody(*rows))
        return E.div(table, *_source(part["foreign"]), *_source(part["note"]))

    def make_quote(self, part: dict[str, Any], inside: list[tuple[str, str]]) -> Any:
        source = E.a(part["source"], href=part["href"]) if part["href"] else part["source"]
        who = E.p(E.strong(part["who"]), *([", ", source] if part["source"] else []), {"class": "source"})
        return E.div(E.blockquote({"class": "said"}, E.p(part["s"])), who)

    def make_file(self, part: dict[str, Any], inside: list[tuple[str, str]]) -> Any:
        return E.p(E.a(part["s"], href=part["href"]), " ", E.span(part["note"], {"class": "source"}))

    def make_callout(self, part: dict[str, Any], inside: list[tuple[str, str]]) -> Any:
        return E.section(
            {"class": "callout"}, E.p(part["label"], {"class": "label"}), *self.blocks(part["c"])
        )

    def line(self, parts: list[dict[str, Any]]) -> list[Any]:
        """Words and elements of a line."""
        return [self.inline(part) for part in parts]

    def inline(self, part: dict[str, Any]) -> Any:
        """Words, or an element within a line."""
        match part["t"]:
            case "strong":
                return E.strong(*self.line(part["c"]))
            case "emphasis":
                return E.em(*self.line(part["c"]))
            case "code":
                return E.code(part["s"])
            case "link":
                return E.a(*self.line(part["c"]), href=part["href"])
            case "break":
                return E.br()
            case "note":
                return self.mark(part["n"])
        return part["s"]

    def mark(self, number: int) -> Any:
        """A footnote's mark; the way back leads to the first one of the page."""
        link = E.a({_TYPE: "noteref", "role": "doc-noteref"}, str(number), href=f"#note-{number}")
        if number not in self.mentioned:
            self.mentioned.append(number)
            link.set("id", f"mark-{number}")
        return E.sup(link)

    def picture(self, content: bytes, ending: str, kind: str) -> str:
        """Keep a picture in the book; its name there."""
        self.pictures += 1
        name = f"pictures/{self.pictures}{ending}"
        self.book.add_item(epub.EpubItem(f"picture-{self.pictures}", name, kind, content))
        return name


def _entry(page: Any, title: str) -> Any:
    return epub.Link(page.file_name, title, page.id)


def _title_of(part: dict[str, Any]) -> str:
    if part["t"] == "chapter":
        return str(part["s"])
    return _letters(part["c"]) if part["t"] == "heading" and part["level"] == 1 else ""


def _letters(parts: list[dict[str, Any]]) -> str:
    return "".join(_letters(part["c"]) if "c" in part else str(part.get("s", "")) for part in parts)


def _say_language(element: Any, lang: str) -> None:
    """For readers of EPUB 3 and for those of XML."""
    element.set("lang", lang)
    element.set("{http://www.w3.org/XML/1998/namespace}lang", lang)


def _source(words: str) -> list[Any]:
    return [E.p(words, {"class": "source"})] if words else []


def main() -> None:
    """Read the job, do it, print the answer."""
    job = json.load(sys.stdin)
    json.dump({"pages": Binder(job["content"]).bind(Path(job["path"]))}, sys.stdout)


if __name__ == "__main__":
    main()
