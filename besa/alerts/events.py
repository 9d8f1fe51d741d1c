"""What happened to followings, for the worker: the question to an address is never asked inside a request."""

from __future__ import annotations

from dataclasses import dataclass

from besa.core.events import Event, event


@event("alerts.follow_asked")
@dataclass(frozen=True)
class FollowAsked(Event):
    """Somebody wants an address to be told; its owner is asked first, or the program at it."""

    subscription: int


@event("alerts.links_wanted")
@dataclass(frozen=True)
class LinksWanted(Event):
    """Somebody lost the link to what an address follows. Says nothing about whether it follows anything."""

    fingerprint: str
