"""What citizens send on a pledge: into an inbox, never into a rating, and gone when they say so."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from besa.core.challenge import new_challenge
from besa.core.models import OutgoingMail
from besa.core.retention import apply_rules
from besa.core.time_trap import SALT
from besa.ledger.models import Entry
from besa.people.own_data import own_data
from besa.people.services.accounts import delete_account
from besa.pledges import document_files
from besa.pledges.contributions import secret_of
from besa.pledges.models import Contribution, Document, Evidence, Pledge, Rating, Round
from besa.pledges.services.acting import Stale
from besa.pledges.services.conflicts import declare_conflict
from besa.pledges.services.contributing import erase_subject_again, sweep_uploads, tell_of_lost_file
from besa.pledges.services.deciding import accept_contribution, ask_sender, refuse_contribution
from besa.pledges.services.documents import read_document
from besa.pledges.services.evidence import EvidenceDraft
from besa.pledges.services.publishing import approve_round, publish_round
from besa.pledges.services.replying import finish_replies, give_reply, send_for_reply
from besa.site.services import demo_pledges
from tests.core.test_proof_of_work import solved
from tests.factories.contributions import KEY, a_contribution, sends
from tests.factories.people import a_person, browser_of
from tests.factories.photos_small import jpeg
from tests.factories.pledges import TODAY, Desk, a_desk, a_frozen_list, a_round, both_code
from tests.factories.refusals import refused
from tests.pledges.test_monitors_pages import Hands
from tests.pledges.test_reply_and_publication import LETTER

pytestmark = pytest.mark.django_db
FILES = Path(demo_pledges.__file__).parent.parent / "demonstration" / "files"
NAME = "drita@example.org"


@pytest.fixture
def desk() -> Desk:
    return a_desk()


@pytest.fixture
def pledge(desk: Desk) -> Pledge:
    return a_frozen_list(desk)[0]


def accepted(contribution: Contribution, desk: Desk, kind: str = "citizen") -> Evidence:
    draft = EvidenceDraft(kind, TODAY, "Çerdhja duket e hapur.", "sq")
    keys = [document.key for document in contribution.documents.all()]
    return accept_contribution(contribution=contribution, draft=draft, documents=keys, by=desk.first)


def publish(desk: Desk, round: Round) -> None:
    """All steps from the codings to the public page."""
    round.refresh_from_db()
    request = send_for_reply(round=round, letter=LETTER, by=desk.editor)
    give_reply(request=request, text="Faleminderit.", author="Zyra", language="sq")
    finish_replies(request=request)
    round.refresh_from_db()
    approve_round(round=round, by=desk.editor)
    publish_round(round=round, by=desk.editor)


def all_files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_without_a_script_a_link_in_a_mail_confirms_it_and_a_monitor_makes_evidence(
    desk: Desk, pledge: Pledge
) -> None:
    form = Hands(None).reads("contribute", desk.mandate.slug, pledge.uid)
    assert 'name="website"' in form and 'name="stamp"' in form
    client = Client()
    back = sends(client, pledge)
    assert back.status_code == 422 and Contribution.objects.count() == 0
    kept = re.search(r'name="kept" value="([^"]+)"', back.content.decode())
    assert kept and "Çerdhja është hapur." in back.content.decode()
    # What was chosen before is still there, so that nothing has to be chosen again.
    answer = sends(client, pledge, photos=None, kept=kept[1], email=NAME)
    assert answer.status_code == 302
    sent = Contribution.objects.get()
    assert sent.state == "unconfirmed" and sent.documents.count() == 1
    assert sent.text not in Hands(desk.first).reads("inbox")
    mail = OutgoingMail.objects.get(kind="pledges.contribution_received")
    path = re.search(r"/pledges/sent/(\w+)/confirm/([\w-]+)/", mail.text)
    assert path
    visitor = Hands(None)
    visitor.reads("confirm_contribution", *path.groups())
    sent.refresh_from_db()
    assert sent.state == "unconfirmed"
    visitor.sends("confirm_contribution", *path.groups())
    monitor = Hands(desk.first)
    assert sent.text in monitor.reads("inbox") and sent.text in monitor.reads("inbox_item", sent.uid)
    document = sent.documents.get()
    read_document(document_id=document.pk)
    values = {"happened_on": TODAY.isoformat(), "language": "sq", "documents": document.key}
    values |= {"criterion": pledge.criteria.get().pk, "kind": "citizen", "action": "accept"}
    monitor.sends("inbox_item", sent.uid, status=422, **values)
    monitor.sends("inbox_item", sent.uid, summary="Çerdhja duket e hapur.", **values)
    evidence = Evidence.objects.get()
    assert (evidence.grade, evidence.by_citizen, evidence.documents.get()) == ("D", True, document)
    pledge.refresh_from_db()
    assert (pledge.status, Rating.objects.count()) == ("", 0)
    assert OutgoingMail.objects.filter(kind="pledges.contribution_accepted", recipient=NAME).exists()
    assert "D" in visitor.reads("contribution", sent.uid, secret_of(sent))


def test_a_program_is_asked_for_an_address_and_a_proof_of_work_spares_it(pledge: Pledge) -> None:
    fresh = signing.dumps(int(timezone.now().timestamp() * 1000), salt=SALT)
    proof = solved(new_challenge("pledge_evidence"))
    for trap in ({"stamp": fresh}, {"website": "https://spam.example"}):
        assert sends(Client(), pledge, proof=proof, **trap).status_code == 422
    assert sends(Client(), pledge, proof=solved(new_challenge("report"))).status_code == 422
    assert sends(Client(), pledge, proof=proof).status_code == 302
    assert Contribution.objects.get().state == "waiting"
    again = sends(Client(), pledge, proof=proof, key="o" * 24)
    assert again.status_code == 409 and Contribution.objects.count() == 1


def test_sent_twice_it_is_one_and_too_much_has_to_wait(pledge: Pledge) -> None:
    client = browser_of(a_person(NAME))
    first, second = (sends(client, pledge)["Location"] for _ in range(2))
    assert first == second and Contribution.objects.count() == 1
    other = sends(client, pledge, text="Diçka tjetër.")
    assert other.status_code == 409 and KEY not in other.content.decode()
    codes = [sends(client, pledge, key=f"{n:024}").status_code for n in range(13)]
    assert set(codes) == {302, 429} and Contribution.objects.count() == 12


def test_words_alone_bad_files_and_bad_links_come_back_with_what_to_do(pledge: Pledge) -> None:
    client = browser_of(a_person(NAME))
    bad = {
        "words alone": {"photos": None},
        "no file we read": {"photos": jpeg("x.exe").__class__("x.exe", b"MZ" * 99)},
        "a place inside": {"photos": None, "url": "http://127.0.0.1/secret"},
        "tomorrow": {"seen_on": (TODAY + timedelta(days=2)).isoformat()},
        "seven files": {"photos": [jpeg() for _ in range(7)]},
        "nowhere": {"lat": "91"},
    }
    for what, fields in bad.items():
        assert sends(client, pledge, **fields).status_code == 422, what
    assert not Contribution.objects.exists()
    Document.objects.update(created_at=timezone.now() - timedelta(days=2))
    assert sweep_uploads() > 0 and not all_files()


def test_a_photo_tells_its_place_first_and_then_nothing(desk: Desk, pledge: Pledge) -> None:
    sent = a_contribution(pledge, photos=jpeg(at=(42.66, 20.29)))
    assert (sent.lat, sent.lon) == (pytest.approx(42.66, abs=1e-4), pytest.approx(20.29, abs=1e-4))
    key = sent.documents.get().key
    assert not document_files.original_path(key).exists()
    assert all(b"Exif" not in path.read_bytes() for path in all_files())
    picture = reverse("pledges:document_photo", args=[key, "page"])
    assert browser_of(desk.first).get(picture).status_code == 200


def test_nobody_else_sees_it_through_any_exit_until_a_published_rating_rests_on_it(
    desk: Desk, pledge: Pledge
) -> None:
    with (FILES / "contract.pdf").open("rb") as file:
        sent = a_contribution(pledge, text="Fjalë të fshehta", photos=file)
    key, stranger = sent.documents.get().key, a_desk("gjakova", "tjeter")
    pages = [reverse("pledges:pledge", args=[desk.mandate.slug, pledge.uid]),
             reverse("pledges:pledge_print", args=[desk.mandate.slug, pledge.uid]),
             reverse("pledges:mandate", args=[desk.mandate.slug]),
             reverse("pledges-data:json", args=[desk.mandate.slug]),
             reverse("pledges-data:csv", args=[desk.mandate.slug]),
             reverse("pledges:feed", args=[desk.mandate.slug, "atom"])]  # fmt: skip
    files = [
        reverse("pledges-data:document", args=[key]),
        reverse("pledges-data:document_page", args=[key, 1]),
    ]
    public = Client()

    def told() -> str:
        return "".join(public.get(page).content.decode() for page in pages)

    def never() -> None:
        assert not {sent.text, NAME, sent.uid} & set(re.findall(r"Fjalë të fshehta|[\w@.]+", told()))

    never()
    assert [public.get(file).status_code for file in files] == [404, 404]
    assert browser_of(stranger.first).get(reverse("pledges:document", args=[key])).status_code == 404
    assert browser_of(stranger.first).get(reverse("pledges:inbox_item", args=[sent.uid])).status_code == 403
    assert sent.text not in browser_of(stranger.editor).get(reverse("pledges:inbox")).content.decode()
    evidence = accepted(sent, desk, "official_act")
    never()
    assert evidence.uid not in told() and public.get(files[1]).status_code == 404
    round = a_round(desk)
    for one in desk.mandate.pledges.filter(state="frozen"):
        found = ("fulfilled", evidence) if one == pledge else ("stalled",)
        both_code(desk, round, one, *found)
    publish(desk, round)
    never()
    with translation.override("en"):
        page = public.get(reverse("pledges:pledge", args=[desk.mandate.slug, pledge.uid])).content.decode()
    assert "sent by a citizen" in page and evidence.summary in page
    # The file itself may say who wrote it: only its pages are shown.
    assert [public.get(file).status_code for file in files] == [404, 200]
    assert f'"{files[0]}"' not in page and f'"{files[1]}"' in page


def test_a_question_goes_out_and_its_answer_comes_back(desk: Desk, pledge: Pledge) -> None:
    sent = a_contribution(pledge)
    monitor, link = Hands(desk.first), (sent.uid, secret_of(sent))
    monitor.sends("inbox_item", sent.uid, action="ask", text=" ", status=422)
    monitor.sends("inbox_item", sent.uid, action="ask", text="Kur e keni parë?")
    assert "Kur e keni parë?" in OutgoingMail.objects.get(kind="pledges.contribution_asked").text
    with pytest.raises(Stale):
        ask_sender(contribution=sent, text="Dhe ku?", by=desk.second)
    visitor = Hands(None)
    assert "Kur e keni parë?" in visitor.reads("contribution", *link)
    visitor.sends("contribution", *link, status=422, text="")
    visitor.sends("contribution", *link, text="Të hënën.", photos=jpeg())
    visitor.sends("contribution", *link, status=422, text="Dhe të martën.")
    page = monitor.reads("inbox_item", sent.uid)
    assert "Të hënën." in page and sent.documents.count() == 2
    assert (
        Hands(None).client.get(reverse("pledges:contribution", args=[sent.uid, "x" * 22])).status_code == 404
    )


def test_one_monitor_decides_once_by_the_rules_and_without_an_interest(desk: Desk, pledge: Pledge) -> None:
    sent = a_contribution(pledge)
    with refused("unknown_kind"):
        accepted(sent, desk, "field_visit")  # nobody of us was there
    with refused("two_media"):
        accepted(sent, desk, "media")
    sent.refresh_from_db()
    assert sent.state == "waiting"
    declare_conflict(
        user=desk.second, organisation=desk.organisation, mandate=desk.mandate, kind="funded", area=""
    )
    with refused("conflict"):
        refuse_contribution(contribution=sent, reason="known", by=desk.second)
    refuse_contribution(contribution=sent, reason="known", by=desk.first)
    with pytest.raises(Stale):
        accepted(sent, desk)
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("state", ["waiting", "accepted"])
def test_who_takes_it_back_leaves_nothing_of_theirs_behind(desk: Desk, pledge: Pledge, state: str) -> None:
    sent = a_contribution(pledge, text="Fjalët e mia")
    if state == "accepted":
        accepted(sent, desk)
    link = (sent.uid, secret_of(sent))
    copy = Hands(None).client.get(reverse("pledges:contribution_data", args=link)).json()
    assert (copy["text"], copy["email"]) == ("Fjalët e mia", NAME)
    visitor = Hands(None)
    visitor.reads("withdraw_contribution", *link)
    before = Contribution.objects.values().get()
    visitor.sends("withdraw_contribution", *link, status=200)
    after = Contribution.objects.get()
    assert (after.text, after.email, after.device, after.link_salt) == ("", "", "", "")
    assert not OutgoingMail.objects.filter(recipient=NAME).exists()
    assert visitor.client.get(reverse("pledges:contribution", args=link)).status_code == 404
    assert (after.state, bool(all_files()), Evidence.objects.count()) == (
        ("accepted", True, 1) if state == "accepted" else ("erased", False, 0)
    )
    # A backup that brings it back is told again.
    del before["id"]
    Contribution.objects.filter(pk=after.pk).update(**before)
    erase_subject_again(f"contribution:{sent.uid}", [])
    assert Contribution.objects.get().text == ""
    assert "Fjalët e mia" not in str(list(Entry.objects.values()))


def test_time_and_the_end_of_an_account_make_it_forgotten(desk: Desk, pledge: Pledge) -> None:
    unconfirmed, refused, taken = (
        a_contribution(pledge, f"{n}@example.org", key=f"{n:024}") for n in range(3)
    )
    Contribution.objects.filter(pk=unconfirmed.pk).update(state="unconfirmed")
    refuse_contribution(contribution=refused, reason="known", by=desk.first)
    accepted(taken, desk)
    assert sum(found for rule, found in apply_rules().items() if rule.startswith("pledges.")) == 0
    Contribution.objects.update(
        received_at=timezone.now() - timedelta(days=31), decided_at=timezone.now() - timedelta(days=366)
    )
    found = apply_rules()
    assert [found[f"pledges.{rule}"] for rule in ("unconfirmed", "refused", "senders")] == [1, 1, 1]
    assert not Contribution.objects.exclude(email="").exists()
    last = a_contribution(pledge, NAME, key="z" * 24)
    assert last.sender is not None
    assert own_data.get("pledges")(last.sender)["sent"][0]["email"] == NAME
    delete_account(user=last.sender, brand="besa")
    last.refresh_from_db()
    assert (last.state, last.email) == ("erased", "")


def test_a_file_that_turns_out_bad_is_told_to_its_sender(pledge: Pledge) -> None:
    cut = jpeg().read()[:-200]
    sent = a_contribution(pledge, photos=jpeg().__class__("half.jpg", cut))
    document = sent.documents.get()
    assert document.state == "refused" and not all_files()
    for _ in range(2):
        tell_of_lost_file(document_id=document.pk)
    assert OutgoingMail.objects.filter(kind="pledges.contribution_file").count() == 1
    assert str(document.refusal_text) in Hands(None).reads("contribution", sent.uid, secret_of(sent))
