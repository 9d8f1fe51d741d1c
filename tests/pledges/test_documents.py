"""Files and pages that strangers made: read in a limited process, refused in words when they cannot be."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest
import typst
from django.conf import settings

from besa.core.registries import page_readers
from besa.pledges import document_files
from besa.pledges.documents import REASONS, DocumentRefused, refusal_text
from besa.pledges.importing.files import MAX_ROWS, rows_of_file
from besa.pledges.importing.rows import read_rows
from besa.pledges.models import Document, Pledge
from besa.pledges.sentences import sentences_of
from besa.pledges.services.documents import keep_document, keep_web_page, read_document, sweep_documents
from besa.pledges.services.drafting import Source
from besa.pledges.services.importing import import_list
from besa.pledges.web_pages import text_of_page
from tests.factories.photos import png
from tests.factories.pledges import a_desk
from tests.factories.refusals import refused

pytestmark = pytest.mark.django_db


def a_pdf(*texts: str) -> bytes:
    """A PDF with one page for each text."""
    folder = Path(settings.NODE_MODULES) / "@expo-google-fonts" / "source-sans-3" / "400Regular"
    body = '#set text(font: "Source Sans 3")\n' + "\n#pagebreak()\n".join(texts)
    made = typst.compile(body.encode(), font_paths=[str(folder)], ignore_system_fonts=True)
    assert isinstance(made, bytes)
    return made


def kept(content: bytes) -> Document:
    """An uploaded file after the worker has looked at it."""
    document = keep_document(file=io.BytesIO(content), by=None)
    read_document(document_id=document.pk)
    document.refresh_from_db()
    return document


def test_a_pdf_gives_its_text_and_a_picture_of_each_page() -> None:
    document = kept(a_pdf("Do të ndërtojmë një çerdhe.", "Обећање: вртић."))
    assert (document.state, document.pages_count, len(document.sha256)) == ("ready", 2, 64)
    first, second = document.pages.all()
    assert "Do të ndërtojmë një çerdhe." in first.text
    assert "Обећање" in second.text
    picture = document_files.page_path(document.key, 2)
    assert picture.read_bytes()[8:12] == b"WEBP"
    assert max(first.width, first.height) == 1400
    read_document(document_id=document.pk)  # a second run changes nothing
    assert document.pages.count() == 2


def test_a_page_without_text_is_read_in_its_picture_where_something_can_read_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[str] = []

    def letters(picture: Path) -> str:
        seen.append(picture.name)
        return f"{picture.read_bytes()[8:12].decode()}\x00" if picture.name == "page-1.webp" else ""

    assert kept(of_pages(1)).pages.get().text == ""
    monkeypatch.setattr(page_readers, "_items", {})
    page_readers.register("nothing", lambda picture: "", rank=1)
    page_readers.register("letters", letters)
    assert [page.text for page in kept(of_pages(2)).pages.all()] == ["WEBP", ""]
    assert kept(a_pdf("Me tekst.")).pages.get().text.startswith("Me tekst.")
    assert seen == ["page-1.webp", "page-2.webp"]


def locked() -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(a_pdf("x")))
    writer.encrypt("secret")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def of_pages(count: int) -> bytes:
    writer = pypdf.PdfWriter()
    for _ in range(count):
        writer.add_blank_page(200, 200)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def bomb() -> bytes:
    """A page whose text is two gigabytes when it is inflated."""
    packer = zlib.compressobj(9)
    part = b" " * (1 << 20)
    stream = b"".join(packer.compress(part) for _ in range(2048)) + packer.flush()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(stream), stream),
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start)


@pytest.mark.parametrize(
    ("make", "reasons"),
    [
        (lambda: b"%PDF-1.7 nothing", {"damaged"}),
        (lambda: a_pdf("x" * 500)[:700], {"damaged"}),
        (locked, {"locked"}),
        (lambda: of_pages(500), {"too_many_pages"}),
        (bomb, {"damaged", "too_much_work", ""}),
    ],
)
def test_hostile_pdfs_are_refused_in_words(make: Any, reasons: set[str]) -> None:
    document = kept(make())
    assert document.refusal in reasons
    if document.refusal:
        assert document.state == "refused"
        assert str(refusal_text(document.refusal)) == str(REASONS[document.refusal])
    else:  # the bomb's page was drawn blank within the limits, and has no text
        assert document.pages.get().text == ""


def test_what_is_neither_pdf_nor_photo_is_refused_when_it_comes(tmp_path: Path) -> None:
    for content in (b"", b"<svg onload=alert(1)>", b"MZ\x90"):
        with pytest.raises(DocumentRefused):
            keep_document(file=io.BytesIO(content), by=None)
    assert not Document.objects.exists()


def test_a_photo_is_drawn_anew() -> None:
    document = kept(png())
    assert (document.kind, document.state) == ("photo", "ready")
    assert document_files.photo_path(document.key, "page").read_bytes()[8:12] == b"WEBP"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://169.254.169.254/latest",
        "http://[::1]/",
        "ftp://example.org/",
        "file:///etc",
    ],
)
def test_private_addresses_are_refused_before_anything_is_fetched(url: str) -> None:
    with pytest.raises(DocumentRefused):
        keep_web_page(url=url, by=None)


def test_a_name_that_leads_to_a_private_address_is_refused_by_the_worker() -> None:
    document = keep_web_page(url="http://gazeta.example/lajmi", by=None)
    read_document(document_id=document.pk, resolve=lambda host, port: ["10.0.0.1"])
    document.refresh_from_db()
    assert (document.state, document.refusal) == ("refused", "forbidden")


def test_a_server_that_does_not_answer_is_asked_three_times() -> None:
    def nowhere(host: str, port: int) -> list[str]:
        raise OSError

    document = keep_web_page(url="http://gazeta.example/lajmi", by=None)
    states = []
    for _ in range(3):
        read_document(document_id=document.pk, resolve=nowhere)
        document.refresh_from_db()
        states.append((document.state, document.refusal))
    assert states == [("waiting", ""), ("waiting", ""), ("refused", "unreachable")]
    assert sweep_documents() == 0


def test_the_text_of_a_page_is_what_people_read() -> None:
    page = "<html><head><title>x</title></head><body><nav>Menu</nav><h1>Çerdhja</h1><p>U hap<br>sot.</p>"
    page += "<script>no()</script></body>"
    assert text_of_page(page.encode(), "text/html; charset=utf-8") == "Çerdhja\nU hap\nsot."
    assert text_of_page("Вртић".encode("cp1251"), "text/html; charset=windows-1251") == "Вртић"
    assert text_of_page(b"\x00\x01", "image/png") == ""
    assert text_of_page(b"a", "text/plain; charset=nonsense") == "a"


def test_sentences_hold_every_word_and_know_where_they_stand() -> None:
    text = "Çerdhet\nHyrje deri më 2027. Do të ndërtojmë\nnjë çerdhe në rr. nr. 5. A e dini?\n\n• Rruga\n• Ura 2.5 km"
    found = sentences_of(text)
    assert [sentence.text for sentence in found][:3] == [
        *("Çerdhet", "Hyrje deri më 2027.", "Do të ndërtojmë një çerdhe në rr. nr. 5.")
    ]
    assert all(" ".join(text[one.starts_at : one.ends_at].split()) == one.text for one in found)
    assert "".join(one.text for one in found).replace(" ", "") == "".join(text.split())


HEADING = ["Premtimi", "Fusha", "Faqja", "Afati", "Buxheti", "Kriteri"]


def sheet(rows: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_list_is_read_row_by_row_with_its_errors() -> None:
    desk = a_desk()
    rows = [
        HEADING,
        ["Një çerdhe e re", "education", 3, "31.12.2027", "1.250.000,50", "Është hapur."],
        ["=1+1", "Rrugë", "", "", "", ""],
        ["Një urë", "roads", "x", "31.02.2027", "shumë", ""],
        ["nje cerdhe e re", "education", "", "1999-01-01", "", ""],
        ["", "roads", "", "", "", ""],
    ]
    read = read_rows(rows_of_file(io.BytesIO(sheet(rows))), desk.mandate)
    assert [row.line for row in read] == [2, 3, 4, 5, 6]
    assert (read[0].errors, read[0].due_on, read[0].budget, read[0].page) == (
        (),
        "2027-12-31",
        "1250000.50",
        3,
    )
    assert read[1].quote == "=1+1"  # a formula is the text that it is
    assert [len(row.errors) for row in read] == [0, 1, 3, 2, 1]
    facts = {
        "mandate": desk.mandate,
        "rows": read,
        "language": "sq",
        "source": Source(url="https://example.org/"),
        "by": desk.first,
    }
    made = import_list(**facts)
    assert [(pledge.quote, pledge.criteria.count()) for pledge in made] == [("Një çerdhe e re", 1)]
    with refused("nothing_to_import"):
        import_list(**facts)
    assert Pledge.objects.count() == 1


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_whatever_wrote_it(delimiter: str) -> None:
    text = f"obećanje{delimiter}oblast\r\nVrtić u Đakovici{delimiter}education\r\n\r\n"
    for encoding in ("utf-8-sig", "cp1250"):
        assert rows_of_file(io.BytesIO(text.encode(encoding)))[1][0] == "Vrtić u Đakovici"


def zip_bomb() -> bytes:
    out = io.BytesIO(sheet([HEADING]))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/x", b"0" * 60_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: b"", "empty"),
        (lambda: b"\x00\x01\x02", "not_a_sheet"),
        (lambda: b"PK\x03\x04nothing", "not_a_sheet"),
        (zip_bomb, "bomb"),
        (lambda: b"x" * (5 * 1024 * 1024 + 1), "too_large"),
        (lambda: b"premtimi\n" + b"x\n" * (MAX_ROWS + 1), "too_many_rows"),
        (lambda: sheet([["x"]] * (MAX_ROWS + 3)), "too_many_rows"),
    ],
)
def test_hostile_lists_are_refused_in_words(make: Any, reason: str) -> None:
    with refused(reason):
        rows_of_file(io.BytesIO(make()))


def test_a_list_without_pledges_is_refused() -> None:
    with refused("no_quote_column"):
        read_rows([["a", "b"], ["1", "2"]], a_desk().mandate)
