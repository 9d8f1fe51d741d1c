"""What the worker does about reports after the fact. Each listener may run more than once."""

from __future__ import annotations

from besa.core.events import listen
from besa.core.registries import erasers
from besa.reports.card_files import delete_report_cards
from besa.reports.events import PhotoFilesOrphaned, PhotoUploaded, ReportErased, ReportReceived, UpdateAdded
from besa.reports.services.erasure import delete_files, erase_subject_again, scrub_database
from besa.reports.services.locating import locate_report
from besa.reports.services.pausing import go_on_after_answer
from besa.reports.services.photos import draw_photo

erasers.register("reports", erase_subject_again)


@listen(PhotoUploaded)
def draw_uploaded_photo(event: PhotoUploaded) -> None:
    """Decode a new or newly blurred photo."""
    draw_photo(photo_id=event.photo)


@listen(ReportReceived)
def find_the_address(event: ReportReceived) -> None:
    """Look a typed address up, where the installation has a geocoder."""
    locate_report(report_id=event.report)


@listen(UpdateAdded)
def let_the_clock_go_on(event: UpdateAdded) -> None:
    """The citizen whom the municipality waited for has answered."""
    go_on_after_answer(report_id=event.report, update_id=event.update)


@listen(PhotoFilesOrphaned)
def delete_orphaned_files(event: PhotoFilesOrphaned) -> None:
    """Delete the files of erased photos, had the process died before it could."""
    delete_files(keys=event.keys)


@listen(ReportErased)
def forget_on_disk(event: ReportErased) -> None:
    """Delete what was drawn of an erased report, and scrub the database's own files."""
    delete_report_cards(event.report)
    scrub_database()
