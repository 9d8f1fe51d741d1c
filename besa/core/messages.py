"""What somebody is told who asked to be told: the subject of a `Parcel` on one of the `message_channels`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: occasions of a parcel: news of what somebody follows, and the question whether they want to follow
NEWS, QUESTION = "news", "question"


@dataclass(frozen=True)
class Message:
    """A message in the receiver's language and brand.

    `title` is one line. `short` fits a phone's screen or an SMS; `text` is all of it, in paragraphs. Links are
    absolute: `url` is what it is about, `stop_url` ends it and, as a POST, does so at once (RFC 8058). `about` says
    what it is about (`report:12`), so that erasure finds copies. `data` is the same for programs, as plain values.
    """

    title: str
    text: str
    short: str
    url: str
    stop_url: str
    about: str
    data: Mapping[str, Any] = field(default_factory=dict)
