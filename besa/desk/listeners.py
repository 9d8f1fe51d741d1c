"""What the desk does when something happened to a report."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from besa.core.events import listen
from besa.core.registries import companions
from besa.desk.services import reminding
from besa.desk.services.bulk import forget_report, forget_words
from besa.reports.events import PauseEndsSoon, RemindersDue, ReportErased

companions.register("desk.bulk", forget_words)


@listen(ReportErased, _("Take an erased report from the lists of the desk"))
def forget_bulk_items(event: ReportErased) -> None:
    """Nothing on the desk names an erased report."""
    forget_report(report=event.report)


@listen(RemindersDue, _("Remind of deadlines"))
def send_reminders(event: RemindersDue) -> None:
    """Whoever a step names is told of the deadlines that reached it."""
    reminding.send_reminders(step_id=event.step, reminder_ids=event.reminders)


@listen(PauseEndsSoon, _("Tell that a clock goes on soon"))
def tell_of_pause(event: PauseEndsSoon) -> None:
    """Whoever let a clock stand still learns that it goes on soon."""
    reminding.tell_of_pause(pause_id=event.pause)
