"""Puts sentences together as each network takes them: the first one and the address always, the others as they fit.

No sentence is ever cut in two, so that no number loses its words; only a first sentence that alone is too long ends in
an ellipsis.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from besa.insights.sharekit.networks import NETWORKS, SUBJECT, Network

_NOT_IN_TAG = re.compile(r"[^\w]+")


@dataclass(frozen=True)
class Message:
    """What is told: sentences, the most important first; as of when; the address; hashtags, the best first."""

    topic: str
    title: str
    sentences: tuple[str, ...]
    counted: str
    url: str
    hashtags: tuple[str, ...]


@dataclass(frozen=True)
class Text:
    """A text for a network, how long the network takes it to be, and how long it may be."""

    topic: str
    network: str
    text: str
    subject: str
    length: int
    most: int


def text_for(message: Message, network: Network) -> Text:
    """The message as a network takes it."""
    first = message.sentences[0]
    least = _joined([], [], message.url, [])
    room = network.most - network.count(least) - 2
    parts = [first if network.count(first) <= room else _shortened(first, network, room)]
    counted: list[str] = []
    tags: list[str] = []
    wished = [(counted, message.counted), *((parts, one) for one in message.sentences[1:])]
    wished += [(tags, tag) for tag in message.hashtags[: network.hashtags]]
    for place, more in wished:
        place.append(more)
        if not more or network.count(_joined(parts, counted, message.url, tags)) > network.most:
            place.pop()
    text = _joined(parts, counted, message.url, tags)
    subject = _shortened(message.title, network, SUBJECT) if network.key == "email" else ""
    return Text(message.topic, network.key, text, subject, network.count(text), network.most)


def texts_of(messages: Iterable[Message]) -> list[Text]:
    """Every message for every network."""
    return [text_for(message, network) for message in messages for network in NETWORKS.values()]


def hashtag(words: str) -> str:
    """A hashtag of words, each with a capital letter, as readers for the blind tell words apart by them.

    Empty where no letter is left.
    """
    parts = [part for part in _NOT_IN_TAG.split(words) if part]
    tag = "".join(part[:1].upper() + part[1:] for part in parts).replace("_", "")
    return f"#{tag}" if tag and not tag.isdigit() else ""


def _joined(parts: Sequence[str], counted: Sequence[str], url: str, tags: Sequence[str]) -> str:
    lines = [" ".join(parts), " ".join(counted), url, " ".join(tags)]
    return "\n\n".join(line for line in lines if line)


def _shortened(sentence: str, network: Network, most: int) -> str:
    """Whole words of a sentence and an ellipsis, where it is too long."""
    if network.count(sentence) <= most:
        return sentence
    words = sentence.split()
    while words and network.count(f"{' '.join(words)} …") > most:
        words.pop()
    return f"{' '.join(words)} …" if words else "…"
