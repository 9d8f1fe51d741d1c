"""The one table of a delivery's changes of state, and the one way to make such a change."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from besa.delivery.models import Delivery, State

#: old → new states that may follow
TABLE: dict[State, frozenset[State]] = {
    State.QUEUED: frozenset({State.SENDING, State.CANCELLED}),
    # From itself: the lease of a worker that died ran out, and another one sends.
    State.SENDING: frozenset(
        {State.SENDING, State.SENT, State.ACCEPTED, State.RETRYING, State.FAILED, State.CANCELLED}
    ),
    State.RETRYING: frozenset({State.SENDING, State.QUEUED, State.CANCELLED}),
    # To failed: a mail server said yes and, later, that there is no such box.
    # To accepted: the other system gave a token first, and its number later.
    State.SENT: frozenset({State.ACCEPTED, State.ACTED_ON, State.FAILED, State.QUEUED}),
    State.ACCEPTED: frozenset({State.ACTED_ON, State.QUEUED}),
    State.ACTED_ON: frozenset({State.QUEUED}),
    State.FAILED: frozenset({State.QUEUED, State.CANCELLED}),
    State.CANCELLED: frozenset({State.QUEUED}),
}


def may_follow(old: str, new: str) -> bool:
    """True when the table has this change."""
    return State(new) in TABLE[State(old)]


def advance(where: Q, *, olds: frozenset[State], new: State, **columns: Any) -> int:
    """Change the state of the deliveries that fit and still are in one of the old states; how many.

    Raises ValueError for a change that the table does not have.
    """
    for old in olds:
        if not may_follow(old, new):
            raise ValueError(f"{old} does not become {new}")
    return Delivery.objects.filter(where, state__in=olds).update(state=new, **columns)
