"""What the ledger's entries about reports mean, in words for everybody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from besa.ledger.verbs import register_verbs

register_verbs(
    {
        "reports.received": _("A report was received"),
        "reports.confirmed": _("The reporter confirmed a report"),
        "reports.published": _("A report was published"),
        "reports.located": _("The place of a report was found from its address"),
        "reports.acknowledged": _("The municipality acknowledged a report"),
        "reports.in_progress": _("Work on a report began"),
        "reports.fixed": _("The municipality said that a report is fixed"),
        "reports.declined": _("The municipality declined a report"),
        "reports.forwarded": _("A report was forwarded"),
        "reports.duplicate": _("A report was marked as a duplicate"),
        "reports.withdrawn": _("The reporter withdrew a report"),
        "reports.reopened": _("A report was opened again"),
        "reports.answered": _("The municipality answered publicly"),
        "reports.noted": _("The municipality made an internal note"),
        "reports.confirmed_fixed": _("A citizen said that it is fixed"),
        "reports.said_not_fixed": _("A citizen said that it is not fixed"),
        "reports.added_to": _("The reporter added to a report"),
        "reports.imported": _("Reports were brought in from another system"),
        "reports.generated": _("Made-up reports were generated for a trial"),
        "reports.erased": _("The personal data of a report was erased"),
        "reports.complained_about": _("Somebody complained about a report"),
        "reports.kept_in_view": _("A moderator kept a report in view after a complaint"),
        "reports.clock_paused": _("The municipality let the clock of a report stand still"),
        "reports.clock_resumed": _("The clock of a report went on"),
        "reports.reminded": _("The municipality was reminded of a deadline"),
        "reports.asked_again": _("People were asked again whether it is fixed"),
        "deadlines.changed": _("A municipality changed by when it answers and repairs"),
        "calendar.day_added": _("A municipality declared a day off, or a day on which it works"),
        "calendar.day_removed": _("A municipality took back a day off, or a day on which it works"),
        "calendar.hours_changed": _("A municipality changed its working hours"),
        "escalation.step_added": _("A municipality decided who is reminded of a deadline"),
        "escalation.step_removed": _("A municipality reminds somebody of a deadline no more"),
        "escalation.limits_changed": _("A municipality changed how long a clock may stand still"),
        "updates.hidden": _("A moderator hid an update"),
        "photos.added": _("Photos were added to a report"),
        "photos.refused": _("A photo could not be used"),
        "photos.blurred": _("A part of a photo was blurred"),
        "photos.hidden": _("A moderator hid a photo"),
        "photos.shown": _("A moderator showed a photo again"),
        "reports.hidden": _("A moderator hid a report"),
        "reports.shown": _("A moderator showed a report again"),
        "categories.changed": _("A municipality changed how it handles a category"),
        "categories.added": _("A municipality added a category"),
        "categories.question_added": _("A municipality added a question to a category"),
        "categories.question_changed": _("A municipality changed a question of a category"),
        "categories.question_removed": _("A municipality removed a question from a category"),
        "municipality.settings_changed": _("A municipality changed how it takes reports"),
    }
)
