"""What strangers and careless people send to the pages: each gets a clear answer, and nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from besa.pledges.documents import REASONS
from besa.pledges.importing.files import REASONS as LIST_REASONS
from besa.pledges.models import CorrectionDraft, Document, Evidence, Pledge, Rating, Reply, ReplyRequest
from besa.pledges.refusals import REASONS as ACT_REASONS
from besa.pledges.reply_links import secret_of
from besa.pledges.services.documents import read_document
from besa.pledges.services.replying import send_for_reply
from tests.factories.pledges import TODAY, Desk, a_desk, a_frozen_list, some_evidence
from tests.pledges.test_documents import of_pages, zip_bomb
from tests.pledges.test_monitors_pages import Hands
from tests.pledges.test_reply_and_publication import LETTER, answered, decided, published

pytestmark = pytest.mark.django_db
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


@pytest.fixture(autouse=True)
def albanian() -> Iterator[None]:
    with translation.override("sq"):
        yield


@pytest.fixture
def desk() -> Desk:
    return a_desk()


def in_words(reason: Any) -> str:
    """A text as a page shows it."""
    return str(reason).replace("'", "&#x27;").replace('"', "&quot;")


def a_file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"%PDF-1.7 nothing", "damaged"), (of_pages(500), "too_many_pages"), (b"%PDF-1.4\n" * 9, "damaged")],
)
def test_a_programme_that_cannot_be_read_says_why(desk: Desk, content: bytes, reason: str) -> None:
    monitor, slug = Hands(desk.first), desk.mandate.slug
    facts = {"title": "Programi", "language": "sq"}
    monitor.sends("new_programme", slug, file=a_file("programi.pdf", content), **facts)
    read_document(document_id=Document.objects.get().pk)
    assert in_words(REASONS[reason]) in monitor.reads("mandate_desk", slug)


def test_a_drawing_with_a_script_is_no_document(desk: Desk) -> None:
    monitor, slug = Hands(desk.first), desk.mandate.slug
    for name in ("foto.svg", "foto.png"):
        shown = monitor.sends(
            "new_programme", slug, status=422, title="P", language="sq", file=a_file(name, SVG)
        )
        assert in_words(REASONS["not_a_document"]) in shown and "onload" not in shown
    assert not Document.objects.exists()


def test_a_list_that_grows_when_it_is_opened_is_refused(desk: Desk) -> None:
    facts = {"language": "sq", "url": "https://example.org/lista"}
    shown = Hands(desk.first).sends(
        "import_list", desk.mandate.slug, status=422, file=a_file("lista.xlsx", zip_bomb()), **facts
    )
    assert in_words(LIST_REASONS["bomb"]) in shown
    assert not Pledge.objects.exists()


@pytest.mark.parametrize(
    ("urls", "answer"),
    [
        ("http://169.254.169.254/latest/meta-data", REASONS["forbidden"]),
        ("http://[::ffff:10.0.0.1]/", REASONS["forbidden"]),
        ("http://localhost:8000/admin", REASONS["forbidden"]),
        ("\n".join(f"https://gazeta.example/{n}" for n in range(6)), "5"),
    ],
)
def test_evidence_at_a_private_address_or_at_too_many_is_refused(desk: Desk, urls: str, answer: Any) -> None:
    pledge = a_frozen_list(desk, ["Një çerdhe."])[0]
    facts = {"kind": "media", "happened_on": TODAY.isoformat(), "summary": "Lajm.", "language": "sq"}
    shown = Hands(desk.first).sends("new_evidence", pledge.uid, status=422, urls=urls, **facts)
    assert in_words(answer) in shown and "Lajm." in shown
    assert not Evidence.objects.exists() and not Document.objects.exists()


def asked_for_reply(desk: Desk) -> ReplyRequest:
    a_frozen_list(desk)
    return send_for_reply(round=decided(desk, "stalled", "partly"), letter=LETTER, by=desk.editor)


def test_a_private_link_is_not_guessed_nor_taken_to_another_request(desk: Desk) -> None:
    own, other = asked_for_reply(desk), asked_for_reply(a_desk("prizren", "tjeter"))
    office = Hands(None)
    for pk, secret in (
        (own.pk, secret_of(other)),
        (other.pk, secret_of(own)),
        (own.pk, secret_of(own)[:-1]),
        (own.pk, "ë" * 22),
        (10**30, secret_of(own)),
    ):
        for name in ("reply", "finish_reply"):
            answer = office.client.post(
                reverse(f"pledges:{name}", args=[pk, secret]), {"text": "x", "author": "y"}
            )
            assert answer.status_code == 404, (pk, name)
    assert not Reply.objects.exists()
    own.refresh_from_db()
    assert own.is_open


def test_a_private_link_that_was_used_up_is_read_and_nothing_more(desk: Desk) -> None:
    asked = asked_for_reply(desk)
    office, link = Hands(None), (asked.pk, secret_of(asked))
    words = {"text": "Po punohet.", "author": "Zyra"}
    office.sends("reply", *link, status=422, documents=[a_file("a.pdf", b"%PDF-")] * 6, **words)
    office.sends("reply", *link, documents=a_file("a.pdf", b"%PDF-1.7 nothing"), **words)
    read_document(document_id=Reply.objects.get().documents.get().pk)
    assert in_words(REASONS["damaged"]) in office.reads("reply", *link)
    office.sends("finish_reply", *link)
    shown = office.sends("reply", *link, status=422, text="Edhe diçka.", author="Zyra")
    assert in_words(str(ACT_REASONS["closed"])) in shown and "Edhe diçka." in shown
    office.sends("finish_reply", *link)
    assert in_words(str(ACT_REASONS["closed"])) in office.reads("reply", *link)
    assert [reply.text for reply in Reply.objects.all()] == ["Po punohet."]


def test_one_person_never_stands_for_a_rating_twice(desk: Desk) -> None:
    a_frozen_list(desk)
    round = answered(desk, "stalled", "partly")
    # An editor may code as well, and is then nobody who can approve.
    round.cases.first().assignments.filter(user=desk.first).update(user=desk.editor)
    editor = Hands(desk.editor)
    editor.sends("approve_round", round.pk)
    assert in_words(str(ACT_REASONS["same_person"])) in editor.reads("round", round.pk)
    round.refresh_from_db()
    assert round.state == "answered" and not Rating.objects.exists()


def test_one_person_never_proposes_and_approves_a_correction(desk: Desk) -> None:
    pledge = a_frozen_list(desk, ["Një çerdhe."])[0]
    rating = published(desk, "stalled")[0]
    editor = Hands(desk.editor)
    facts = {"status": "partly", "kind": "our_error", "reason": "Kontrata.", "language": "sq"}
    proof = {"effective_on": TODAY.isoformat(), "evidence": some_evidence(desk, pledge).pk}
    editor.client.post(reverse("pledges:new_correction", args=[pledge.uid, rating.pk]), {**facts, **proof})
    draft = CorrectionDraft.objects.get()
    editor.sends("correction", pledge.uid, draft.pk, approve="1")
    assert in_words(str(ACT_REASONS["same_person"])) in editor.reads("mandate_desk", desk.mandate.slug)
    assert Rating.objects.count() == 1
