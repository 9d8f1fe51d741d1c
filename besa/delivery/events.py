"""What deliveries tell the apps above."""

from __future__ import annotations

from dataclasses import dataclass

from besa.core.events import Event, event


@event("delivery.mail_bounced")
@dataclass(frozen=True)
class MailBounced(Event):
    """A mail of ours to `recipient` (`OutgoingMail.kind`, `message_id`) came back.

    `permanent`: there is no such box; otherwise it is only late. `status` is the mail server's, such as 5.1.1.
    """

    recipient: str
    kind: str
    message_id: str
    status: str
    permanent: bool
