"""What citizens sent: for its sender behind a private link, and for who monitors the pledge. Nobody else reads it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from besa.people.models import Organisation
from besa.pledges.contributions import confirms, opens
from besa.pledges.models import Contribution
from besa.pledges.models.contributions import OPEN, SEEN

_ABOUT = (
    "pledge__mandate__person",
    "pledge__mandate__municipality",
    "pledge__mandate__monitored_by",
    "pledge__mandate__party",
    "evidence",
)
#: how many of the decided ones the inbox still shows
_DECIDED = 20


def contribution_of_link(uid: str, secret: str) -> Contribution | None:
    """The one that a private link opens; None for a wrong or dead link."""
    found = _by_uid(uid)
    return found if found and opens(secret, found) else None


def contribution_of_mail(uid: str, token: str) -> Contribution | None:
    """The one whose sender was mailed this token."""
    found = _by_uid(uid)
    return found if found and confirms(token, found) else None


def is_known_address(email: str, device: str) -> bool:
    """True when this device has confirmed this address before."""
    known = Contribution.objects.filter(email=email.lower(), device=device)
    return known.filter(email_confirmed_at__isnull=False).exists()


def inbox_of(organisations: Iterable[Organisation]) -> list[Contribution]:
    """What waits for a decision, the oldest first."""
    return list(_for(organisations).filter(state__in=OPEN).order_by("received_at"))


def decided_of(organisations: Iterable[Organisation]) -> list[Contribution]:
    """What was decided last."""
    decided = _for(organisations).filter(state__in=set(SEEN) - set(OPEN))
    return list(decided.order_by("-decided_at")[:_DECIDED])


def waiting_in_inbox(organisations: Iterable[Organisation]) -> int:
    """How many wait for a monitor, and not for their sender's answer."""
    return _for(organisations).filter(state=Contribution.State.WAITING).count()


def seen_contribution(uid: str) -> Contribution | None:
    """One that monitors may see: confirmed, and not erased."""
    found = _rows().filter(uid=uid[:10], state__in=SEEN)
    return found.prefetch_related("documents__pages", "questions").first()


def _for(organisations: Iterable[Organisation]) -> QuerySet[Contribution]:
    own = [one.pk for one in organisations]
    return _rows().filter(pledge__mandate__monitored_by__in=own).prefetch_related("documents")


def _by_uid(uid: str) -> Contribution | None:
    return _rows().filter(uid=uid[:10]).prefetch_related("documents", "questions").first()


def _rows() -> QuerySet[Contribution]:
    return Contribution.objects.select_related(*_ABOUT)
