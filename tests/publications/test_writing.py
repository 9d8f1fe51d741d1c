"""Blocks in the hands of several people: nothing anybody wrote is lost."""

from __future__ import annotations

import pytest
from django.utils import translation

from besa.publications.blocks import digest_of
from besa.publications.models import Block, Conflict, Edition
from besa.publications.queries.comparing import Change, compare
from besa.publications.queries.contents import content_of
from besa.publications.queries.readiness import obstacles_of
from besa.publications.queries.translations import Mark, pairing_of
from besa.publications.services.restoring import restore_revision
from besa.publications.services.starting import Head, add_translation, write_head
from besa.publications.services.translating import bring_over, confirm_translation
from besa.publications.services.writing import (
    add_block,
    delete_block,
    move_block,
    save_block,
    settle_conflict,
)
from tests.factories.publications import HEAD, Newsroom, a_newsroom, an_edition
from tests.factories.refusals import refused

pytestmark = pytest.mark.django_db


def _text(words: str) -> dict[str, str]:
    return {"markdown": words}


def _words(edition: Edition) -> list[str]:
    return [block.data["markdown"] for block in edition.blocks.all()]


def _three(room: Newsroom) -> tuple[Edition, list[Block]]:
    edition = an_edition(room, *(("text", _text(words)) for words in ("një", "dy", "tre")))
    return edition, list(edition.blocks.all())


def test_blocks_are_added_anywhere_moved_and_deleted() -> None:
    room = a_newsroom()
    edition, (first, second, third) = _three(room)
    add_block(edition=edition, kind="text", data=_text("zero"), after="", by=room.writer)
    add_block(edition=edition, kind="text", data=_text("një e gjysmë"), after=first.uid, by=room.writer)
    assert _words(edition) == ["zero", "një", "një e gjysmë", "dy", "tre"]
    assert move_block(edition=edition, uid=third.uid, by=room.writer, up=True)
    assert not move_block(edition=edition, uid=second.uid, by=room.writer, up=False)
    delete_block(edition=edition, uid=second.uid, seen=1, by=room.writer)
    assert _words(edition) == ["zero", "një", "një e gjysmë", "tre"]
    with refused("no_block"):
        delete_block(edition=edition, uid=second.uid, seen=1, by=room.writer)


def test_whoever_saves_second_loses_nothing_and_decides() -> None:
    room = a_newsroom()
    edition, (block, *_rest) = _three(room)
    save_block(edition=edition, uid=block.uid, data=_text("i pari"), seen=1, by=room.writer)
    clash = save_block(edition=edition, uid=block.uid, data=_text("i dyti"), seen=1, by=room.editor)
    assert isinstance(clash, Conflict) and clash.data == _text("i dyti")
    assert _words(edition)[0] == "i pari"
    with translation.override("en"):
        assert any("Two people" in str(one.text) for one in obstacles_of(edition))
    assert settle_conflict(conflict=clash, keep="both", data=None, seen=2, by=room.editor) is None
    assert _words(edition)[:2] == ["i pari", "i dyti"]
    with refused("settled"):
        settle_conflict(conflict=clash, keep="mine", data=None, seen=2, by=room.editor)


def test_a_decision_over_what_changed_once_more_is_another_conflict() -> None:
    room = a_newsroom()
    edition, (block, *_rest) = _three(room)
    save_block(edition=edition, uid=block.uid, data=_text("i pari"), seen=1, by=room.writer)
    clash = save_block(edition=edition, uid=block.uid, data=_text("i dyti"), seen=1, by=room.editor)
    assert isinstance(clash, Conflict)
    save_block(edition=edition, uid=block.uid, data=_text("i treti"), seen=2, by=room.writer)
    again = settle_conflict(conflict=clash, keep="mine", data=_text("i bashkuar"), seen=2, by=room.editor)
    assert again is not None and again.data == _text("i bashkuar")
    assert settle_conflict(conflict=again, keep="mine", data=None, seen=3, by=room.editor) is None
    assert _words(edition)[0] == "i bashkuar"


def test_what_was_written_in_a_block_that_a_colleague_deleted_can_be_put_back() -> None:
    room = a_newsroom()
    edition, (block, *_rest) = _three(room)
    with refused("changed_meanwhile"):
        delete_block(edition=edition, uid=block.uid, seen=7, by=room.editor)
    delete_block(edition=edition, uid=block.uid, seen=1, by=room.editor)
    clash = save_block(edition=edition, uid=block.uid, data=_text("i shpëtuar"), seen=1, by=room.writer)
    assert isinstance(clash, Conflict)
    settle_conflict(conflict=clash, keep="both", data=None, seen=0, by=room.writer)
    assert _words(edition) == ["dy", "tre", "i shpëtuar"]


