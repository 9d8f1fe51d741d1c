"""Reads a PDF or draws it in a process of its own, under limits; see `besa/pledges/documents_worker.py`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from besa.core.confinement import CrashedError, Limits, OverranError, run_confined
from besa.core.images.checks import REASONS as PHOTO_REASONS
from besa.core.refusing import Refused
from besa.pledges.importing.files import REASONS as LIST_REASONS

MAX_BYTES: Final = 30 * 1024 * 1024
MAX_PAGES: Final = 300
#: of a page that was read in its picture; of one with text, the worker takes as many
MAX_LETTERS: Final = 50_000
WALL_SECONDS: Final = 110
ACCEPT: Final = "application/pdf,image/jpeg,image/png,image/webp,image/heic"
TABLES_ACCEPT: Final = "text/csv,.csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,.xlsx"

#: why a document is refused: stored key → what the person reads
REASONS: Final[dict[str, Promise]] = {
    "empty": _("This file is empty. Choose it again."),
    "too_large": _("This file is larger than 30 MB. Send a smaller one, or split it."),
    "not_a_document": _("This file is neither a PDF nor a photo that we can read."),
    "not_for_readers": _("This file is no PDF, no photo and no table (CSV or XLSX) that we can read."),
    "table_too_large": LIST_REASONS["too_large"],
    "bomb": LIST_REASONS["bomb"],
    "not_a_sheet": LIST_REASONS["not_a_sheet"],
    "table_too_much_work": LIST_REASONS["too_much_work"],
    "formulas": _(
        "A cell of this table begins with =, +, - or @ and is no number: spreadsheets would run it as a formula."
        " Write its value, or begin it with another letter."
    ),
    "reaches_out": _(
        "This XLSX holds macros, other files, or formulas and links that fetch something when it is opened."
        " Save it with values only, or as CSV."
    ),
    "damaged": _("This PDF is damaged, or it is no PDF. Save it again and send the new file."),
    "locked": _("This PDF is locked with a password. Save it without one and send that."),
    "too_many_pages": _("This PDF has more than 300 pages. Send the part with the programme."),
    "too_much_work": _("This PDF takes too long to open. Print it to a new PDF and send that."),
    "no_pages": _("This PDF has no pages."),
    "lost": _("This file did not arrive. Send it again."),
    "unreachable": _("The page could not be fetched. Check the address, or upload the page as a PDF."),
    "forbidden": _("This address cannot be fetched from here. Use a public address."),
    "not_found": _("There is no page at this address."),
    "no_text": _("There is no text at this address that we can read. Upload it as a PDF or photo."),
}


class DocumentRefused(Refused):
    """A file that is not kept."""

    reasons = REASONS


@dataclass(frozen=True)
class ReadPage:
    """Text of a page, and the size in pixels of its picture."""

    text: str
    width: int
    height: int


_WORKER = Path(__file__).resolve().parent / "documents_worker.py"
_LIMITS = Limits(address_bytes=1024 * 1024 * 1024, cpu_seconds=90, open_files=64, file_bytes=16 * 1024 * 1024)


def refusal_text(reason: str) -> Promise | str:
    """What the person reads of a refusal, of a photo's too."""
    return REASONS.get(reason) or PHOTO_REASONS.get(reason) or reason


def looks_like_pdf(file: IO[bytes]) -> bool:
    """By its first bytes and never by its name; the file is left at its start."""
    file.seek(0)
    head = file.read(1024)
    file.seek(0)
    return b"%PDF-" in head


def read_pdf(source: Path, folder: Path) -> list[ReadPage]:
    """The text of every page, its picture written as `folder/page-<n>.webp`. Worker only: takes seconds.

    Raises DocumentRefused when the file is to blame, RuntimeError when we are.
    """
    job = {"source": str(source), "folder": str(folder), "max_pages": MAX_PAGES}
    try:
        answer = run_confined(_WORKER, job, limits=_LIMITS, seconds=WALL_SECONDS)
    except OverranError as error:
        raise DocumentRefused("too_much_work") from error
    except CrashedError as error:
        raise DocumentRefused("damaged") from error
    if "refused" in answer:
        raise DocumentRefused(answer["refused"] if answer["refused"] in REASONS else "damaged")
    return [ReadPage(page["text"], page["width"], page["height"]) for page in answer["pages"]]
