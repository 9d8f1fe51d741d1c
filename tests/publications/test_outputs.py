"""Files of a publication: each opened again and read, none made with a letter or a description missing."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urldefrag

import pypdfium2
import pytest
from defusedxml.ElementTree import fromstring
from django.utils import translation
from docx import Document
from pypdf import PdfReader

from besa.core.confinement import Limits, OverranError, run_confined
from besa.publications import prose
from besa.publications.manuscript import Callout, Chart, Figure, Manuscript, Photo, Piece, Quote, Table
from besa.publications.outputs import making
from besa.publications.outputs.content import content_of
from besa.publications.outputs.formats import FORMATS
from besa.publications.outputs.making import NotMadeError, make
from tests.factories.manuscripts import AS_OF, as_manual, make_drawing, make_manuscript, make_photo

HOSTILE = [
    '#panic("x") #image("/etc/passwd") $x$ *b* <label> @ref // x',
    "</w:t></w:r><script>alert(1)</script>",
    "]]> <!-- & &amp; &#1; \x00 \x1b \ufffe",
    '" onload="alert(1)',
    "=cmd|' /C calc'!A0",
]
XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def drawing(tmp_path_factory: pytest.TempPathFactory, django_db_setup: object) -> str:
    return make_drawing()


def made(name: str, manuscript: Manuscript, folder: Path) -> Path:
    return make(FORMATS[name], manuscript, folder, lambda: None)


def text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def tags_of(reader: PdfReader) -> list[Any]:
    """The structure tree of a PDF, flat, each with what is said of it."""
    found: list[Any] = []
    waiting = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting += node
        elif hasattr(node, "get"):
            found += [node] if "/S" in node else []
            waiting += [node["/K"]] if "/K" in node else []
    return found


@pytest.mark.parametrize("language", ["sq", "sr", "sr-latn"])
def test_a_pdf_is_tagged_titled_and_has_every_word_in_every_script(
    language: str, drawing: str, tmp_path: Path
) -> None:
    manuscript = make_manuscript(language, drawing=drawing, pieces=(make_photo(tmp_path),), parts=2)
    path = made("pdf", manuscript, tmp_path)
    reader = PdfReader(path)
    root = reader.trailer["/Root"]
    assert root["/Lang"] == language.partition("-")[0]
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert reader.metadata.title == manuscript.title
    assert "pdfuaid:part" in root["/Metadata"].get_object().get_data().decode()
    names = [tag["/S"] for tag in tags_of(reader)]
    assert {"/H1", "/H2", "/TOC", "/Table", "/TH", "/L", "/Figure", "/Note"} <= set(names)
    pictures = [tag for tag in tags_of(reader) if tag["/S"] == "/Figure"]
    assert all(str(tag.get("/Alt", "")) for tag in pictures)
    assert "Një rrugë me shtylla drite" in {str(tag["/Alt"]) for tag in pictures}
    text = text_of(path)
    for said in (manuscript.title, manuscript.organisation, manuscript.subtitle, "1.816", "besa.example"):
        assert said in text
    assert prose.plain_text(manuscript.footnotes[0]) in text
    fonts = {name for page in reader.pages for name in _fonts(page)}
    assert fonts
    assert all(re.match(r"/[A-Z]{6}\+Source", name) for name in fonts)  # embedded, as subsets


def _fonts(page: Any) -> set[str]:
    return {str(font.get_object()["/BaseFont"]) for font in page["/Resources"].get("/Font", {}).values()}


def test_slides_have_one_thing_each_and_end_with_where_to_read_on(drawing: str, tmp_path: Path) -> None:
    manuscript = make_manuscript(drawing=drawing)
    reader = PdfReader(made("slides", manuscript, tmp_path))
    assert len(reader.pages) == 2 + 7  # figure, chart, table, quote, pledges, map, finding
    box = reader.pages[0].mediabox
    assert round(float(box.width) / float(box.height), 2) == round(16 / 9, 2)
    assert manuscript.citation.split()[0] in reader.pages[-1].extract_text()
    assert sum(tag["/S"] == "/H1" for tag in tags_of(reader)) == len(reader.pages) - 1


def test_a_book_has_all_that_its_manifest_lists_and_leads_where_it_says(drawing: str, tmp_path: Path) -> None:
    manuscript = as_manual(make_manuscript("sr", drawing=drawing, pieces=(make_photo(tmp_path),)))
    with zipfile.ZipFile(made("epub", manuscript, tmp_path)) as book:
        first = book.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert book.read("mimetype") == b"application/epub+zip"
        package = fromstring(book.read("EPUB/content.opf"))
        items = {item.get("id"): item.get("href") for item in package.iter(f"{OPF}item")}
        files = {name.removeprefix("EPUB/") for name in book.namelist() if name.startswith("EPUB/")}
        assert files == {*items.values(), "content.opf"}
        assert len(set(items)) == len(items)
        assert all(entry.get("idref") in items for entry in package.iter(f"{OPF}itemref"))
        assert package.find(".//{http://purl.org/dc/elements/1.1/}language").text == "sr-Cyrl"
        said = {meta.get("property"): meta.text for meta in package.iter(f"{OPF}meta")}
        assert said["schema:accessibilityFeature"]
        pages = {name: fromstring(book.read(f"EPUB/{name}")) for name in files if name.endswith(".xhtml")}
    ids = {
        name: {element.get("id") for element in page.iter() if element.get("id")}
        for name, page in pages.items()
    }
    for name, page in pages.items():
        assert page.get("lang") == "sr-Cyrl"
        for figure in page.iter(f"{XHTML}figure"):
            places = [n for n, part in enumerate(figure) if part.tag == f"{XHTML}figcaption"]
            assert set(places) <= {0, len(figure) - 1}, (
                "a caption is first or last: readers refuse other books"
            )
        for link in page.iter(f"{XHTML}a"):
            target, anchor = urldefrag(str(link.get("href")))
            if not target.startswith("http"):
                assert not anchor or anchor in ids[target or name]
        for picture in page.iter(f"{XHTML}img"):
            assert picture.get("src") in files
            assert picture.get("alt")
    contents = ["".join(link.itertext()) for link in pages["nav.xhtml"].iter(f"{XHTML}a")]
    assert manuscript.title in contents
    assert manuscript.organisation in contents


def test_a_word_file_opens_again_with_styles_lists_footnotes_and_descriptions(
    drawing: str, tmp_path: Path
) -> None:
    manuscript = make_manuscript("sr-latn", drawing=drawing, pieces=(make_photo(tmp_path),))
    path = made("docx", manuscript, tmp_path)
    document = Document(str(path))
    styles = {paragraph.style.name for paragraph in document.paragraphs if paragraph.style}
    assert {"Title", "Heading 1", "Heading 2", "List Bullet", "List Bullet 2", "Caption", "Quote"} <= styles
    assert document.core_properties.language == "sr-Latn-RS"
    table = document.tables[0]
    assert [cell.text for cell in table.rows[1].cells] == ["Javna rasveta 1 0", "1.412", "3,5"]
    assert table.rows[0]._tr.find(f".//{WORD}tblHeader") is not None
    assert table.style is None or "Light" not in str(table.style.name), (
        "its header is black, and so are our words"
    )
    assert {cell.width for cell in table.rows[1].cells} == {column.width for column in table.columns}
    described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert len(described) == 3
    assert all(described)
    with zipfile.ZipFile(path) as package:
        notes = fromstring(package.read("word/footnotes.xml"))
        body = fromstring(package.read("word/document.xml"))
        assert b'"sr-Latn-RS"' in package.read("word/styles.xml")
    known = {note.get(f"{WORD}id") for note in notes}
    marks = [mark.get(f"{WORD}id") for mark in body.iter(f"{WORD}footnoteReference")]
    assert len(marks) == 3
    assert set(marks) <= known
    assert "Budžet opštine" in "".join(notes.itertext())
    headings = {start.get(f"{WORD}name") for start in body.iter(f"{WORD}bookmarkStart")}
    styled = [(str(one.style and one.style.name), one) for one in document.paragraphs]
    entries = [one for style, one in styled if style.startswith("toc ")]
    ways = [entry._p.find(f"{WORD}hyperlink").get(f"{WORD}anchor") for entry in entries]
    titles = [one.text for style, one in styled if style in ("Heading 1", "Heading 2")]
    assert [entry.text for entry in entries] == titles
    assert len(set(ways)) == len(titles) > 3
    assert set(ways) <= headings


def test_a_footnote_stands_on_the_page_of_its_mark(drawing: str, tmp_path: Path) -> None:
    """Typst leaves one behind where a heading takes the beginning of its paragraph to the next page."""
    pieces: list[Piece] = []
    for n in range(1, 61):
        filler = prose.Paragraph((prose.Words("Fjalë pa shënim. " * (20 + 7 * n % 97)),))
        marked = (prose.Words(f"Fillimi{n} " + "fjalë " * 16), prose.FootnoteMark(f"a{n}", n + 1))
        headings = [prose.Heading(level, (prose.Words(f"Titulli{n}"),), f"t{n}-{level}") for level in (2, 3)]
        pieces += [filler, *headings, prose.Paragraph((*marked, prose.Words(" fjalë" * 28)))]
    notes = tuple((prose.Words(f"Burimi{n}."),) for n in range(61))
    manuscript = replace(make_manuscript(drawing=drawing, pieces=tuple(pieces)), footnotes=notes)
    pages = [page.extract_text() for page in PdfReader(made("pdf", manuscript, tmp_path)).pages]
    apart = [
        (what, n)
        for n in range(1, 61)
        for what in (f"Titulli{n}\n", f"Burimi{n}.")
        if not any(f"Fillimi{n} " in page.replace("\n", " ") and what in page for page in pages[2:])
    ]
    assert apart == []


def test_whatever_is_written_stays_words(drawing: str, tmp_path: Path) -> None:
    """Nothing that anybody types is read as Typst, XML, HTML or a formula, in any place and any output."""
    said = " ".join(HOSTILE)
    words = prose.Words(said)
    pieces: tuple[Piece, ...] = (
        prose.Heading(2, (words,), "x"),
        prose.Paragraph((words, prose.Code(said), prose.Link("https://a.example/\"><b>'#", (words,)))),
        Figure(said, said[:40], said, AS_OF, address=said),
        Chart(drawing, said, said, AS_OF, note=said),
        Table(said, ((words,),), (((words,),),)),
        Quote(said[:200], said, said, "javascript:alert(1)"),
        Callout("finding", said, (prose.Paragraph((words,)),)),
    )
    manuscript = make_manuscript(drawing=drawing, pieces=pieces)
    manuscript = replace(manuscript, title=said[:120], authors=(said,), summary=said, citation=said)
    for name in FORMATS:
        path = made(name, manuscript, tmp_path)
        if FORMATS[name].ending == "pdf":
            assert '#panic("x") #image("/etc/passwd") $x$ *b* <label>' in text_of(path)
            assert b"javascript:" not in path.read_bytes()
        else:
            with zipfile.ZipFile(path) as package:
                texts = {
                    entry: package.read(entry)
                    for entry in package.namelist()
                    if entry.endswith(("html", "xml", "rels"))
                }
            for content in texts.values():
                fromstring(content)
                assert b"<script" not in content
                assert b'"javascript:' not in content


def problems_with(manuscript: Manuscript, name: str, folder: Path) -> list[str]:
    with pytest.raises(NotMadeError) as caught:
        made(name, manuscript, folder)
    assert not [path for path in folder.iterdir() if path.suffix in (".pdf", ".docx", ".epub")]
    return [str(problem) for problem in caught.value.problems]


def test_a_missing_letter_description_or_number_is_told_to_the_editor_in_their_language(
    drawing: str, tmp_path: Path
) -> None:
    unread = prose.Paragraph((prose.Words("Këtu "), prose.BoundNumber("reports.gone")))
    photo = replace(make_photo(tmp_path), alt=" ", caption="Te ura")
    chart = Chart(drawing, "Sa shpejt", "", AS_OF)
    manuscript = make_manuscript(
        drawing=drawing, pieces=(prose.Paragraph((prose.Words("日 nga larg"),)), unread, photo, chart)
    )
    with translation.override("en"):
        assert problems_with(manuscript, "pdf", tmp_path) == [
            "The number reports.gone could not be read here: Këtu –",
            "Say what this picture shows, for people who cannot see it: Te ura",
            "Say what this picture shows, for people who cannot see it: Sa shpejt",
            "Our fonts do not have these letters: 日 (U+65E5). Write this in another way: 日 nga larg",
        ]
        assert len(problems_with(manuscript, "docx", tmp_path)) == 3  # Word has other type
    gone = make_manuscript(drawing=drawing, pieces=(Photo(tmp_path / "gone.webp", 3, 2, "pamje", "Foto: A"),))
    assert len(problems_with(gone, "slides", tmp_path)) == 1


def test_the_programs_that_write_are_limited_and_know_no_settings(drawing: str, tmp_path: Path) -> None:
    content = content_of(make_manuscript(drawing=drawing))
    for name in ("epub", "docx"):
        worker = Path(making.__file__).with_name(f"{name}_worker.py")
        job = {"content": content, "path": str(tmp_path / "x")}
        with pytest.raises((RuntimeError, OverranError)):
            run_confined(worker, job, limits=Limits(data_bytes=8_000_000), seconds=30)
        code = f"import runpy, sys; runpy.run_path({str(worker)!r}); print('django' in sys.modules)"
        answer = subprocess.run(
            [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True
        )
        assert answer.stdout.strip() == "False"


def test_every_piece_has_a_part_in_every_output(drawing: str) -> None:
    """A new kind of piece must not be forgotten by one of the programs, which know no types."""
    manuscript = make_manuscript(
        drawing=drawing, pieces=(prose.Rule(), prose.Numbered(()), prose.Blockquote(()))
    )
    parts = {part["t"] for part in content_of(as_manual(manuscript))["body"]} | {"photo"}
    assert len(get_args(Piece)) == len(parts) + 1  # charts and maps are both drawings
    sources = {
        name: Path(making.__file__).with_name(f"{name}_worker.py").read_text() for name in ("epub", "docx")
    }
    typst = (making.SOURCES / "document.typ").read_text()
    for part in parts:
        assert f'"{part}"' in typst
        assert f"make_{part}(" in sources["epub"]
        assert f"write_{part}(" in sources["docx"] or f'"{part}"' in sources["docx"]
    assert json.dumps(content_of(manuscript))
