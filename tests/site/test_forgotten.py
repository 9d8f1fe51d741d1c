"""What retention deleted each day, as administrators read it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from besa.core.models import OutgoingMail, RetentionRun
from besa.core.retention import apply_rules
from besa.people.models import Role
from tests.factories.people import a_member, browser_of

pytestmark = pytest.mark.django_db
PAGE = "/en/administration/deleted/"


def test_administrators_read_what_the_last_run_deleted_and_whether_it_runs() -> None:
    browser = browser_of(a_member(Role.ADMINISTRATOR), second_factor=True)
    assert "It has not run yet" in browser.get(PAGE).content.decode()
    OutgoingMail.objects.create(
        message_id="<1@x>", kind="x", recipient="arta@example.org", language="sq", brand="besa", subject="x",
        text="x", state="sent", sent_at=timezone.now() - timedelta(days=40),
    )  # fmt: skip
    with time_machine.travel(timezone.now() - timedelta(hours=26), tick=False):
        apply_rules()
    apply_rules()
    RetentionRun.objects.update(failed=["reports.contacts"])
    answer = browser.get(PAGE)
    rules = {one.rule.what: one for one in answer.context["forgetting"].rules}
    mails = rules["Mails that we sent, with their texts"]
    assert (mails.last, mails.lately) == (0, 1)
    assert sum(one.has_failed for one in rules.values()) == 1
    page = answer.content.decode()
    assert "arta@example.org" not in page and "It has not run for more than a day" not in page
    RetentionRun.objects.update(started_at=timezone.now() - timedelta(days=3))
    assert "It has not run for more than a day" in browser.get(PAGE).content.decode()
