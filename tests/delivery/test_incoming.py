"""Mail that comes in over a real connection: answers, machines' mail, failures, and what nobody can read."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from datetime import timedelta
from email import policy
from email.message import EmailMessage
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from besa.core.mail_addresses import DELIVERY_BOUNCE, MAIL_BOUNCE, REPLY, address_for, token_of
from besa.core.models import OutboxEvent, OutgoingMail
from besa.core.retention import apply_rules
from besa.core.services import publish
from besa.delivery.incoming.letters import MAX_BYTES, Unreadable, read_letter
from besa.delivery.models import Delivery, IncomingMail, State
from besa.delivery.services.receiving import NotOurs, keep_mail, sweep, understand_mail
from besa.people.models import Role
from besa.reports.events import ReportPublished
from besa.reports.models import Photo, Report, Update
from besa.reports.services.answers import fix_report
from besa.reports.services.erasure import erase_report
from tests.factories.delivery import MailServer, a_recipient, mail_server, post_box, work
from tests.factories.desk import Town, a_report, a_town
from tests.factories.people import a_member, browser_of
from tests.factories.photos import jpeg
from tests.factories.public import make_municipality

pytestmark = pytest.mark.django_db(transaction=True)
BOX = "roads@example.org"


class Letters:
    """A delivery that went out, and a door through which it is answered."""

    def __init__(self, town: Town, server: MailServer, port: int) -> None:
        self.town, self.server, self.port = town, server, port
        a_recipient(town.municipality)
        self.report = a_report(municipality=town.municipality)
        with transaction.atomic():
            publish(ReportPublished(report=self.report.pk))
        work()
        self.sent = server.mails[-1]

    @property
    def delivery(self) -> Delivery:
        return Delivery.objects.get(report=self.report)

    def answer(self, text: str = "", author: str = BOX, **headers: str) -> EmailMessage:
        """An answer as a mail program writes it."""
        mail = EmailMessage()
        mail["From"] = f"Agim <{author}>"
        mail["To"] = str(self.sent["Reply-To"])
        mail["Subject"] = f"Re: {self.sent['Subject']}"
        mail["Message-ID"] = f"<{abs(hash((text, author, str(headers))))}@example.org>"
        mail["In-Reply-To"] = str(self.sent["Message-ID"])
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        original = self.sent.get_body(("plain",))
        assert original is not None
        quoted = "\n".join(f"> {line}" for line in original.get_content().splitlines())
        mail.set_content(f"{text}\n\nOn Sat, 21 Nov 2026 at 14:03, Besa <b@example.org> wrote:\n{quoted}\n")
        return mail

    def send(self, mail: EmailMessage | bytes, to: str = "", sender: str = BOX) -> None:
        """Through the door, and understood."""
        raw = mail if isinstance(mail, bytes) else mail.as_bytes(policy=policy.SMTP)
        with smtplib.SMTP("127.0.0.1", self.port, timeout=20) as client:
            client.sendmail(sender, [to or str(self.sent["Reply-To"])], raw)
        for pk in IncomingMail.objects.values_list("pk", flat=True):
            understand_mail(pk)

    def updates(self) -> list[str]:
        return list(Update.objects.filter(report=self.report).values_list("text", flat=True))

    def last(self) -> IncomingMail:
        return IncomingMail.objects.latest("pk")


@pytest.fixture
def letters(settings: Any) -> Iterator[Letters]:
    with mail_server(settings) as server, post_box() as port:
        yield Letters(a_town(), server, port)


def test_an_answer_by_mail_is_an_answer_under_the_report(letters: Letters) -> None:
    letters.send(letters.answer("We come on Monday.\n\nKind regards\nAgim, 044 123 456"))
    update = Update.objects.get()
    assert (update.text, update.author_role, update.author, update.audience) == (
        "We come on Monday.",
        "officer",
        None,
        "public",
    )
    assert Report.objects.get(pk=letters.report.pk).responded_at is not None
    assert letters.delivery.state == State.ACTED_ON and letters.delivery.replied_at is not None
    mail = letters.last()
    assert (mail.state, mail.raw, mail.author) == ("taken", None, BOX)


def test_the_same_mail_again_is_not_a_second_answer(letters: Letters) -> None:
    mail = letters.answer("We come on Monday.")
    for _ in range(3):
        letters.send(mail)
    understand_mail(letters.last().pk)
    assert letters.updates() == ["We come on Monday."] and IncomingMail.objects.count() == 1


@pytest.mark.parametrize("word", ["#fixed", "#Rregulluar", "#решено", "# rešeno", "#popravljeno:"])
def test_a_word_sets_it_fixed(letters: Letters, word: str) -> None:
    letters.send(letters.answer(f"{word} This morning."))
    assert Report.objects.get(pk=letters.report.pk).state == "fixed"
    assert letters.updates() == ["This morning."]


def test_an_official_answers_under_their_name_and_others_do_not(letters: Letters) -> None:
    letters.send(letters.answer("From me.", author=letters.town.officer.email))
    assert Update.objects.get().author == letters.town.officer
    stranger = a_member(Role.COORDINATOR, make_municipality("kukes"), email="x@kukes.example")
    for author in (stranger.email, "nobody@example.net", ""):
        letters.send(letters.answer("Not from me.", author=author), sender="nobody@example.net")
        assert (letters.last().state, letters.last().reason) == ("unreadable", "unknown_sender")
        assert letters.last().municipality == letters.town.municipality
    assert letters.updates() == ["From me."]
    # Nobody whom we do not know is written to: their address may be somebody else's.
    assert not OutgoingMail.objects.exists()


def test_photos_go_through_the_gate(letters: Letters) -> None:
    mail = letters.answer("#fixed")
    mail.add_attachment(jpeg(), maintype="image", subtype="jpeg", filename="after.jpg")
    mail.add_attachment(jpeg(), maintype="application", subtype="octet-stream", filename="IMG_1.JPG")
    mail.add_attachment(b"<svg onload=x>", maintype="image", subtype="svg+xml", filename="x.svg")
    mail.add_attachment(b"MZ...", maintype="application", subtype="pdf", filename="plan.pdf")
    letters.send(mail)
    assert Photo.objects.filter(report=letters.report, by_official=True, state="waiting").count() == 2
    told = OutgoingMail.objects.get()
    assert (
        told.kind == "delivery.photos_unusable" and told.recipient == BOX and "1 attached photo" in told.text
    )


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated (vacation)"},
        {"Precedence": "bulk"},
        {"Precedence": "List"},
        {"List_Id": "<x.example.org>"},
        {"X_Besa_Delivery": "abc.1"},
        {"X_Autoreply": "yes"},
    ],
)
def test_a_machine_is_not_an_answer_and_gets_none(letters: Letters, headers: dict[str, str]) -> None:
    letters.send(letters.answer("I am on holiday.", **headers))
    assert (letters.last().state, letters.last().raw) == ("ignored", None)
    letters.send(letters.answer("I am away."), sender="")
    assert letters.last().state == "ignored"
    assert letters.updates() == [] and not OutgoingMail.objects.exists()


def test_our_own_mail_that_comes_back_in_a_circle_is_ignored(letters: Letters) -> None:
    letters.send(letters.sent)
    assert letters.last().state == "ignored" and letters.updates() == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "empty"), ("-- \nAgim", "empty"), ("#banana Yes.", "word_unknown"), ("x" * 5_001, "too_long")],
)
def test_what_is_no_answer_is_answered_once_in_the_senders_language(
    letters: Letters, text: str, reason: str
) -> None:
    mail = letters.answer(text)
    letters.send(mail)
    letters.send(mail)
    assert (letters.last().state, letters.last().reason) == ("refused", reason)
    told = OutgoingMail.objects.get()
    assert (told.recipient, told.language, told.headers["Auto-Submitted"]) == (BOX, "en", "auto-replied")
    assert letters.updates() == []


def test_fixed_on_a_closed_report_is_refused_and_words_alone_are_not(letters: Letters) -> None:
    fix_report(report=letters.report, role="officer", by=letters.town.officer)
    mail = letters.answer("#fixed Again.")
    mail.add_attachment(jpeg(), maintype="image", subtype="jpeg", filename="after.jpg")
    letters.send(mail)
    assert (letters.last().state, letters.last().reason) == ("refused", "not_possible")
    assert not Photo.objects.exists()
    letters.send(letters.answer("It holds."))
    assert letters.updates() == ["It holds."]


def bounce(letters: Letters, to: str, action: str = "failed", status: str = "5.1.1") -> None:
    raw = f"""From: MAILER-DAEMON@example.org
