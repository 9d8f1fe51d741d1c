"""What deliveries tell the apps above."""

from __future__ import annotations

from dataclasses import dataclass

from besa.core.events import Event, event


@event("delivery.mail_bounced")
@dataclass(frozen=True)
class MailBounced(Event):
    """A mail of ours (`OutgoingMail`, by its number, so that no address outlives it) came back.

    `permanent`: there is no such box; otherwise it is only late. `status` is the mail server's, such as 5.1.1.
    """

    mail: int
    status: str
    permanent: bool
