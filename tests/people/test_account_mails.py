"""Every mail that allauth can send here has a text of ours, in the reader's language."""

from __future__ import annotations

from pathlib import Path

import allauth
import pytest
from django.template.loader import get_template

from besa.core.mail_texts import compose
from besa.people.account_mails import ASKED_FOR, CHANGES

TEMPLATES = Path(allauth.__file__).parent / "templates"
#: sent only where a link instead of a code sets the password anew
NOT_SENT = {"account/email/password_reset_key"}


def test_no_mail_of_allauth_is_without_our_text() -> None:
    theirs = {
        f"{app}/email/{path.name.removesuffix('_subject.txt')}"
        for app in ("account", "mfa")
        for path in (TEMPLATES / app / "email").glob("*_subject.txt")
    }
    assert len(theirs) > 15
    assert theirs - set(ASKED_FOR) - set(CHANGES) - NOT_SENT == set()


@pytest.mark.parametrize("language", ["sq", "sr-latn", "sr", "en"])
@pytest.mark.parametrize("template", sorted({*ASKED_FOR.values(), "people/mail/account_change.txt"}))
def test_each_has_a_subject_and_a_body(template: str, language: str) -> None:
    get_template(template)
    change = next(iter(CHANGES.values()))
    mail = compose(
        template=template,
        context={"code": "123-456-789", "change": change, "sign_in_address": "https://besa.example/in"},
        language=language,
        brand="besa",
    )
    assert "Besa" in mail.subject
    assert mail.text.strip()
    assert ("123-456-789" in mail.text) == ("_code" in template)
    assert ("123-456-789" in mail.subject) == ("_code" in template)