To: {to}
Subject: Undelivered
Message-ID: <{action}{status}@example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It did not arrive.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; example.org

Final-Recipient: rfc822; {BOX}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b--
"""
    letters.send(raw.replace("\n", "\r\n").encode(), to=to, sender="")


def test_a_notice_of_failure_fails_the_delivery_and_marks_the_address(letters: Letters) -> None:
    envelope_sender = letters.server.envelopes[-1][0]
    bounce(letters, envelope_sender, "delayed", "4.4.1")
    assert letters.delivery.state == State.SENT
    bounce(letters, envelope_sender)
    delivery = letters.delivery
    assert (delivery.state, delivery.reason) == (State.FAILED, "bounced")
    assert delivery.recipient.bounce_status == "5.1.1"
    assert (letters.last().state, letters.last().raw) == ("bounce", None)
    # Whoever answers all the same has a box.
    letters.send(letters.answer("We do read this."))
    assert letters.delivery.recipient.bounced_at is None and letters.updates() == ["We do read this."]


def test_a_notice_sent_to_the_answer_address_counts_too(letters: Letters) -> None:
    bounce(letters, str(letters.sent["Reply-To"]))
    assert letters.delivery.state == State.FAILED


def test_a_subscribers_mail_that_came_back_is_told_to_the_apps_above(letters: Letters) -> None:
    mail = OutgoingMail.objects.create(
        message_id="<1@x>", kind="alerts.change", recipient="gone@example.net", state="sent"
    )
    bounce(letters, address_for(MAIL_BOUNCE, str(mail.pk)))
    event = OutboxEvent.objects.get(name="delivery.mail_bounced")
    assert f'"mail":{mail.pk},' in event.payload and '"permanent":true' in event.payload


def test_a_notice_that_nobody_can_read_is_left_to_a_person(letters: Letters) -> None:
    kind = b"Content-Type: multipart/report; report-type=delivery-status; boundary=b"
    body = b"--b\r\nContent-Type: text/plain\r\n\r\nNope.\r\n--b--\r\n"
    raw = b"From: x@example.org\r\nMessage-ID: <q@x>\r\n" + kind + b"\r\n\r\n" + body
    letters.send(raw, to=letters.server.envelopes[-1][0], sender="")
    assert (letters.last().state, letters.last().reason) == ("unreadable", "unclear")
    assert letters.delivery.state == State.SENT


def test_the_door_takes_mail_for_our_signed_addresses_only(letters: Letters) -> None:
    good = str(letters.sent["Reply-To"])
    other = address_for(REPLY, "0123456789abcdef")
    local, _, domain = good.partition("@")
    forged = f"{local[:-1]}{'a' if local[-1] != 'a' else 'b'}@{domain}"
    with smtplib.SMTP("127.0.0.1", letters.port, timeout=20) as client:
        client.ehlo()
        client.mail(BOX)
        assert client.rcpt("somebody@example.com")[0] == 550
        assert client.rcpt(forged)[0] == 550
        assert client.rcpt(good.upper())[0] == 250
        assert client.rcpt(good)[0] == 452
        client.rset()
        # Signed by us, but the delivery is gone, as after an erasure.
        client.mail(BOX)
        assert client.rcpt(other)[0] == 250
        assert client.data(b"Subject: x\r\n\r\nx")[0] == 550
        client.rset()
        assert client.docmd(f"MAIL FROM:<{BOX}> SIZE={MAX_BYTES + 1}")[0] == 552
    assert not IncomingMail.objects.exists()


def test_two_machines_in_a_loop_are_stopped(letters: Letters) -> None:
    with pytest.raises(smtplib.SMTPDataError) as caught:
        for n in range(25):
            letters.send(letters.answer(f"No. {n}", Auto_Submitted="auto-replied"))
    assert caught.value.smtp_code == 450
    assert IncomingMail.objects.count() == 20


def test_lmtp_works_as_well(settings: Any) -> None:
    with mail_server(settings) as server, post_box("lmtp") as port:
        letters = Letters(a_town(), server, port)
        with smtplib.LMTP("127.0.0.1", port) as client:
            client.sendmail(
                BOX, [str(letters.sent["Reply-To"])], letters.answer("Hello.").as_bytes(policy=policy.SMTP)
            )
        assert IncomingMail.objects.get().state == "waiting"
        IncomingMail.objects.update(received_at=timezone.now() - timedelta(minutes=5))
        assert sweep() == 1


def test_erasing_a_report_erases_every_answer_as_it_came(letters: Letters) -> None:
    letters.send(letters.answer("From nobody.", author="nobody@example.net"))
    assert bytes(letters.last().raw or b"") != b""
    letters.send(letters.answer(""))
    assert OutgoingMail.objects.exists()
    erase_report(report=letters.report, role="moderator")
    assert not IncomingMail.objects.exists() and not OutgoingMail.objects.exists()
    with pytest.raises(smtplib.SMTPDataError):
        letters.send(letters.answer("Once more."))


def test_erasing_a_report_erases_what_came_back_to_its_reporter(letters: Letters) -> None:
    mail = OutgoingMail.objects.create(
        message_id="<1@x>", kind="alerts.change", recipient="teuta@example.net", state="sent",
        subject_key=f"report:{letters.report.pk}", text="Dear Teuta Berisha, your report …",
    )  # fmt: skip
    to = address_for(MAIL_BOUNCE, str(mail.pk))
    raw = b"From: postmaster@example.net\r\nSubject: Failed\r\n\r\nDear Teuta Berisha, your report\r\n"
    kind = b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n"
    keep_mail(raw=kind + raw, sender="", mailbox=to)
    keep_mail(raw=b"X-No: 2\r\n" + raw, sender="", mailbox=to)
    understand_mail(IncomingMail.objects.order_by("pk")[0].pk)
    assert {"waiting", "unreadable"} == set(IncomingMail.objects.values_list("state", flat=True))
    erase_report(report=letters.report, role="moderator")
    assert not _tables_with("Teuta Berisha") and not _tables_with("teuta@example.net")
    with pytest.raises(NotOurs):
        keep_mail(raw=raw, sender="", mailbox=to)


def _tables_with(words: str) -> list[str]:
    """The tables of which a row, as text or as bytes, holds some words."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            cells = (cell for row in cursor.fetchall() for cell in row)
            texts = (
                bytes(one).decode("utf-8", "replace") if isinstance(one, bytes | memoryview) else str(one)
                for one in cells
            )
            if any(words in text for text in texts):
                found.append(table)
    return found


