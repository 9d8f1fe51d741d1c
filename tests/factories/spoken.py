"""A report about which some words stand in every place that can hold some."""

from __future__ import annotations

from email.message import EmailMessage

from django.db import transaction
from django.utils import timezone

from besa.alerts.kinds import Kind
from besa.alerts.services.fan_out import tell_followers
from besa.alerts.services.sending import send_due
from besa.core.models import IdempotencyKey, ListenerRun, OutboxEvent, OutgoingMail
from besa.delivery.models import Attempt, Delivery, IncomingMail
from besa.desk.models import BulkAct, BulkItem
from besa.open311.models import Origin
from besa.people.models import Role
from besa.reports.models import AbuseReport, Change, Pause, Question, Report, Reporter, Transition, Update
from besa.reports.models.report import State
from besa.reports.services.publication import announce_publication
from tests.factories.alerts import follow
from tests.factories.delivery import a_recipient
from tests.factories.people import a_member
from tests.factories.public import make_category, make_report

NAME, PHONE, OTHER = "Zymberaj", "044 123 456", "xhamatrafik"
GONE = [NAME, PHONE, PHONE.replace(" ", "")]


def spoken_report() -> Report:
    """A report about which the words stand in every place that can hold some."""
    now = timezone.now()
    category = make_category()
    Question.objects.create(category=category, key="who", kind=Question.Kind.TEXT, labels={"en": "Who"})
    report = make_report(
        category=category, text=f"{OTHER} të oborri te {NAME}, tel. {PHONE}", address=f"Te {NAME}",
        answers={"who": NAME, "deep": True}, exposed=False, state=State.IN_PROGRESS,
    )  # fmt: skip
    Reporter.objects.create(
        report=report,
        name=NAME,
        show_name=True,
        email="a@b.test",
        email_confirmed_at=now,
        language="sq",
        brand="besa",
        link_salt="s",
    )
    with transaction.atomic():
        announce_publication(report, role="reporter")
    words = f"I nderuar {NAME}, {OTHER}"
    update = Update.objects.create(
        report=report, text=words, texts={"sr": f"Поштовани {NAME}"}, author_role="officer", created_at=now
    )
    for audience in (Update.Audience.INTERNAL, Update.Audience.HIDDEN):
        Update.objects.create(
            report=report, text=words, audience=audience, author_role="officer", created_at=now
        )
    change = Transition.objects.create(
        report=report,
        old="received",
        new="in_progress",
        at=now,
        actor_role="officer",
        forwarded_to=NAME,
        update=update,
    )
    Pause.objects.create(
        report=report, reason=Pause.Reason.OTHER_BODY, body=NAME, started_at=now, until=now, role="officer",
    )  # fmt: skip
    AbuseReport.objects.create(report=report, reason="personal", text=f"{NAME}!", created_at=now)
    Change.objects.create(
        report=report, kind=Change.Kind.CATEGORISED, at=now, actor_role="officer",
        municipality=report.municipality, kept={"answers": {"who": NAME}, "lat": 42.5},
    )  # fmt: skip
    plant_copies(report, change)
    return report


def plant_copies(report: Report, change: Transition) -> None:
    now = timezone.now()
    for number, state in enumerate(OutgoingMail.State.values):
        OutgoingMail.objects.create(
            message_id=f"<{number}@x>", kind="x", subject_key=f"report:{report.pk}", recipient="a@b.test",
            language="sq", brand="besa", subject=f"Për {NAME}", text=f"{OTHER}\nte\n{NAME}", state=state,
            html=f"<p>{OTHER}<br>te<br>{NAME}</p>",
        )  # fmt: skip
    with transaction.atomic():
        row = OutboxEvent.objects.create(name="reports.published", payload=f'{{"report":{report.pk}}}')
        ListenerRun.objects.create(event=row, listener="x", last_error=f"KeyError: {NAME}")
    IdempotencyKey.objects.create(
        scope="report", key="k" * 20, body_hash="h" * 64, answer={"report": report.uid}
    )
    bulk = BulkAct.objects.create(
        municipality=report.municipality, by=a_member(Role.COORDINATOR, report.municipality), act="acknowledge",
        arguments={"text": f"I nderuar {NAME}"}, total=1, seen_at=now, created_at=now, due_at=now,
        state=BulkAct.State.DONE,
    )  # fmt: skip
    BulkItem.objects.create(bulk=bulk, report=report)
    delivery = Delivery.objects.create(
        report=report, recipient=a_recipient(report.municipality), occasion="new", queued_at=now
    )
    Attempt.objects.create(delivery=delivery, round=1, number=1, began_at=now, detail=f"refused: {NAME}")
    mail = EmailMessage()
    mail["Subject"] = "Re"
    mail.set_content(f"> te {NAME}\nPo vijmë", cte="base64")
    IncomingMail.objects.create(
        identity="i", mailbox="m", delivery=delivery, state=IncomingMail.State.UNREADABLE, raw=bytes(mail),
        received_at=now,
    )  # fmt: skip
    Origin.objects.create(report=report, text=f"made by {NAME}")
    follow(report, "ndjekesi@shembull.test", language="sq")
    tell(report, change)


def tell(report: Report, change: Transition) -> None:
    """What followers are told of the change, as it is queued."""
    tell_followers(report=report, kind=Kind.CHANGED, source=f"transition:{change.pk}", transition=change)
    send_due()
