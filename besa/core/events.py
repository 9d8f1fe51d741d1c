"""Events: frozen dataclasses that apps publish, and the registry that finds them by name.

An event is written as an outbox row in the transaction that made it true, so it can be neither lost nor
invented. Listeners run later, in the worker, at least once each; see `services.publish`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

import msgspec
from django.utils.functional import Promise

E = TypeVar("E", bound="Event")
_EVENTS: dict[str, type[Event]] = {}
_LISTENERS: dict[str, dict[str, Callable[[Any], None]]] = defaultdict(dict)
_DOES: dict[str, Promise | str] = {}


@dataclass(frozen=True)
class Event:
    """Base of all events. A subclass names itself `app.past_tense` and holds plain values only."""

    _name: ClassVar[str]

    @classmethod
    def event_name(cls) -> str:
        """`reports.received` for `besa.reports.events.ReportReceived(name="received")`."""
        return cls._name


def event(name: str) -> Callable[[type[E]], type[E]]:
    """Register a frozen dataclass as the event `name`; ValueError when the name is taken."""

    def register(cls: type[E]) -> type[E]:
        if name in _EVENTS:
            raise ValueError(f"event {name} is registered twice")
        cls._name = name
        _EVENTS[name] = cls
        return cls

    return register


def listen(cls: type[E], does: Promise | str) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Register a listener for an event. Called from `AppConfig.ready()` by importing the listeners module.

    A listener runs in the worker, must be idempotent, and is known by its module and name. `does` says to
    administrators what it does, where it could not be done.
    """

    def register(function: Callable[[E], None]) -> Callable[[E], None]:
        name = f"{function.__module__}.{function.__qualname__}"
        _LISTENERS[cls.event_name()][name] = function
        _DOES[name] = does
        return function

    return register


def words_of(listener: str) -> str:
    """What a listener does, by its dotted name; empty for one that is no longer there."""
    return str(_DOES.get(listener, ""))


def listeners_of(name: str) -> dict[str, Callable[[Any], None]]:
    """Listeners of an event by their dotted name."""
    return dict(_LISTENERS[name])


def encode(item: Event) -> str:
    """The event's values as JSON."""
    return msgspec.json.encode(item).decode()


def decode(name: str, payload: str) -> Event:
    """The event back from its name and JSON; KeyError for a name nobody registered."""
    return msgspec.json.decode(payload.encode(), type=_EVENTS[name])