def test_what_is_sent_twice_is_saved_once() -> None:
    room = a_newsroom()
    edition, (block, *_rest) = _three(room)
    for _time in range(2):
        saved = save_block(edition=edition, uid=block.uid, data=_text("një herë"), seen=1, by=room.writer)
        assert isinstance(saved, Block) and saved.version == 2
    assert not Conflict.objects.exists()


def test_a_head_that_a_colleague_wrote_meanwhile_is_not_written_over() -> None:
    room = a_newsroom()
    edition = an_edition(room)
    write_head(edition=edition, head=Head("Titulli i ri"), seen=1, by=room.editor)
    with refused("head_changed"):
        write_head(edition=edition, head=HEAD, seen=1, by=room.writer)
    edition.refresh_from_db()
    assert (edition.title, edition.version) == ("Titulli i ri", 2)


def test_a_translation_says_block_by_block_what_is_outdated() -> None:
    room = a_newsroom()
    original = an_edition(
        room,
        ("figure", {"key": "reports.open", "parameters": {"municipality": "peja"}, "sentence": "Aq janë."}),
        ("text", _text("Fundi.")),
    )
    serbian = add_translation(publication=original.publication, language="sr", by=room.writer)
    with refused("language_taken"):
        add_translation(publication=original.publication, language="sr", by=room.editor)
    figure, text = serbian.blocks.all()
    assert _marks(serbian) == [Mark.WAITING, Mark.WAITING]
    source = digest_of("figure", original.blocks.get(uid=figure.uid).data)
    words = {"sentence": "Толико их је.", "key": "reports.fixed"}  # a translation changes its words only
    save_block(edition=serbian, uid=figure.uid, data=words, seen=1, by=room.writer, source=source)
    figure.refresh_from_db()
    assert (figure.data["sentence"], figure.data["key"]) == ("Толико их је.", "reports.open")
    save_block(edition=serbian, uid=text.uid, data=_text("Крај."), seen=1, by=room.writer)
    assert _marks(serbian) == [Mark.DONE, Mark.DONE]
    changed = {**original.blocks.get(uid=figure.uid).data, "key": "reports.received"}
    save_block(edition=original, uid=figure.uid, data=changed, seen=1, by=room.writer)
    assert _marks(serbian) == [Mark.OUTDATED, Mark.DONE]
    assert [str(one.block) for one in obstacles_of(serbian)] == [figure.uid]
    now = digest_of("figure", original.blocks.get(uid=figure.uid).data)
    with refused("changed_meanwhile"):
        confirm_translation(edition=serbian, uid=figure.uid, seen=2, source=source, by=room.writer)
    confirm_translation(edition=serbian, uid=figure.uid, seen=2, source=now, by=room.writer)
    figure.refresh_from_db()
    assert figure.data["key"] == "reports.received" and _marks(serbian) == [Mark.DONE, Mark.DONE]


def test_a_translation_takes_over_new_blocks_and_the_order() -> None:
    room = a_newsroom()
    original, (first, _second, third) = _three(room)
    serbian = add_translation(publication=original.publication, language="sr", by=room.writer)
    add_block(edition=serbian, kind="text", data=_text("само овде"), after="", by=room.writer)
    add_block(edition=original, kind="text", data=_text("katër"), after=first.uid, by=room.writer)
    move_block(edition=original, uid=third.uid, by=room.writer, up=True)
    assert len(pairing_of(serbian, list(serbian.blocks.all())).missing) == 1
    assert bring_over(edition=serbian, by=room.writer) == 1
    assert _words(serbian) == ["një", "katër", "tre", "dy", "само овде"]
    with refused("not_a_translation"):
        bring_over(edition=original, by=room.writer)


def test_a_revision_shows_what_changed_and_can_be_restored() -> None:
    room = a_newsroom()
    edition, (first, second, _third) = _three(room)
    before = content_of(edition)
    delete_block(edition=edition, uid=first.uid, seen=1, by=room.editor)
    save_block(edition=edition, uid=second.uid, data=_text("dy herë"), seen=1, by=room.editor)
    kept = edition.revisions.order_by("number").last()
    assert kept is not None and kept.content == before
    changes = {one.uid: one.change for one in compare(before, content_of(edition))}
    assert changes == {second.uid: Change.CHANGED, first.uid: Change.REMOVED}
    restore_revision(revision=kept, by=room.writer)
    assert content_of(edition) == before
    clash = save_block(
        edition=edition, uid=second.uid, data=_text("dy herë e gjysmë"), seen=2, by=room.editor
    )
    assert isinstance(clash, Conflict)


def _marks(edition: Edition) -> list[Mark]:
    blocks = list(edition.blocks.all())
    return [pairing_of(edition, blocks).marks[block.uid] for block in blocks]
