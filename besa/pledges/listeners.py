"""What the worker does about pledges after the fact. Each listener may run more than once."""

from __future__ import annotations

from besa.core.events import listen
from besa.pledges.events import DocumentAdded, RoundPublished
from besa.pledges.models import Round
from besa.pledges.queries.public_rounds import agreement_of
from besa.pledges.services.documents import read_document


@listen(DocumentAdded)
def read_added_document(event: DocumentAdded) -> None:
    """Read a file that came, or fetch a page."""
    read_document(document_id=event.document)


@listen(RoundPublished)
def compute_agreement(event: RoundPublished) -> None:
    """So that the first reader of the mayor's page does not wait for 2,000 resamples."""
    if found := Round.objects.filter(pk=event.round, state=Round.State.PUBLISHED).first():
        agreement_of(found)
