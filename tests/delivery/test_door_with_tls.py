"""The door for incoming mail with a certificate: STARTTLS, TLS from the first byte, and no signing in."""

from __future__ import annotations

import os
import smtplib
import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone

from besa.core.mail_addresses import REPLY, address_for
from besa.delivery.management.certificates import Certificate
from besa.delivery.models import Delivery, IncomingMail
from tests.factories.delivery import a_recipient, post_box
from tests.factories.desk import a_report, a_town

pytestmark = pytest.mark.django_db(transaction=True)
MAIL = b"Subject: x\r\n\r\nhello\r\n"


def write_certificate(folder: Path, serial: int) -> Certificate:
    """A new key and certificate for 127.0.0.1, in the files it always has."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    chain, private = folder / "chain.pem", folder / "key.pem"
    chain.write_bytes(made.public_bytes(Encoding.PEM))
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    for file in (chain, private):
        os.utime(file, (serial, serial))
    return Certificate(chain, private)


def _trusting(folder: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(folder / "chain.pem"))


@override_settings(MAIL_REPLIES="reply@in.example.org")
def test_mail_comes_in_encrypted_both_ways(tmp_path: Path) -> None:
    recipient = a_recipient(a_town().municipality)
    values = {"report": a_report(municipality=recipient.municipality), "recipient": recipient}
    delivery = Delivery.objects.create(occasion="new", queued_at=timezone.now(), **values)
    certificate, to = write_certificate(tmp_path, 1_000), address_for(REPLY, delivery.key)
    with post_box(certificate=certificate) as port, smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
        client.ehlo()
        assert client.has_extn("starttls") and not client.has_extn("auth")
        client.starttls(context=_trusting(tmp_path))
        client.ehlo()
        assert not client.has_extn("starttls") and not client.has_extn("auth")
        client.sendmail("a@example.org", [to], MAIL)
    with (
        post_box("smtps", certificate) as port,
        smtplib.SMTP_SSL("127.0.0.1", port, timeout=10, context=_trusting(tmp_path)) as client,
    ):
        client.sendmail("b@example.org", [to], MAIL + b"again\r\n")
    assert IncomingMail.objects.count() == 2


def test_nobody_signs_in_encrypted_or_not(tmp_path: Path) -> None:
    certificate = write_certificate(tmp_path, 1_000)
    with post_box(certificate=certificate) as port, smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
        client.ehlo()
        assert client.docmd("AUTH", "PLAIN AGEAYg==")[0] == 538
        client.starttls(context=_trusting(tmp_path))
        client.ehlo()
        assert client.docmd("AUTH", "PLAIN AGEAYg==")[0] == 504
    with post_box() as port, smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
        client.ehlo()
        assert not client.has_extn("starttls")
        assert client.docmd("AUTH", "LOGIN")[0] == 538


def test_a_renewed_certificate_is_taken_up(tmp_path: Path) -> None:
    certificate = write_certificate(tmp_path, 1_000)
    with post_box("smtps", certificate) as port:
        assert _serial(port) == 1_000
        write_certificate(tmp_path, 2_000)
        assert _serial(port) == 2_000
        (tmp_path / "key.pem").write_text("half written")
        assert _serial(port) == 2_000


def _serial(port: int) -> int:
    pem = ssl.get_server_certificate(("127.0.0.1", port), timeout=10)
    return x509.load_pem_x509_certificate(pem.encode()).serial_number


@pytest.mark.parametrize(
    ("chain", "listen", "says"),
    [
        ("", "smtps://127.0.0.1:2", "needs BESA_MAIL_CERTIFICATE"),
        ("nothing.pem", "smtp://127.0.0.1:2", "cannot be used"),
    ],
)
def test_a_door_that_cannot_be_encrypted_does_not_open(chain: str, listen: str, says: str) -> None:
    values = {"MAIL_LISTEN": listen, "MAIL_REPLIES": "reply@in.example.org"}
    with (
        override_settings(MAIL_CERTIFICATE=chain, MAIL_CERTIFICATE_KEY=chain, **values),
        pytest.raises(CommandError, match=says),
    ):
        call_command("receive_mail")
