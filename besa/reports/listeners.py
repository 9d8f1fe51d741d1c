"""What the worker does about reports after the fact. Each listener may run more than once."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from besa.core.events import listen
from besa.core.registries import erasers, together
from besa.ledger.erasure_list import Erasure, keep_erasures
from besa.reports.card_files import delete_report_cards
from besa.reports.day_counts import counting_together
from besa.reports.events import PhotoFilesOrphaned, PhotoUploaded, ReportReceived, UpdateAdded, WordsForgotten
from besa.reports.services.day_counts import install_day_counts
from besa.reports.services.erasure import delete_files, erase_subject_again
from besa.reports.services.forgetting import scrub_database
from besa.reports.services.locating import locate_report
from besa.reports.services.pausing import go_on_after_answer
from besa.reports.services.photos import draw_photo

erasers.register("reports", erase_subject_again)
together.register("reports.days", counting_together)


@receiver(post_migrate, sender=apps.get_app_config("reports"))
def count_days(*, using: str, **_: Any) -> None:
    """See to it that days are counted, whatever a migration did to the tables."""
    install_day_counts(using=using)


@listen(PhotoUploaded, _("Prepare a photo of a report"))
def draw_uploaded_photo(event: PhotoUploaded) -> None:
    """Decode a new or newly blurred photo."""
    draw_photo(photo_id=event.photo)


@listen(ReportReceived, _("Look up the address of a report"))
def find_the_address(event: ReportReceived) -> None:
    """Look a typed address up, where the installation has a geocoder."""
    locate_report(report_id=event.report)


@listen(UpdateAdded, _("Let a clock go on after the reporter's answer"))
def let_the_clock_go_on(event: UpdateAdded) -> None:
    """The citizen whom the municipality waited for has answered."""
    go_on_after_answer(report_id=event.report, update_id=event.update)


@listen(PhotoFilesOrphaned, _("Delete the files of erased photos"))
def delete_orphaned_files(event: PhotoFilesOrphaned) -> None:
    """Delete the files of erased photos, had the process died before it could."""
    delete_files(keys=event.keys)


@listen(WordsForgotten, _("Remove the last traces of erased words"))
def forget_on_disk(event: WordsForgotten) -> None:
    """Delete what was drawn of a report, and scrub the database's own files."""
    delete_report_cards(event.report)
    scrub_database()


@listen(WordsForgotten, _("Note in the data folder which words were removed"))
def keep_cuts(event: WordsForgotten) -> None:
    """Keep outside the database where words were removed, had the process died before it could."""
    if event.cuts:
        keep_erasures([Erasure(event.subject, event.entry, tuple(event.cuts), event.reason)])