def test_a_mail_that_breaks_the_worker_is_left_to_a_person(letters: Letters) -> None:
    mail = keep_mail(raw=letters.answer("Hm.").as_bytes(), sender=BOX, mailbox=str(letters.sent["Reply-To"]))
    IncomingMail.objects.filter(pk=mail.pk).update(attempts=5)
    understand_mail(mail.pk)
    mail.refresh_from_db()
    assert (mail.state, mail.reason) == ("unreadable", "failed") and letters.updates() == []


BROKEN = [
    b"",
    b"no mail at all",
    b"From: <<<>>>,,;\nTo: x\nContent-Type: text/plain; charset=x-none\n\n\xff\xfe\x00abc",
    b"From: a@b\nContent-Type: multipart/mixed; boundary=\n\n--\n--\n",
    b"From: =?x?q?=?= <a@b>\nSubject: =?utf-8?b?////?=\nContent-Transfer-Encoding: base64\n\n!!!!",
    b"From: a@b\nContent-Type: multipart/mixed; boundary=x\n\n"
    + b"--x\nContent-Type: text/plain\n\nhi\n" * 300,
    b"From: a@b\nContent-Type: message/rfc822\n\n" * 50,
]


@pytest.mark.parametrize("raw", BROKEN)
def test_no_broken_mail_breaks_anything(letters: Letters, raw: bytes) -> None:
    mail = keep_mail(raw=raw, sender=BOX, mailbox=str(letters.sent["Reply-To"]))
    understand_mail(mail.pk)
    mail.refresh_from_db()
    assert mail.state in ("unreadable", "ignored", "bounce", "refused")
    assert letters.updates() == []


