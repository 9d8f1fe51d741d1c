"""What insights does when something has happened elsewhere."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from besa.core.events import listen
from besa.core.registries import together
from besa.insights.charts.keeping import forget_all
from besa.insights.events import EditionOrdered
from besa.insights.models import Edition
from besa.insights.services.editions import make_edition
from besa.insights.services.keeping import install_triggers, keep_facts
from besa.insights.services.kits import make_kit
from besa.insights.triggers import noting_together
from besa.reports.events import ReportErased, ReportsImported


@receiver(post_migrate, sender=apps.get_app_config("insights"))
def note_changes(*, using: str, **_: Any) -> None:
    """See to it that changes are noted, whatever a migration did to the tables."""
    install_triggers(using=using)


together.register("insights", noting_together)


@listen(ReportErased, _("Take an erased report from the figures"))
def forget_erased_report(event: ReportErased) -> None:
    """Write the blocks anew, without the report, and draw charts anew. No figure has counted it since it was erased."""
    keep_facts(now=True)
    forget_all()


@listen(ReportsImported, _("Count imported reports"))
def count_imported_reports(event: ReportsImported) -> None:
    """Write the blocks at once: the first reader of a page of statistics would wait while all reports are read."""
    keep_facts(now=True)


@listen(EditionOrdered, _("Make an infographic, a poster or a clip"))
def make_ordered_edition(event: EditionOrdered) -> None:
    """Make its files; of a kit as many as there is time for."""
    if Edition.objects.filter(pk=event.edition, kind="kits").exists():
        make_kit(pk=event.edition)
    else:
        make_edition(pk=event.edition)
