"""What waits in the outbox about a report is not sent when the report is not public any more."""

from __future__ import annotations

import pytest

from besa.alerts.kinds import ALL
from besa.alerts.models import Batch, Frequency, Notice
from besa.alerts.scopes import Scope
from besa.alerts.services.sending import send_due
from besa.core.models import OutgoingMail
from besa.core.outbox import send_mail, sweep
from besa.reports.events import ReportPublished
from besa.reports.models import Report, Reporter
from besa.reports.models.report import Visibility
from besa.reports.services.answers import answer_report
from besa.reports.services.erasure import erase_report
from tests.alerts.test_mails import announce, run_listeners
from tests.factories.alerts import follow, follow_scope
from tests.factories.delivery import mail_server
from tests.factories.desk import a_report
from tests.factories.public import make_municipality

pytestmark = pytest.mark.django_db
HIDDEN = (Visibility.HIDDEN, Visibility.PRIVATE, Visibility.AWAITING_MODERATION)


def _send_all() -> None:
    """What the worker does with every mail that waits."""
    for pk in list(OutgoingMail.objects.order_by("pk").values_list("pk", flat=True)):
        send_mail(pk)


def _followed_report() -> Report:
    """One with a reporter, a follower, and an answer that both are told of; the mails wait in the outbox."""
    report = a_report()
    reporter = {"email": "reporter@example.com", "language": "sq", "brand": "besa", "link_salt": "s"}
    Reporter.objects.update_or_create(report=report, defaults=reporter)
    follow(report, "follower@example.com")
    answer_report(report=report, role="officer", text="We come on Monday")
    run_listeners()
    send_due()
    assert set(OutgoingMail.objects.values_list("recipient", flat=True)) >= {
        "reporter@example.com",
        "follower@example.com",
    }
    return report


@pytest.mark.parametrize("visibility", HIDDEN)
def test_only_the_reporter_hears_of_a_report_that_was_hidden_meanwhile(
    visibility: Visibility, settings: object
) -> None:
    report = _followed_report()
    Report.objects.filter(pk=report.pk).update(visibility=visibility)
    with mail_server(settings) as server:
        _send_all()
        _send_all()
    assert {to for _from, recipients in server.envelopes for to in recipients} == {"reporter@example.com"}
    assert not OutgoingMail.objects.filter(recipient="follower@example.com").exists()


def test_of_an_erased_report_nobody_hears_even_if_its_mail_was_written_at_the_same_moment(
    settings: object,
) -> None:
    report = _followed_report()
    copies = list(OutgoingMail.objects.filter(subject_key=f"report:{report.pk}"))
    erase_report(report=report, role="moderator")
    assert not OutgoingMail.objects.filter(subject_key=f"report:{report.pk}").exists()
    OutgoingMail.objects.bulk_create(copies)  # a process that had begun before, and committed after
    with mail_server(settings) as server:
        _send_all()
    assert server.mails == [] and not OutgoingMail.objects.filter(kind="alerts.news").exists()


def test_a_digest_is_written_again_without_what_was_hidden(settings: object) -> None:
    follow_scope(
        Scope(municipality=make_municipality()), "digest@example.com", kinds=ALL, frequency=Frequency.DAILY
    )
    kept, hidden = a_report(text="Gropa mbetet"), a_report(text="Emri i fqinjit")
    for report in (kept, hidden):
        announce(ReportPublished(report=report.pk))
    run_listeners()
    Notice.objects.update(due_at=kept.created_at)
    send_due()
    (digest,) = OutgoingMail.objects.filter(kind="alerts.news")
    assert digest.subject_key.startswith("alert:") and "Emri i fqinjit" in digest.text
    Report.objects.filter(pk=hidden.pk).update(visibility=Visibility.HIDDEN)
    with mail_server(settings) as server:
        send_mail(digest.pk)
        assert server.mails == []
        send_due()
        _send_all()
        _send_all()
    texts = [mail.get_body(("plain",)).get_content() for mail in server.mails]
    (text,) = [one for one in texts if "Gropa mbetet" in one]
    assert "Emri i fqinjit" not in "".join(texts)
    assert Batch.objects.get().state == Batch.State.SENT
    assert text and sweep() == 0


def test_what_is_public_goes_and_other_mails_are_not_asked_about(settings: object) -> None:
    _followed_report()
    with mail_server(settings) as server:
        _send_all()
    assert {to for _from, recipients in server.envelopes for to in recipients} >= {
        "reporter@example.com",
        "follower@example.com",
    }
    assert not OutgoingMail.objects.filter(state=OutgoingMail.State.WAITING).exists()
