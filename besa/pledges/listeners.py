"""What the worker does about pledges after the fact. Each listener may run more than once."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from besa.core.events import listen
from besa.core.registries import companions, erasers
from besa.pledges import document_files
from besa.pledges.events import DocumentAdded, DocumentGivenUp, DocumentsForgotten, RoundPublished
from besa.pledges.models import Round
from besa.pledges.queries.public_rounds import agreement_of
from besa.pledges.services.contributing import erase_subject_again, forget_sender, tell_of_lost_file
from besa.pledges.services.documents import read_document

erasers.register("pledges", erase_subject_again)
companions.register("pledges.contributions", forget_sender)


@listen(DocumentAdded, _("Read a document"))
def read_added_document(event: DocumentAdded) -> None:
    """Read a file that came, or fetch a page."""
    read_document(document_id=event.document)


@listen(DocumentGivenUp, _("Tell a sender that their file cannot be read"))
def tell_sender_of_lost_file(event: DocumentGivenUp) -> None:
    """Whoever sent a file that cannot be read should know."""
    tell_of_lost_file(document_id=event.document)


@listen(DocumentsForgotten, _("Delete the files of erased documents"))
def delete_forgotten_files(event: DocumentsForgotten) -> None:
    """In case that whoever forgot them died before the files were gone."""
    for key in event.keys:
        document_files.delete_all(key)


@listen(RoundPublished, _("Compute how far monitors agree"))
def compute_agreement(event: RoundPublished) -> None:
    """So that the first reader of the mayor's page does not wait for 2,000 resamples."""
    if found := Round.objects.filter(pk=event.round, state=Round.State.PUBLISHED).first():
        agreement_of(found)
