"""Files of publications: asked for on a page, made by the worker, offered to those who may read the text."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from besa.core.brands import DEFAULT
from besa.core.models import OutboxEvent
from besa.core.outbox import deliver_event
from besa.core.services import publish as publish_event
from besa.people.models import Organisation, Role
from besa.publications.events import EditionPublished, EditionWithdrawn, RenditionOrdered
from besa.publications.models import Edition, Rendition
from besa.publications.queries.renditions import WantedFiles, folder_of
from besa.publications.services.renditions import forget_old_renditions, order_rendition
from tests.factories.people import a_member, browser_of
from tests.factories.published import a_draft_of, a_work, publish, text, withdraw

pytestmark = pytest.mark.django_db

SAID = "Drita u kthye në Haxhi Zekë."


def work_off(name: str) -> None:
    for row in OutboxEvent.objects.filter(name=name, done_at__isnull=True):
        deliver_event(row.pk)


def make_all() -> None:
    work_off(RenditionOrdered.event_name())


@pytest.fixture
def edition() -> Edition:
    return a_draft_of(a_work(), text(f"## Drita\n\n{SAID}"))


def url_of(edition: Edition, number: int = 1, name: str = "files") -> str:
    return reverse(f"publications:{name}", args=[edition.publication.slug, number])


def words_of(content: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def test_a_file_is_ordered_once_shows_how_far_it_is_and_keeps_its_address(edition: Edition) -> None:
    publish(edition)
    reader, page = Client(), url_of(edition)
    assert b"<progress" not in reader.get(page).content
    for _twice in range(2):
        assert reader.post(page, {"format": "slides"}).status_code == 302
    assert OutboxEvent.objects.filter(name=RenditionOrdered.event_name()).count() == 1
    part = reader.get(page, headers={"HX-Request": "true"})
    assert b"<progress" in part.content
    assert b"<html" not in part.content
    make_all()
    rendition = Rendition.objects.get()
    assert (rendition.state, rendition.done) == ("ready", 4)
    address = reverse("publications-data:rendition", args=["zotimet", 1, "slides-sq.pdf"])
    assert address in reader.get(page).content.decode()
    answer = reader.get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert edition.title in words_of(answer.content)
    assert reader.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    for wrong in ("slides-en.pdf", "pdf-sq.pdf", "slides-sq.epub"):
        assert reader.get(address.replace("slides-sq.pdf", wrong)).status_code == 404
    assert reader.post(page, {"format": "exe"}).status_code == 404


def test_publication_has_the_pdf_made_in_both_scripts_and_withdrawal_takes_it_away() -> None:
    edition = a_draft_of(a_work(), text("Светло се вратило."), language="sr")
    revision = publish(edition)
    publish_event(EditionPublished(edition.pk, revision.pk))
    work_off(EditionPublished.event_name())
    make_all()
    rows = list(Rendition.objects.order_by("language"))
    assert [(row.language, row.format, row.state) for row in rows] == [
        ("sr", "pdf", "ready"),
        ("sr-latn", "pdf", "ready"),
    ]
    latin = reverse("publications-data:rendition", args=["zotimet", 1, "pdf-sr-latn.pdf"])
    assert "Svetlo se vratilo" in words_of(Client().get(latin).content)
    withdraw(edition)
    assert Client().get(latin).status_code == 404
    publish_event(EditionWithdrawn(edition.pk))
    work_off(EditionWithdrawn.event_name())
    assert not Rendition.objects.exists()
    assert not any(folder_of(row.key).exists() for row in rows)


def test_a_draft_is_for_its_editors_and_says_that_it_is_one(edition: Edition) -> None:
    editor = a_member(Role.EDITOR, organisation=edition.publication.organisation, email="e@a.example")
    other = Organisation.objects.create(slug="tjetra", names={"sq": "Tjetra"})
    stranger = a_member(Role.EDITOR, organisation=other, email="e@b.example")
    page = reverse("publications:draft_files", args=["zotimet", "sq"])
    file = reverse("publications:draft_file", args=["zotimet", "sq", "pdf-sq.pdf"])
    browser = browser_of(editor, second_factor=True)
    assert browser.post(page, {"format": "pdf"}).status_code == 302
    make_all()
    answer = browser.get(file)
    assert "no-store" in answer["Cache-Control"]
    said = words_of(answer.content)
    assert SAID in said
    assert said.count("Draft") >= 2
    strange = browser_of(stranger, second_factor=True)
    assert [strange.get(url).status_code for url in (page, file)] == [403, 403]
    assert strange.post(page, {"format": "pdf"}).status_code == 403
    assert Client().get(file).status_code in (302, 403)
    assert (
        Client().get(reverse("publications-data:rendition", args=["zotimet", 1, "pdf-sq.pdf"])).status_code
        == 404
    )


def test_what_cannot_be_made_says_what_to_put_right_and_can_be_asked_for_again(edition: Edition) -> None:
    edition.blocks.update(data={"markdown": "Këtu: 日"})
    revision = publish(edition)
    wanted = WantedFiles(edition, revision, "sq", DEFAULT.key)
    order_rendition(wanted=wanted, format="pdf")
    make_all()
    shown = Client().get(url_of(edition).replace("/sq/", "/en/")).content.decode()
    assert "Our fonts do not have these letters: 日 (U+65E5)" in shown
    assert order_rendition(wanted=wanted, format="pdf").state == Rendition.State.WAITING
    assert OutboxEvent.objects.filter(name=RenditionOrdered.event_name(), done_at__isnull=True).count() == 1


def test_old_drafts_and_replaced_files_are_forgotten_the_current_ones_kept(edition: Edition) -> None:
    first = publish(edition)
    for wanted in (
        WantedFiles(edition, first, "sq", DEFAULT.key),
        WantedFiles(edition, None, "sq", DEFAULT.key),
    ):
        order_rendition(wanted=wanted, format="epub")
    second = publish(edition)
    kept = order_rendition(wanted=WantedFiles(edition, second, "sq", DEFAULT.key), format="epub")
    assert forget_old_renditions() == 0
    Rendition.objects.update(ordered_at=timezone.now() - timedelta(days=31))
    assert forget_old_renditions() == 2
    assert Rendition.objects.get() == kept
    Rendition.objects.update(design=0)
    assert forget_old_renditions() == 1