@given(st.binary(max_size=600))
@hypothesis_settings(suppress_health_check=list(HealthCheck), deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for raw in (data, b"From: a@example.org\nContent-Type: multipart/mixed; boundary=b\n\n--b\n" + data):
        try:
            letter = read_letter(raw)
        except Unreadable:
            continue
        assert letter.words.isprintable() or "\n" in letter.words or "\t" in letter.words


@given(st.sampled_from([REPLY, DELIVERY_BOUNCE]), st.text("0123456789abcdefn", min_size=1, max_size=24))
@hypothesis_settings(deadline=None)
def test_only_what_we_signed_is_ours(kind: str, ident: str) -> None:

    with override_settings(MAIL_REPLIES="reply@in.example.org"):
        address = address_for(kind, ident)
        assert len(address.partition("@")[0]) <= 64
        token = token_of(address.upper())
        assert token is not None and (token.kind, token.ident) == (kind, ident)
        assert token_of(address.replace("@in.", "@out.")) is None
        assert token_of(f"x{address}") is None
    with override_settings(MAIL_REPLIES=""):
        assert address_for(kind, ident) == "" and token_of(address) is None


def test_a_coordinator_publishes_or_discards_what_no_machine_understood(letters: Letters) -> None:
    browser = browser_of(letters.town.coordinator)
    for n in range(2):
        letters.send(letters.answer(f"From my own box <b>{n}</b>.", author="agim@example.net"))
    first, second = IncomingMail.objects.order_by("pk")
    page = browser.get("/en/desk/incoming/").content.decode()
    assert "agim@example.net" in page and "neither the recipient" in page
    path = f"/en/desk/incoming/{first.pk}/"
    page = browser.get(path).content.decode()
    assert "From my own box &lt;b&gt;0&lt;/b&gt;." in page
    assert browser.post(path, {"text": ""}).status_code == 422
    assert browser.post(path, {"text": "From Agim's box."}).status_code == 302
    update = Update.objects.get()
    assert (update.text, update.author) == ("From Agim's box.", letters.town.coordinator)
    assert browser.post(path, {"text": "Again."}).status_code == 404
    assert browser.post(f"/en/desk/incoming/{second.pk}/discard/").status_code == 302
    assert list(IncomingMail.objects.order_by("pk").values_list("state", "raw")) == [
        ("taken", None),
        ("ignored", None),
    ]
    assert "Nothing to read" in browser.get("/en/desk/incoming/").content.decode()


def test_old_mails_are_deleted(letters: Letters) -> None:
    letters.send(letters.answer("From nobody.", author="nobody@example.net"))
    assert apply_rules()["delivery.unread"] == 0
    IncomingMail.objects.update(received_at=timezone.now() - timedelta(days=31))
    assert apply_rules()["delivery.unread"] == 1 and not IncomingMail.objects.exists()
