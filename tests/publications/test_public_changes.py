"""What readers are told of changes: a translation that is behind its original, and what a new version changed."""

from __future__ import annotations

import json
import re
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pypdf import PdfReader

from besa.core.models import OutboxEvent
from besa.core.outbox import deliver_event
from besa.ledger.models import Entry
from besa.publications.models import Block, Correction, Edition
from besa.publications.outputs.formats import FORMATS
from besa.publications.queries.public_changes import behind_of
from besa.publications.services.publishing import revise_edition
from besa.publications.services.restoring import restore_revision
from besa.publications.services.starting import add_translation
from besa.publications.services.writing import add_block, delete_block, save_block
from tests.factories.people import browser_of
from tests.factories.public import make_municipality
from tests.factories.publications import Newsroom, a_newsroom, an_edition
from tests.factories.publications import published as approve_and_publish
from tests.factories.published import OPEN, a_draft_of, a_work, publish, text, withdraw

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> None:
    translation.activate("en")


def get(path: str, status: int = 200) -> str:
    response = Client().get(path)
    assert response.status_code == status, path
    return bytes(response.getvalue()).decode()


def write(room: Newsroom, edition: Edition, uid: str, words: str) -> None:
    """New words for a block, as an editor saves them."""
    block = edition.blocks.get(uid=uid)
    save_block(edition=edition, uid=uid, data={"markdown": words}, seen=block.version, by=room.writer)


def in_two_languages(room: Newsroom) -> tuple[Edition, Edition, list[Block]]:
    """Three blocks, public in Albanian and in Serbian."""
    words = [("text", {"markdown": f"Fjala {n}."}) for n in (1, 2, 3)]
    original = an_edition(room, *words)
    approve_and_publish(room, original)
    serbian = add_translation(publication=original.publication, language="sr", by=room.writer)
    for n, block in enumerate(original.blocks.all(), 1):
        write(room, serbian, block.uid, f"Реч {n}.")
    approve_and_publish(room, serbian)
    return original, serbian, list(original.blocks.all())


def test_a_reader_of_a_translation_sees_which_blocks_are_outdated() -> None:
    room = a_newsroom()
    original, serbian, (first, _second, third) = in_two_languages(room)
    page = f"/sr/publications/{original.publication.slug}/"
    assert 'class="outdated"' not in get(page)
    revise_edition(edition=original, by=room.writer)
    write(room, original, first.uid, "Fjala krejt e re.")
    delete_block(edition=original, uid=third.uid, seen=third.version, by=room.writer)
    add_block(edition=original, kind="text", data={"markdown": "Fjala 4."}, after=None, by=room.writer)
    assert behind_of(serbian) is None, "what nobody can read yet outdates nothing"
    approve_and_publish(room, original)
    behind = behind_of(serbian)
    assert behind is not None
    assert behind.blocks == {first.uid, third.uid}
    assert behind.missing == 1
    html = get(page)
    assert html.count('class="outdated"') == 2
    changes = f"/sq/publications/{original.publication.slug}/{behind.now.version}/changes/?since="
    assert f'{changes}{behind.since.version if behind.since else 0}#part-{first.uid}"' in html
    assert 'class="outdated"' not in get(page.replace("/sr/", "/sq/"))


def test_files_of_a_translation_say_that_it_is_behind_and_their_address_stays() -> None:
    room = a_newsroom()
    original, serbian, (first, *_others) = in_two_languages(room)
    work_off()
    number = (serbian.public_revision and serbian.public_revision.version) or 0
    page = f"/sr-latn/publications/{original.publication.slug}/{number}/files/"
    for name in ("epub", "docx"):
        Client().post(page, {"format": name})
    work_off()
    before = {name: file_of(serbian, number, name) for name in ("pdf", "epub", "docx")}
    assert not any("prevod je zastareo" in said for said in map(words_in, before.values()))
    revise_edition(edition=original, by=room.writer)
    write(room, original, first.uid, "Fjala krejt e re.")
    approve_and_publish(room, original)
    assert file_of(serbian, number, "pdf") == before["pdf"], "until the new one is made"
    work_off()
    for name, old in before.items():
        said = words_in(file_of(serbian, number, name))
        assert file_of(serbian, number, name) != old
        assert said.count("prevod je zastareo") == 1, name
        assert "Original je promenjen" in said, name
    own = file_of(original, (original.public_revision and original.public_revision.version) or 0, "pdf", "sq")
    assert "përkthim i vjetruar" not in words_in(own)


def work_off() -> None:
    """What the worker would do."""
    while rows := list(OutboxEvent.objects.filter(done_at__isnull=True).order_by("pk")):
        for row in rows:
            deliver_event(row.pk)


def file_of(edition: Edition, number: int, name: str, language: str = "sr-latn") -> bytes:
    """A file by its stable address."""
    slug, file = edition.publication.slug, f"{name}-{language}.{FORMATS[name].ending}"
    answer = Client().get(reverse("publications-data:rendition", args=[slug, number, file]))
    assert answer.status_code == 200, file
    return bytes(answer.getvalue())


