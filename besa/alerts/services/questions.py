"""Questions to the owner of an address, before anything else is sent there; and their lost links."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone, translation

from besa.alerts.models import Silence, Subscriber, Subscription
from besa.alerts.queries.recipients import follower_links
from besa.alerts.scopes import scope_of
from besa.alerts.wording import rendered
from besa.core.channels import Parcel
from besa.core.links import absolute_url
from besa.core.messages import QUESTION, Message
from besa.core.registries import message_channels
from besa.core.services import queue_mail
from besa.reports.models import Reporter
from besa.reports.models.report import Visibility


def ask_owner(*, subscription: Subscription) -> None:
    """Ask whether the owner of an address wants to follow, on the channel they would be told on.

    To a mailbox once a day at most, so that nobody can be flooded. Raises NotDelivered. Worker only: it may call
    another machine.
    """
    subscriber, report = subscription.subscriber, subscription.report
    if subscription.confirmed_at is not None and subscriber.unreachable_at is None:
        return
    if report is not None and report.visibility != Visibility.PUBLIC:
        return
    today = timezone.localdate().isoformat()
    with translation.override(subscription.language):
        message = _question(subscription)
    parcel = Parcel(
        key=f"question-{subscription.pk}-{today}",
        occasion=QUESTION,
        subject=message,
        address=subscriber.address,
        language=subscription.language,
        brand=subscription.brand,
        secret=subscriber.secrets.get("secret", ""),
        options=subscriber.secrets,
    )
    message_channels.get(subscriber.channel).send(parcel)


def _question(subscription: Subscription) -> Message:
    report, scope = subscription.report, scope_of(subscription)
    links = follower_links(subscription)
    context = {"confirm_link": links.confirm, "report": report, "scope": scope}
    title, text = rendered("follow_question" if report else "follow_area_question", context)
    return Message(
        title=title,
        text=text,
        short=str(scope),
        url=links.confirm,
        stop_url=links.stop,
        about=f"report:{report.pk}" if report else f"subscription:{subscription.pk}",
        data={"confirm_url": links.confirm},
    )


def send_links(*, subscriber: Subscriber) -> None:
    """Send the link to all that a mailbox follows to that mailbox, once an hour at most."""
    first = Subscription.objects.filter(subscriber=subscriber).order_by("pk").first()
    if first is None or subscriber.confirmed_at is None:
        return
    where = {"language": first.language, "brand": first.brand}
    with transaction.atomic():
        queue_mail(
            kind="alerts.following_link",
            subject_key=f"subscriber:{subscriber.pk}",
            recipient=subscriber.address,
            template="alerts/mail/following_link.txt",
            context={"link": absolute_url("alerts:following", subscriber.key, **where)},
            once=f"subscriber:{subscriber.pk} {timezone.now():%Y-%m-%d %H}",
            language=where["language"],
            brand=where["brand"],
        )


def silence_reporter(*, reporter: Reporter) -> None:
    """The reporter wants no more mail about their report; the private link keeps working."""
    with transaction.atomic():
        Silence.objects.get_or_create(report_id=reporter.report_id)
