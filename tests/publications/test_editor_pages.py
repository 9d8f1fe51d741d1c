"""The editor over HTTP, without a script: every step by forms, and nobody else's text."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from besa.core.models import OutboxEvent
from besa.people.models import User
from besa.publications import photo_files
from besa.publications.blocks import NO_ALT, NO_CREDIT, NO_PHOTO
from besa.publications.models import Comment, Conflict, Edition, Photo
from besa.publications.services.files import draw_photo, sweep_photos
from besa.publications.services.starting import add_translation
from tests.factories.people import browser_of
from tests.factories.photos import MARKER, jpeg, upload
from tests.factories.publications import BOUND, Newsroom, a_newsroom, an_edition, published

pytestmark = pytest.mark.django_db


class Editor:
    """Somebody at the pages of one edition."""

    def __init__(self, user: User, edition: Edition) -> None:
        self.browser: Client = browser_of(user)
        self.edition = edition

    def at(self, name: str, *more: Any) -> str:
        with translation.override("en"):
            place = [self.edition.publication.slug, self.edition.language]
            return reverse(f"publications:{name}", args=[*place, *more])

    def reads(self, name: str, *more: Any, **query: Any) -> str:
        answer = self.browser.get(self.at(name, *more), query)
        assert answer.status_code == 200, answer.content
        return answer.content.decode()

    def sends(self, name: str, *more: Any, **fields: Any) -> Any:
        return self.browser.post(self.at(name, *more), fields, follow=True)


def _room() -> tuple[Newsroom, Edition, Editor]:
    room = a_newsroom()
    edition = an_edition(room)
    return room, edition, Editor(room.writer, edition)


def test_a_publication_is_begun_written_reviewed_and_published_by_forms_alone() -> None:
    room = a_newsroom()
    browser = browser_of(room.writer)
    fields = {
        "kind": "news",
        "language": "sq",
        "title": "Lajm i ri",
        "summary": "Shkurt.",
        "authors": "Teuta Marku",
    }
    page = browser.post(
        "/en/publications/write/new/", {**fields, "organisation": room.organisation.slug}, follow=True
    )
    edition = Edition.objects.get(title="Lajm i ri")
    assert page.redirect_chain and "Nothing is missing" not in page.content.decode()
    writer, monitor = Editor(room.writer, edition), Editor(room.monitor, edition)
    writer.sends("add_block", "text", markdown=f"Janë **{BOUND}** probleme.")
    assert '<strong><span class="write-number"' in writer.reads("edition")
    writer.sends("step", step="submit")
    writer.sends("verdict", step="approve")
    again = writer.sends("verdict", step="approve").content.decode()
    assert "second, different person" in again
    monitor.sends("verdict", step="approve")
    refused = monitor.browser.post(monitor.at("step"), {"step": "publish"})
    assert refused.status_code == 403  # a monitor reviews, and publishes nothing
    writer.sends("step", step="publish")
    edition.refresh_from_db()
    assert edition.is_public


def test_only_the_organisation_sees_what_it_writes() -> None:
    room, edition, _writer = _room()
    stranger = Editor(room.stranger, edition)
    for name in ("edition", "head", "revisions", "number"):
        assert stranger.browser.get(stranger.at(name)).status_code == 403
    assert edition.title not in stranger.browser.get("/en/publications/write/").content.decode()


def test_a_monitor_comments_and_writes_nothing() -> None:
    room, edition, _writer = _room()
    monitor, block = Editor(room.monitor, edition), edition.blocks.get()
    assert monitor.browser.get(monitor.at("block", block.uid)).status_code == 403
    monitor.sends("comment", block=block.uid, text="Burimi? <script>")
    assert "Burimi? &lt;script&gt;" in monitor.reads("edition")
    monitor.sends("settle_comment", Comment.objects.get().pk)
    assert "Burimi?" not in monitor.reads("edition")


def test_what_is_wrong_is_said_at_its_field_and_the_form_keeps_what_was_typed() -> None:
    _own, _edition, writer = _room()
    answer = writer.sends("add_block", "text", markdown="{{figure reports.opened|municipality=peja}}")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is no such figure" in page and "reports.opened" in page


def test_two_texts_of_one_block_come_side_by_side() -> None:
    room, edition, writer = _room()
    block, editor = edition.blocks.get(), Editor(room.editor, edition)
    writer.sends("block", block.uid, seen=1, kind="text", markdown="Fjalët e mia.")
    answer = editor.sends("block", block.uid, seen=1, kind="text", markdown="Fjalët e tua.")
    page = answer.content.decode()
    assert "Two texts of one block" in page and "<del>mia.</del>" in page and "<ins>tua.</ins>" in page
    assert "wrote this block at once" in writer.reads("edition")
    clash = Conflict.objects.get()
    editor.sends("conflict", clash.pk, keep="mine", seen=2, markdown="Fjalët tona.")
    assert edition.blocks.get().data == {"markdown": "Fjalët tona."}


def test_a_script_saves_by_itself_and_is_told_of_a_conflict() -> None:
    room, edition, writer = _room()
    block, place = edition.blocks.get(), writer.at("block", edition.blocks.get().uid)
    sent = {"seen": 1, "kind": "text", "markdown": "Vetë."}
    answer = writer.browser.post(place, sent, headers={"X-Autosave": "1"})
    assert answer.json()["version"] == 2
    answer = Editor(room.editor, edition).browser.post(
        place, {**sent, "markdown": "Tjetër."}, headers={"X-Autosave": "1"}
    )
    assert answer.status_code == 409 and f"/conflicts/{Conflict.objects.get().pk}/" in answer.json()["place"]
    answer = writer.browser.post(place, {**sent, "markdown": " "}, headers={"X-Autosave": "1"})
    assert answer.status_code == 422 and block.data != {"markdown": " "}


def test_hostile_markdown_is_shown_as_letters() -> None:
    _own, edition, writer = _room()
    hostile = "<img src=x onerror=alert(1)> [x](javascript:alert(1)) ![y](https://a.example/b.png) <script>"
    writer.sends("block", edition.blocks.get().uid, seen=1, kind="text", markdown=hostile)
    preview = writer.browser.post(writer.at("preview"), {"markdown": hostile}).content.decode()
    for page in (writer.reads("edition"), preview):
        assert "<img src=x" not in page and "onerror=alert(1)&gt;" in page
        assert 'href="javascript:' not in page and "a.example/b.png" not in page
        assert "&lt;script&gt;" in page and "<script>" not in page


def test_a_number_is_chosen_from_lists_and_never_typed() -> None:
    _own, _edition, writer = _room()
    page = writer.reads("number", key="reports.open", municipality="peja", as_of="2026-11-01")
    assert "{{figure reports.open|municipality=peja|as_of=2026-11-01}}" in page
    assert "This field is required" in writer.reads("number", key="pledges.fulfilled", mandate="")
    # A figure has the fields that it uses, without a script too; another one is asked for what it needs.
    assert all(f'id="id_{name}"' in page for name in ("key", "municipality", "category", "as_of"))
    assert not any(f'id="id_{name}"' in page for name in ("mandate", "area", "period"))
    other = writer.reads("number", key="pledges.fulfilled", municipality="peja")
    assert 'id="id_mandate"' in other and 'id="id_municipality"' not in other and "errors" not in other


def test_a_photo_is_drawn_without_its_metadata_and_needs_words_and_credit() -> None:
    room, edition, writer = _room()
    photo = upload(jpeg(gps=(42.66, 20.29)))
    answer = writer.sends("add_block", "photo", photo=photo, alt="", credit="Besa")
    assert answer.status_code == 422 and "cannot see it" in answer.content.decode()
    kept = Photo.objects.get()
    assert OutboxEvent.objects.filter(name="publications.photo_added").exists()
    writer.sends("add_block", "photo", file=kept.key, alt="Ura e gurit", credit="Foto: Lumi Gashi")
    assert edition.blocks.get(kind="photo").data["credit"] == "Lumi Gashi"  # "Photo:" is said by the page
    draw_photo(photo_id=kept.pk)
    kept.refresh_from_db()
    assert kept.is_ready and not photo_files.sent_path(kept.key).exists()
    drawn = photo_files.photo_path(kept.key, "page").read_bytes()
    assert MARKER not in drawn and b"Exif" not in drawn and sweep_photos() == 0
    with translation.override("en"):
        place = reverse("publications:written_photo", args=[edition.publication.slug, kept.key, "page"])
    assert writer.browser.get(place)["Content-Type"] == "image/webp"
    assert Editor(room.stranger, edition).browser.get(place).status_code == 403


def test_a_file_that_is_no_photo_is_refused_with_words() -> None:
    _own, edition, writer = _room()
    answer = writer.sends("add_block", "photo", photo=upload(b"<svg onload=alert(1)>"), alt="x", credit="y")
    assert answer.status_code == 422 and "not a photo" in answer.content.decode()
    answer = writer.sends("add_block", "file", upload=upload(b"MZ\x90", "virus.exe"), title="x")
    assert answer.status_code == 422 and edition.blocks.count() == 1


def test_a_translator_sees_the_original_and_writes_the_words_only() -> None:
    room, edition, _writer = _room()
    figure = {"key": "reports.open", "parameters": {"municipality": "peja"}, "sentence": "Aq janë."}
    Editor(room.writer, edition).sends(
        "add_block", "figure", key="reports.open", municipality="peja", sentence="Aq janë."
    )
    serbian = add_translation(publication=edition.publication, language="sr", by=room.writer)
    writer, block = Editor(room.writer, serbian), serbian.blocks.get(kind="figure")
    page = writer.reads("block", block.uid)
    assert "Aq janë." in page and 'name="sentence"' in page and 'name="key"' not in page
    source = page.partition('name="translated_from" value="')[2].partition('"')[0]
    writer.sends("block", block.uid, seen=1, kind="figure", translated_from=source, sentence="Толико их је.")
    block.refresh_from_db()
    assert block.data == {**block.data, **figure, "sentence": "Толико их је."}
    assert "not translated yet" in writer.reads("edition")  # the text above it


def test_a_translated_quote_keeps_its_source_and_is_done() -> None:
    room, edition, _writer = _room()
    words = {"text": "Do ta bëjmë.", "who": "Kryetarja", "source": "Debati, 3 tetor"}
    Editor(room.writer, edition).sends("add_block", "quote", **words)
    serbian = add_translation(publication=edition.publication, language="sr", by=room.writer)
    writer, block = Editor(room.writer, serbian), serbian.blocks.get(kind="quote")
    digest = writer.reads("block", block.uid).partition('name="translated_from" value="')[2].partition('"')[0]
    said = {"text": "Урадићемо то.", "who": "Градоначелница", "source": "Дебата, 3. октобар"}
    writer.sends("block", block.uid, seen=1, kind="quote", translated_from=digest, **said)
    block.refresh_from_db()
    assert block.data["source"] == said["source"] and block.source_digest == digest
    assert "translation outdated" not in writer.reads("edition")


def test_what_a_photo_lacks_is_said_in_words_and_at_once() -> None:
    _own, edition, writer = _room()
    shown = unescape(writer.sends("add_block", "photo", caption="Rruga").content.decode())
    for missing in (NO_PHOTO, NO_ALT, NO_CREDIT):
        assert str(missing) in shown
    assert edition.blocks.count() == 1


def test_the_history_shows_who_changed_what() -> None:
    room, edition, writer = _room()
    published(room, edition)
    writer.sends("step", step="revise")
    writer.sends("block", edition.blocks.get().uid, seen=1, kind="text", markdown="Pa numër.")
    assert "approved by" in writer.reads("revisions")
    now = writer.reads("revision", 1, **{"with": "now"})
    assert "<ins>" in now and "Pa" in now
    assert writer.browser.get(writer.at("revision", 99)).status_code == 404
