"""Right of reply, a second person's approval, publication, corrections, and any past state reproduced."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from besa.core.models import OutboxEvent, OutgoingMail
from besa.ledger.models import Entry
from besa.places.models import Holiday
from besa.pledges.models import Correction, Document, Pledge, Rating, Reply, ReplyRequest, Round
from besa.pledges.queries.bitemporal import rating_now, standings_as_of, tally_as_of
from besa.pledges.reply_links import opens, secret_of
from besa.pledges.rules import RuleBroken
from besa.pledges.services.acting import Stale
from besa.pledges.services.coding import code_case, revise_verdict
from besa.pledges.services.conflicts import declare_conflict
from besa.pledges.services.correcting import approve_correction, propose_correction, refuse_correction
from besa.pledges.services.documents import keep_document, read_document
from besa.pledges.services.evidence import retract_evidence
from besa.pledges.services.publishing import approve_round, publish_round, return_round
from besa.pledges.services.reminding import look_at_replies
from besa.pledges.services.replying import Letter, finish_replies, give_reply, reply_due, send_for_reply
from besa.pledges.statuses import Level, Status
from tests.factories.photos_small import jpeg
from tests.factories.pledges import (
    TODAY,
    Desk,
    a_desk,
    a_frozen_list,
    a_round,
    a_verdict,
    both_code,
    case_of,
    some_evidence,
)
from tests.factories.refusals import refused

CONTRACT = Path("besa/site/demonstration/files/contract.pdf")
LETTER = Letter("zyra@komuna.example", "sq", "besa")


@pytest.fixture
def desk(db: None) -> Desk:
    return a_desk()


def decided(desk: Desk, *statuses: str, **facts: object) -> Round:
    """A round in which both coders found these, pledge by pledge."""
    pledges = list(Pledge.objects.filter(mandate=desk.mandate, state="frozen").order_by("number"))
    round = a_round(desk)
    for pledge, status in zip(pledges, statuses, strict=True):
        both_code(desk, round, pledge, status, **facts)
    round.refresh_from_db()
    return round


def answered(desk: Desk, *statuses: str, **facts: object) -> Round:
    round = decided(desk, *statuses, **facts)
    request = send_for_reply(round=round, letter=LETTER, by=desk.editor)
    give_reply(request=request, text="Punimet vazhdojnë.", author="Zyra", language="sq")
    finish_replies(request=request)
    round.refresh_from_db()
    return round


def published(desk: Desk, *statuses: str, **facts: object) -> list[Rating]:
    round = answered(desk, *statuses, **facts)
    approve_round(round=round, by=desk.editor)
    return publish_round(round=round, by=desk.editor)


def test_two_who_agree_in_two_languages_are_both_read_the_readers_own_first(desk: Desk) -> None:
    pledge, other = a_frozen_list(desk)
    round = a_round(desk)
    found = some_evidence(desk, pledge)
    said = {"sq": ("Kontrata e dëshmon.", desk.first), "sr": ("Уговор то доказује.", desk.second)}
    for language, (reason, coder) in said.items():
        verdict = replace(a_verdict("partly", found, reason=reason), language=language)
        code_case(case=case_of(round, pledge), verdict=verdict, by=coder)
    both_code(desk, round, other, "stalled")
    round.refresh_from_db()
    request = send_for_reply(round=round, letter=LETTER, by=desk.editor)
    give_reply(request=request, text="Punimet vazhdojnë.", author="Zyra", language="sq")
    finish_replies(request=request)
    round.refresh_from_db()
    approve_round(round=round, by=desk.editor)
    rating = publish_round(round=round, by=desk.editor)[0]
    assert (rating.reason, rating.language) == ("Kontrata e dëshmon.", "sq")
    assert rating.other_reasons == {"sr": "Уговор то доказује."}
    address, reader = f"/pledges/{desk.mandate.slug}/{pledge.uid}/", Client()
    first = {
        "sq": ("sq", "Kontrata"),
        "sr": ("sr-Cyrl", "Уговор"),
        "sr-latn": ("sr-Latn", "Ugovor"),
        "en": ("sq", "Kontrata"),
    }
    for language, (tag, word) in first.items():
        html = reader.get(f"/{language}{address}").content.decode()
        assert f'<p class="lead" lang="{tag}">{word}' in html
        assert '<p lang="sq">Kontrata' in html if word != "Kontrata" else '<p lang="sr-Cyrl">Уговор' in html
    html = reader.get(f"/en{address}").content.decode()  # the office spoke of all pledges: of this one too
    assert "On all pledges together:" in html and "Punimet vazhdojnë." in html
    data = reader.get(f"/pledges/{desk.mandate.slug}.json").json()
    told = next(one for one in data["pledges"] if one["uid"] == pledge.uid)
    assert told["ratings"][0]["other_reasons"] == {"sr": "Уговор то доказује."}


def test_the_office_has_ten_working_days_by_its_own_calendar(desk: Desk) -> None:
    sent = datetime(2026, 3, 2, 15, tzinfo=ZoneInfo("Europe/Belgrade"))  # a Monday
    assert reply_due(desk.municipality, sent).isoformat() == "2026-03-16T23:59:59+01:00"
    Holiday.objects.create(municipality=desk.municipality, day="2026-03-10")
    assert reply_due(desk.municipality, sent).date().isoformat() == "2026-03-17"


def test_drafts_go_out_by_a_private_link_that_cannot_be_guessed(desk: Desk) -> None:
    a_frozen_list(desk)
    round = decided(desk, "stalled", "partly")
    with refused("bad_address"):
        send_for_reply(round=round, letter=Letter("zyra", "sq", "besa"), by=desk.editor)
    request = send_for_reply(round=round, letter=LETTER, by=desk.editor)
    mail = OutgoingMail.objects.get(kind="pledges.reply_asked")
    assert secret_of(request) in mail.text
    assert "Arta Lumi" in mail.text
    assert not opens("x" * 22, request)
    other = ReplyRequest(pk=request.pk + 1, link_salt=request.link_salt)
    assert not opens(secret_of(other), request)
    assert Round.objects.get().state == "with_office"
    stale = Round.objects.get()
    stale.state = Round.State.DECIDED
    with refused("not_decided"):
        send_for_reply(round=stale, letter=LETTER, by=desk.editor)


def test_a_reply_is_kept_word_for_word_and_said_once(desk: Desk) -> None:
    first, _ = a_frozen_list(desk)
    round = decided(desk, "stalled", "partly")
    request = send_for_reply(round=round, letter=LETTER, by=desk.editor)
    words = "  Nuk jemi dakord.\n\n<b>Kontrata</b> ekziston. "
    case = case_of(round, first)
    facts = {"request": request, "author": "Zyra e kryetares", "language": "sq", "case": case}
    assert give_reply(text=words, **facts).text == words
    give_reply(text=words, **facts)
    assert Reply.objects.count() == 1
    for key, text, author in (
        ("no_words", " ", "x"),
        ("no_author", "x", " "),
        ("long_reply", "x" * 8001, "x"),
    ):
        with refused(key):
            give_reply(request=request, text=text, author=author, language="sq")
    finish_replies(request=request)
    with refused("closed"):
        give_reply(text="Edhe diçka.", **facts)
    with refused("closed"):
        finish_replies(request=request)
    leaf = Entry.objects.get(verb="pledges.replied").leaf
    assert Reply.objects.get().digest in leaf
    assert "dakord" not in leaf


def test_silence_is_reminded_of_twice_then_recorded(desk: Desk) -> None:
    a_frozen_list(desk)
    round = decided(desk, "stalled", "partly")
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False) as clock:
        request = send_for_reply(round=round, letter=LETTER, by=desk.editor)
        reminders = []
        while not ReplyRequest.objects.get().closed_at:
            clock.shift(timedelta(hours=12))
            look_at_replies()
            look_at_replies()
            reminders.append(OutgoingMail.objects.filter(kind="pledges.reply_reminder").count())
        now = timezone.now()
    request.refresh_from_db()
    round.refresh_from_db()
    assert sorted(set(reminders)) == [0, 1, 2]
    # No office learns only afterwards what its silence means.
    for mail in OutgoingMail.objects.filter(kind="pledges.reply_reminder"):
        assert "publikojmë" in mail.text
    assert request.due_at < now <= request.due_at + timedelta(hours=13)
    assert (request.silent, round.state) == (True, "answered")
    assert Entry.objects.filter(verb="pledges.silent").count() == 1
    with refused("closed"):
        give_reply(request=request, text="Vonë.", author="Zyra", language="sq")


def test_the_office_that_replied_is_not_reminded_and_closes_with_its_words(desk: Desk) -> None:
    a_frozen_list(desk)
    request = send_for_reply(round=decided(desk, "stalled", "partly"), letter=LETTER, by=desk.editor)
    give_reply(request=request, text="Po.", author="Zyra", language="sq")
    with time_machine.travel(request.due_at - timedelta(hours=1)):
        assert look_at_replies() == 0
    with time_machine.travel(request.due_at + timedelta(hours=1)):
        assert look_at_replies() == 1
    request.refresh_from_db()
    assert not request.silent


def test_a_second_person_approves_once_and_then_it_is_published(desk: Desk) -> None:
    first, second = a_frozen_list(desk)
    round = answered(desk, "stalled", "fulfilled")
    for judge in (desk.first, desk.second, desk.adjudicator):
        with refused("same_person"):
            approve_round(round=round, by=judge)
    with refused("not_approved"):
        publish_round(round=round, by=desk.editor)
    approve_round(round=round, by=desk.editor)
    with refused("approved_already"):
        approve_round(round=round, by=desk.editor)
    return_round(round=round)
    approve_round(round=round, by=desk.editor)
    ratings = publish_round(round=round, by=desk.editor)
    with refused("not_approved"):
        publish_round(round=round, by=desk.editor)
    assert [(rating.old, rating.new) for rating in ratings] == [("", "stalled"), ("", "fulfilled")]
    assert set(ratings[0].coders.all()) == {desk.first, desk.second}
    assert ratings[0].approver == desk.editor
    first.refresh_from_db()
    assert (first.status, first.rated_on) == ("stalled", ratings[0].effective_on)
    assert Entry.objects.filter(verb="pledges.rated", subject=f"pledge:{second.uid}").count() == 1
    assert OutboxEvent.objects.filter(name="pledges.round_published").count() == 1
    for act in (ratings[0].save, ratings[0].delete, lambda: Rating.objects.update(new="fulfilled")):
        with pytest.raises(RuntimeError, match="never"):
            act()


def test_who_has_an_interest_does_not_approve(desk: Desk) -> None:
    a_frozen_list(desk)
    round = answered(desk, "stalled", "partly")
    declare_conflict(user=desk.editor, organisation=desk.organisation, mandate=desk.mandate, kind="party")
    with refused("conflict"):
        approve_round(round=round, by=desk.editor)


def test_evidence_retracted_before_publication_stops_it(desk: Desk) -> None:
    first, _ = a_frozen_list(desk)
    round = answered(desk, "stalled", "partly")
    retract_evidence(evidence=first.evidence.get(), because="Gabim.")
    with pytest.raises(RuleBroken) as broken:
        approve_round(round=round, by=desk.editor)
    assert broken.value.key == "retracted"
    evidence = some_evidence(desk, first)
    revise_verdict(
        case=case_of(round, first), verdict=a_verdict("in_progress", evidence), by=desk.adjudicator
    )
    approve_round(round=round, by=desk.editor)
    assert publish_round(round=round, by=desk.editor)[0].new == "in_progress"


def test_any_past_state_comes_out_exactly(desk: Desk) -> None:
    a_frozen_list(desk)
    before = timezone.now()
    published(desk, "in_progress", "stalled", effective_on=TODAY - timedelta(days=40))
    between = timezone.now()
    published(desk, "fulfilled", "not_fulfilled", effective_on=TODAY - timedelta(days=5))

    def seen(**when: object) -> list[str]:
        return [standing.status for standing in standings_as_of(desk.mandate, **when)]

    assert seen(known_at=before) == ["", ""]
    assert seen(known_at=between) == ["in_progress", "stalled"]
    assert seen() == ["fulfilled", "not_fulfilled"]
    assert seen(true_on=TODAY - timedelta(days=10)) == ["in_progress", "stalled"]
    assert seen(true_on=TODAY - timedelta(days=100)) == ["", ""]
    assert standings_as_of(desk.mandate, known_at=desk_made(desk)) == []
    tally = tally_as_of(desk.mandate)
    assert (tally.total, tally.scored, tally.unrated) == (2, 2, 0)
    assert tally.share(Status.FULFILLED) == 0.5
    assert tally.share_of_level(Level.INITIATED) == 0.5  # broken, but begun
    assert tally_as_of(desk.mandate, known_at=before).share(Status.FULFILLED) is None


def desk_made(desk: Desk) -> datetime:
    """A moment before anything was frozen."""
    return desk.mandate.baselines.get().frozen_at - timedelta(seconds=1)


def test_a_correction_stands_where_the_error_stood_and_both_can_be_read(desk: Desk) -> None:
    first, _ = a_frozen_list(desk)
    wrong = published(desk, "in_progress", "stalled", effective_on=TODAY - timedelta(days=40))[0]
    published(desk, "partly", "stalled", effective_on=TODAY - timedelta(days=5))
    between = timezone.now()
    evidence = some_evidence(desk, first)
    verdict = a_verdict(
        "stalled", evidence, effective_on=TODAY - timedelta(days=40), reason="Lexuam gabim datën."
    )
    with refused("nothing_changed"):
        same = a_verdict("in_progress", evidence, effective_on=wrong.effective_on)
        propose_correction(rating=wrong, kind="our_error", verdict=same, by=desk.first)
    draft = propose_correction(rating=wrong, kind="our_error", verdict=verdict, by=desk.first)
    with pytest.raises(Stale):
        propose_correction(rating=wrong, kind="new_facts", verdict=verdict, by=desk.second)
    with refused("same_person"):
        approve_correction(draft=draft, by=desk.first)
    correction = approve_correction(draft=draft, by=desk.editor)
    with pytest.raises(Stale):
        approve_correction(draft=draft, by=desk.editor)
    with pytest.raises(Stale):
        refuse_correction(draft=draft, by=desk.editor)
    assert (correction.kind, correction.rating.corrects) == ("our_error", wrong)
    first.refresh_from_db()
    now = rating_now(first)
    assert now is not None
    assert (first.status, now.new) == ("partly", "partly")  # the later round is as it was

    def seen(**when: object) -> str:
        return standings_as_of(desk.mandate, **when)[0].status

    past = TODAY - timedelta(days=20)
    assert seen(true_on=past, known_at=between) == "in_progress"
    assert seen(true_on=past) == "stalled"
    assert Correction.objects.count() == 1
    with pytest.raises(Stale):
        propose_correction(
            rating=Rating.objects.get(pk=wrong.pk), kind="new_facts", verdict=verdict, by=desk.first
        )


def test_a_correction_of_the_newest_rating_shows_at_once(desk: Desk) -> None:
    first, _ = a_frozen_list(desk)
    wrong = published(desk, "fulfilled", "stalled")[0]
    verdict = a_verdict("partly", some_evidence(desk, first))
    draft = propose_correction(rating=wrong, kind="new_facts", verdict=verdict, by=desk.first)
    refuse_correction(draft=draft, by=desk.editor)
    draft = propose_correction(rating=wrong, kind="new_facts", verdict=verdict, by=desk.first)
    approve_correction(draft=draft, by=desk.editor)
    first.refresh_from_db()
    assert first.status == "partly"
    assert Entry.objects.filter(verb="pledges.corrected").count() == 1


def test_the_office_opens_each_file_that_a_draft_rests_on_and_no_other(desk: Desk) -> None:
    first, second = a_frozen_list(desk)
    cited, unused, sent = (
        keep_document(file=file, by=None, bare=bare)
        for file, bare in ((CONTRACT.open("rb"), False), (CONTRACT.open("rb"), False), (jpeg(), True))
    )
    for document in (cited, unused, sent):
        read_document(document_id=document.pk)
    proof = some_evidence(desk, first, documents=list(Document.objects.filter(pk__in=(cited.pk, sent.pk))))
    some_evidence(desk, second, documents=[Document.objects.get(pk=unused.pk)])
    round = a_round(desk)
    both_code(desk, round, first, "stalled", proof)
    both_code(desk, round, second, "stalled", some_evidence(desk, second))
    round.refresh_from_db()
    asked = send_for_reply(round=round, letter=LETTER, by=desk.editor)
    client, link = Client(), f"/sq/pledges/reply/{asked.pk}/{secret_of(asked)}/"
    html = client.get(link).content.decode()
    for document in (cited, sent):
        assert f"{link}files/{document.key}/" in html
    file = client.get(f"{link}files/{cited.key}/")
    assert b"".join(file) == CONTRACT.read_bytes()
    assert file["Content-Disposition"].startswith("attachment")
    assert file["Cache-Control"] == "private, no-store"
    assert client.get(f"{link}files/{cited.key}/1/")["Content-Type"] == "image/webp"
    assert client.get(f"{link}files/{sent.key}/")["Content-Type"] == "image/webp"
    guessed = link.replace(secret_of(asked), "x" * 22)
    for address in (
        f"{link}files/{unused.key}/",
        f"{link}files/{'0' * 32}/",
        f"{link}files/{cited.key}/99/",
        f"{guessed}files/{cited.key}/",
    ):
        assert client.get(address).status_code == 404
    Document.objects.filter(pk=cited.pk).update(bare=True)  # of a citizen's file only pictures are shown
    assert client.get(f"{link}files/{cited.key}/").status_code == 404
    assert client.get(f"{link}files/{cited.key}/1/").status_code == 200
