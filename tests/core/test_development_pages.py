"""Mails and components on the developer's own machine, and nowhere else."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import Client

from besa.core.models import OutgoingMail

pytestmark = pytest.mark.django_db
PAGES = ("/dev/mail", "/dev/components")


@pytest.fixture
def mail() -> OutgoingMail:
    return OutgoingMail.objects.create(
        message_id="<1@besa.invalid>",
        kind="test.mail",
        subject_key="test:1",
        recipient="arta@example.org",
        language="sq",
        brand="besa",
        subject="Your <report>",
        text="Follow it:\nhttps://example.org/x",
        html="<p style='color:red'>Follow it</p><script>alert(1)</script>",
    )


def test_mails_are_listed_and_shown(client: Client, mail: OutgoingMail) -> None:
    assert "Your &lt;report&gt;" in client.get("/dev/mail").content.decode()
    page = client.get(f"/dev/mail/{mail.pk}").content.decode()
    assert 'href="https://example.org/x"' in page
    assert f'src="/dev/mail/{mail.pk}/html"' in page
    assert "<script>alert" not in page


def test_the_html_of_a_mail_can_do_nothing(client: Client, mail: OutgoingMail) -> None:
    response = client.get(f"/dev/mail/{mail.pk}/html")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("language", ["sq", "sr", "sr-latn", "en"])
def test_every_component_shows_in_every_language(client: Client, language: str) -> None:
    page = client.get(f"/dev/components?lang={language}")
    assert page.status_code == 200
    assert page.content.decode().count('class="status status-') >= 9


@pytest.mark.parametrize("page", PAGES)
def test_nobody_sees_them_from_outside(client: Client, settings: object, page: str) -> None:
    settings.LOOPBACK = False
    assert client.get(page).status_code == 404


def test_a_mail_in_html_has_a_large_button_in_the_brands_colour() -> None:
    from besa.core.brands import BRANDS

    html = render_to_string(
        "core/mail.html",
        {
            "brand": BRANDS["popravi"],
            "language": "sr-latn",
            "subject": "Vaša prijava",
            "site_address": "https://popravi.org",
            "blocks": [
                {"text": "Zdravo & dobrodošli"},
                {"text": "Pratite", "url": "https://popravi.org/x?a=1", "look": "button"},
            ],
        },
    )
    assert '<html lang="sr-Latn">' in html
    assert "Zdravo &amp; dobrodošli" in html
    assert f"background:{BRANDS['popravi'].colour}" in html
    assert 'href="https://popravi.org/x?a=1"' in html
