"""Notices of failure: what a mail server says of a mail that it could not deliver (RFC 3464)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import EmailMessage, Message

from besa.delivery.incoming.letters import header

_STATUS = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")


@dataclass(frozen=True)
class Failure:
    """`status` such as 5.1.1; `permanent` when the mail will never arrive; `detail` is the server's own text."""

    status: str
    permanent: bool
    detail: str


def failure_in(message: EmailMessage) -> Failure | None:
    """What a notice says; None when the mail is none, or tells of a success."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            return _read(part)
    return None


def _read(part: Message) -> Failure | None:
    """The first recipient's group: our mails have one."""
    groups = part.get_payload()
    for group in groups if isinstance(groups, list) else []:
        if not isinstance(group, Message):
            continue
        action = str(group.get("Action", "")).strip().lower()
        if action in ("failed", "delayed"):
            status = str(group.get("Status", "")).strip()
            found = _STATUS.search(status)
            text = " ".join(str(group.get("Diagnostic-Code", "")).split())
            permanent = action == "failed" and (found is None or found[1] == "5")
            return Failure(found[0] if found else "", permanent, text[:200])
    return None


def looks_like_failure(message: EmailMessage) -> bool:
    """A notice of failure by its type, readable or not."""
    kind = message.get_content_type() == "multipart/report"
    return kind and "delivery-status" in header(message, "Content-Type").lower()