def words_in(file: bytes) -> str:
    """What a PDF says, or the pages of a package."""
    if file.startswith(b"%PDF"):
        said = " ".join(page.extract_text() for page in PdfReader(BytesIO(file)).pages)
    else:
        with zipfile.ZipFile(BytesIO(file)) as package:
            names = [name for name in package.namelist() if name.endswith((".xhtml", "document.xml"))]
            said = " ".join(re.sub(r"<[^>]+>", "", package.read(name).decode()) for name in names)
    return " ".join(said.split())


def test_a_translation_made_of_words_that_were_published_later_is_not_outdated() -> None:
    room = a_newsroom()
    original, serbian, (first, *_others) = in_two_languages(room)
    for edition in (original, serbian):
        revise_edition(edition=edition, by=room.writer)
    write(room, original, first.uid, "Fjala e re.")
    write(room, serbian, first.uid, "Нова реч.")
    approve_and_publish(room, serbian)
    approve_and_publish(room, original)
    assert behind_of(serbian) is None
    revise_edition(edition=serbian, by=room.writer)
    past = serbian.revisions.filter(occasion="published").last()
    assert past is not None
    restore_revision(revision=past, by=room.writer)
    sources = dict(serbian.blocks.values_list("uid", "source_digest"))
    assert sources[first.uid] == past.content["blocks"][0]["source"], (
        "old words come back as outdated as they were"
    )


def test_a_reader_sees_what_a_new_version_changed_word_by_word_and_what_was_corrected() -> None:
    edition = a_draft_of(
        a_work(municipality=make_municipality()), text(f"Janë {OPEN} gropa në rrugë."), text("Fundi.")
    )
    old = publish(edition, at=timezone.now() - timedelta(days=9))
    edition.blocks.filter(data__markdown="Fundi.").delete()
    edition.blocks.update(data={"markdown": f"Janë {OPEN} gropa në sheshe[^a].\n\n[^a]: <b>Komuna</b>."})
    new = publish(edition, title="Titulli i dytë", at=timezone.now() - timedelta(days=2))
    Correction.objects.create(
        edition=edition, kind="our_error", text="S'ishin rrugë.", revision=new, made_at=new.made_at
    )
    newest = publish(edition, title="Titulli i dytë")
    page = f"/sq/publications/zotimet/{new.version}/changes/"
    html = get(page)
    assert "<del>rrugë.</del> <ins>sheshe.</ins>" in html
    assert "Fundi." in html and "S&#x27;ishin rrugë." in html
    assert "&lt;b&gt;Komuna" in html and "{{" not in html
    assert get(f"/sq/publications/zotimet/{newest.version}/changes/?since={old.version}").count("<del>") > 1
    assert "<del>" not in get(f"/sq/publications/zotimet/{newest.version}/changes/")
    assert f"{newest.version}/changes/?since={old.version}" in get(f"/sq/publications/zotimet/{old.version}/")
    for nowhere in (
        f"{old.version}/changes/",
        f"{new.version}/changes/?since={newest.version}",
        "1/changes/?since=x",
    ):
        get(f"/sq/publications/zotimet/{nowhere}", 404)
    withdraw(edition)
    assert "sheshe" not in get(page, 410)


def test_readers_count_what_was_published_whatever_was_kept_while_it_was_written() -> None:
    room = a_newsroom()
    edition = an_edition(room)
    approve_and_publish(room, edition)
    for word in ("Fjala e dytë.", "Fjala e tretë."):
        revise_edition(edition=edition, by=room.writer)
        add_block(edition=edition, kind="text", data={"markdown": word}, after=None, by=room.writer)
        newest = approve_and_publish(room, edition)
    assert (newest.number, newest.version) == (6, 3), "three were given to the reviewers"
    page, data = (f"{start}/publications/{edition.publication.slug}" for start in ("/en", ""))
    html = get(f"{page}/")
    assert "version 3</span>" in html and "Versioni 3." in html and "ersion 6" not in html
    assert all(f'href="{page}/{one}/"' in html for one in (1, 2, 3)) and f"{page}/4/" not in html
    assert "This is version 2 of" in get(f"{page}/2/") and "Fjala e tretë." not in get(f"{page}/2/")
    assert re.search(r"From version 2 of .* to version 3 of ", get(f"{page}/3/changes/"))
    get(f"{page}/6/", 404)
    assert json.loads(get(f"{data}-sq.json"))["version"] == 3
    assert json.loads(get(f"{data}-sq.json?version=1"))["citation"].count("Versioni 1.") == 1
    assert "ET  - 3" in get(f"{data}-sq-citation.ris")
    assert '"version":3' in Entry.objects.filter(verb="publications.published").order_by("-pk")[0].leaf
    history = browser_of(room.writer).get(
        reverse("publications:revisions", args=[edition.publication.slug, "sq"])
    )
    assert re.findall(r"(?:Versioni|Drafti) \d", history.content.decode()) == [
        "Versioni 3", "Drafti 5", "Versioni 2", "Drafti 3", "Versioni 1", "Drafti 1",
    ]  # fmt: skip
