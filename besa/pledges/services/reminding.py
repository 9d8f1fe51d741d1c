"""What the clock does with rights of reply: a reminder, another on the last day but one, then the end."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from besa.places.calendar import Calendar, calendar_of, zone_of
from besa.pledges.method import REPLY_REMINDERS
from besa.pledges.models import ReplyRequest
from besa.pledges.services.replying import close_replies, mail_office


def look_at_replies() -> int:
    """Remind offices that have not replied, and close what is over; how many. Runs every hour, and may run twice."""
    now = timezone.now()
    done = 0
    for request in ReplyRequest.objects.filter(closed_at__isnull=True).select_related(
        "round__mandate__municipality", "round__mandate__person", "round__organisation"
    ):
        municipality = request.round.mandate.municipality
        if request.due_at < now:
            with transaction.atomic():
                done += close_replies(request=request, at=now)
            continue
        zone = zone_of(municipality)
        left = _working_days(
            calendar_of(municipality, request.sent_at),
            now.astimezone(zone).date(),
            request.due_at.astimezone(zone).date(),
        )
        done += _remind(request, left)
    return done


def _working_days(calendar: Calendar, today: date, last: date) -> int:
    """Working days after today, up to the last one and with it."""
    return sum(
        calendar.is_working_day(date.fromordinal(day))
        for day in range(today.toordinal() + 1, last.toordinal() + 1)
    )


def _remind(request: ReplyRequest, left: int) -> int:
    """The reminder that is due now, if it was not sent: the office that has replied gets none."""
    due = [days for days in REPLY_REMINDERS if left <= days and days not in request.reminders]
    if not due or request.replies.exists():
        return 0
    with transaction.atomic():
        done = ReplyRequest.objects.filter(
            pk=request.pk, closed_at__isnull=True, reminders=request.reminders
        ).update(reminders=[*request.reminders, *due])
        if done:
            mail_office(
                request,
                "pledges/mail/reply_reminder.txt",
                "pledges.reply_reminder",
                once=f"{request.pk}:{due}",
            )
    return done
