"""What the worker does about publications after the fact. Each listener may run more than once."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from besa.core.brands import DEFAULT
from besa.core.events import listen
from besa.core.languages import SR, SR_LATN
from besa.publications.events import EditionPublished, EditionWithdrawn, PhotoAdded, RenditionOrdered
from besa.publications.models import Edition
from besa.publications.queries.public_works import public_editions
from besa.publications.queries.renditions import WantedFiles
from besa.publications.services.files import draw_photo
from besa.publications.services.renditions import (
    forget_renditions,
    make_rendition,
    order_rendition,
    renew_renditions,
)


@listen(PhotoAdded, _("Prepare a photo of a publication"))
def draw_added_photo(event: PhotoAdded) -> None:
    """Draw a photo that came."""
    draw_photo(photo_id=event.photo)


@listen(RenditionOrdered, _("Make a file of a publication"))
def make_ordered_rendition(event: RenditionOrdered) -> None:
    """Make a file that somebody wants."""
    make_rendition(pk=event.rendition)


@listen(EditionPublished, _("Have the PDF of a publication made"))
def order_pdf_of_published(event: EditionPublished) -> None:
    """Have the PDF ready before somebody asks; the other files are made when they are wanted."""
    edition = Edition.objects.filter(pk=event.edition, withdrawn_at__isnull=True).first()
    if edition is None or edition.public_revision is None:
        return
    for language in (edition.language, *([SR_LATN] if edition.language == SR else [])):
        wanted = WantedFiles(edition, edition.public_revision, language, DEFAULT.key)
        order_rendition(wanted=wanted, format="pdf")


@listen(EditionPublished, _("Make the files of translations anew"))
def renew_files_of_translations(event: EditionPublished) -> None:
    """Have the files of translations say that their original is another one now, where there are any."""
    edition = Edition.objects.filter(pk=event.edition).select_related("publication").first()
    if edition is None or not edition.is_original:
        return
    others = public_editions().filter(publication=edition.publication_id).exclude(pk=edition.pk)
    for translation in others:
        renew_renditions(edition=translation)


@listen(EditionWithdrawn, _("Delete the files of a withdrawn publication"))
def forget_files_of_withdrawn(event: EditionWithdrawn) -> None:
    """Delete the files of what is public no more."""
    if edition := Edition.objects.filter(pk=event.edition).first():
        forget_renditions(edition=edition)
