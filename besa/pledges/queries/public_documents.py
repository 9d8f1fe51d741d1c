"""Which archived files everybody may open: those that something published rests on."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from besa.pledges.models import Document, Pledge, Programme, Rating, Reply, Round, Session


def public_document(key: str) -> Document | None:
    """A file that was read and belongs to a published rating or reply, a frozen list's programme, or a session."""
    cited = Rating.objects.filter(evidence__documents=OuterRef("pk"), pledge__state=Pledge.State.FROZEN)
    said = Reply.objects.filter(documents=OuterRef("pk"), request__round__state=Round.State.PUBLISHED)
    promised = Programme.objects.filter(document=OuterRef("pk"), pledges__state=Pledge.State.FROZEN)
    of_session = Session.objects.filter(documents=OuterRef("pk"))
    ready = Document.objects.filter(key=key, state=Document.State.READY)
    return ready.filter(
        Q(Exists(cited)) | Q(Exists(said)) | Q(Exists(promised)) | Q(Exists(of_session))
    ).first()
