"""Three registries through which lower apps use what upper apps offer, filled in `AppConfig.ready()`.

- *panels*: parts of a page. Alerts put "follow" on a report's page; every app puts its part on the
  municipality's page.
- *figures*: numbers by key. A publication stores key, parameters and as-of date; insights computes.
- *channels*: ways to deliver a report to whom it concerns. Open311, mail and webhooks provide one each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from django.http import HttpRequest

from besa.core.channels import Channel
from besa.core.figures import Figure
from besa.core.forgetting import Forgetting, Loss
from besa.core.waiting import Waits

T = TypeVar("T")


class Registry(Generic[T]):
    """Things by key, in the order of their rank."""

    def __init__(self) -> None:
        self._items: dict[str, tuple[int, T]] = {}

    def register(self, key: str, item: T, *, rank: int = 100) -> None:
        """Add an item; ValueError when the key is taken by another one."""
        if key in self._items and self._items[key][1] is not item:
            raise ValueError(f"{key} is registered twice")
        self._items[key] = (rank, item)

    def get(self, key: str) -> T:
        """The item of a key; KeyError when nobody registered it."""
        return self._items[key][1]

    def all(self) -> list[tuple[str, T]]:
        """All keys and items, lowest rank first."""
        ranked = sorted(self._items.items(), key=lambda entry: (entry[1][0], entry[0]))
        return [(key, item) for key, (_, item) in ranked]


@dataclass(frozen=True)
class PanelPart:
    """A rendered part of a page: a template and what it needs. None instead of it shows nothing."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


#: slot (such as "report", "municipality") → registry of functions (request, subject) → PanelPart or None
Panel = Callable[[HttpRequest, Any], PanelPart | None]
_panels: dict[str, Registry[Panel]] = {}


def panels(slot: str) -> Registry[Panel]:
    """The panels of one slot of one kind of page."""
    return _panels.setdefault(slot, Registry())


#: key such as "reports.open" or "pledges.fulfilled_share" → number that is counted when somebody asks
figures: Registry[Figure] = Registry()
#: name of a figure's parameter such as "category" → function (slug of a municipality) → what it may be there: keys with
#: their words in the active language, for a picker
figure_choices: Registry[Callable[[str], list[tuple[str, str]]]] = Registry()
#: key such as "mail" → how to deliver by it; see `core.channels`
channels: Registry[Channel] = Registry()
#: key such as "mail", "push" or the name of an SMS gateway → how to tell something to a person who follows it. The same
#: interface as `channels`; the subject of a parcel is a `core.messages.Message`
message_channels: Registry[Channel] = Registry()
#: key such as "alerts.subscriptions" → function that makes what an app above holds of a subject (`report:<uid>`, or
#: `account:<number>`) forget everything or some passages, inside the transaction that erases or removes them;
#: subjects of others it leaves alone
companions: Registry[Callable[[Forgetting], None]] = Registry()
#: key such as "reports" → function (subject, losses) that erases what a restored backup brought back: the passages that
#: were removed before, oldest first, or everything when there are none. It does nothing for a subject that is not its
#: own, or not there
erasers: Registry[Callable[[str, Sequence[Loss]], None]] = Registry()
#: first part of a mail's kind, such as "alerts" → function (OutgoingMail): whether a mail that waits may still go out.
#: What it tells may have been hidden since it was written; one that may not is deleted
mail_checks: Registry[Callable[[Any], bool]] = Registry()
#: key such as "insights" → context manager around the writing of many reports by plain SQL, inside its transaction:
#: what an app above notes for each row, it may note for all of them together
together: Registry[Callable[[], AbstractContextManager[None]]] = Registry()
#: key such as "pledges" → function (user) → what waits for that person, what is most pressing first. The first page of
#: somebody's work shows all of it, whichever app it is done in
waiting: Registry[Callable[[Any], list[Waits]]] = Registry()

#: plug-in point for OCR: what reads the letters in the picture of a page without text of its own; "" where it reads
#: nothing. None is built in: an app registers one in AppConfig.ready(). It runs in the worker and may take seconds
page_readers: Registry[Callable[[Path], str]] = Registry()


def all_waiting_for(user: Any) -> list[Waits]:
    """What waits for a person in all apps, in the order of their ranks."""
    return [one for _, waits in waiting.all() for one in waits(user)]
