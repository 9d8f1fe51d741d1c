"""Who is told when officials assign, mention, merge, split or hand over: once, in their language, and nobody else."""

from __future__ import annotations

import pytest
from django.utils import timezone

from besa.alerts.models import Subscription
from besa.core.models import OutboxEvent, OutgoingMail
from besa.reports.models import Report
from besa.reports.services.answers import answer_report, mark_duplicate, reopen_report
from besa.reports.services.assigning import assign_report
from besa.reports.services.notes import note_internally
from besa.reports.services.placing import hand_over_report
from besa.reports.services.splitting import split_report
from besa.reports.services.undoing import undo_change
from besa.reports.wording import Wording
from tests.alerts.test_mails import mails, run_listeners
from tests.factories.alerts import follow
from tests.reports.acts import IN_DECAN, Neighbours, category_of, neighbours

pytestmark = pytest.mark.django_db


@pytest.fixture
def there() -> Neighbours:
    return neighbours()


def fresh(report: Report) -> Report:
    return Report.objects.select_related("municipality", "category", "department", "place").get(pk=report.pk)


def forget() -> None:
    """Begin anew: a listener that runs again sees what it has told already, not what we deleted."""
    OutgoingMail.objects.all().delete()
    OutboxEvent.objects.all().delete()


def test_who_is_to_deal_with_it_is_told_once_and_the_others_not(there: Neighbours) -> None:
    report = there.report()
    assign_report(
        report=report, department=there.roads, assignee=there.of_roads, role="officer", by=there.officer
    )
    run_listeners(times=2)
    assert mails() == [("alerts.colleague_assigned", "roads@peja.example")]
    own = assign_report(
        report=fresh(report), department=None, assignee=there.officer, role="officer", by=there.officer
    )
    undo_change(change=own, role="officer", by=there.officer)
    run_listeners()
    assert len(mails()) == 1


def test_who_is_mentioned_is_told_in_the_words_of_the_note(there: Neighbours) -> None:
    report = there.report()
    note_internally(
        report=report, role="officer", by=there.officer, text="Look, please", mentioned=[there.of_roads]
    )
    run_listeners(times=2)
    mail = OutgoingMail.objects.get()
    assert mail.recipient == "roads@peja.example" and mail.subject_key == f"report:{report.pk}"
    assert "Look, please" in mail.text and f"/desk/reports/{report.pk}/" in mail.text


def test_everybody_who_told_of_it_hears_of_the_one_that_goes_on(there: Neighbours) -> None:
    first = there.report(reporter={"email": "first@example.com"})
    second = there.report(reporter={"email": "second@example.com"})
    follow(second, "follower@example.com")
    follow(first, "second@example.com")
    mark_duplicate(report=second, duplicate_of=first, role="officer", by=there.officer)
    run_listeners(times=2)
    told = [address for _kind, address in mails()]
    assert sorted(told) == ["follower@example.com", "second@example.com"]
    forget()
    answer_report(report=fresh(first), role="officer", text="We come on Monday", by=there.officer)
    run_listeners(times=2)
    told = [address for _kind, address in mails()]
    assert sorted(told) == ["first@example.com", "follower@example.com", "second@example.com"]
    forget()
    reopen_report(report=fresh(second), role="officer", by=there.officer)
    run_listeners()
    forget()
    answer_report(report=fresh(first), role="officer", text="Done", by=there.officer)
    run_listeners()
    assert "follower@example.com" not in [address for _kind, address in mails()]


def test_everybody_reads_an_answer_in_their_own_language(there: Neighbours) -> None:
    report = there.report(reporter={"email": "milica@example.com", "language": "sr-latn"})
    follow(report, "arben@example.com", language="sq")
    wording = Wording(language="sq", texts={"sr": "Долазимо у понедељак"})
    answer_report(report=report, role="officer", text="Vijmë të hënën", by=there.officer, wording=wording)
    run_listeners()
    words = {mail.recipient: mail.text for mail in OutgoingMail.objects.all()}
    assert "Dolazimo u ponedeljak" in words["milica@example.com"]
    assert "Vijmë" in words["arben@example.com"] and "Долазимо" not in words["arben@example.com"]


def test_a_split_tells_the_reporter_once_and_takes_the_followers_along(there: Neighbours) -> None:
    report = there.report(text="A hole. A lamp.")
    follow(report, "follower@example.com")
    part = split_report(report=report, text="A lamp.", category=category_of("lighting"), role="officer").part
    run_listeners(times=2)
    assert Subscription.objects.filter(report=part, confirmed_at__isnull=False).count() == 1
    assert Subscription.objects.filter(report=report).count() == 1
    assert [address for kind, address in mails() if kind == "alerts.split"] == ["teuta@example.com"]
    assert part.uid in OutgoingMail.objects.get(kind="alerts.split").text


def test_a_hand_over_tells_the_reporter_and_who_has_it_now(there: Neighbours) -> None:
    report = there.report()
    answer_report(report=report, role="officer", text="Hm", by=there.officer, at=timezone.now())
    hand_over_report(
        report=fresh(report),
        lat=IN_DECAN[0],
        lon=IN_DECAN[1],
        to=there.decan,
        role="officer",
        by=there.officer,
    )
    run_listeners(times=2)
    kinds = [kind for kind, _address in mails()]
    assert kinds.count("alerts.handed_over") == 1 and "alerts.change" not in kinds
    assert ("alerts.office_new", there.in_decan.email) in mails()
