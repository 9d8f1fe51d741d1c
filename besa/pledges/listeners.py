"""What the worker does about pledges after the fact. Each listener may run more than once."""

from __future__ import annotations

from besa.core.events import listen
from besa.pledges.events import DocumentAdded
from besa.pledges.services.documents import read_document


@listen(DocumentAdded)
def read_added_document(event: DocumentAdded) -> None:
    """Read a file that came, or fetch a page."""
    read_document(document_id=event.document)
