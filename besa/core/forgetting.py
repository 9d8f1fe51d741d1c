"""What is to be forgotten of a subject: everything, or passages of what was said about it.

Whoever keeps copies is handed a `Forgetting` (see `registries.companions`) and asks it what is left of each of them,
so that one way through all copies serves the erasing of everything and the removing of a few words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any

#: what stands where words were removed
MARK = "[…]"
_GAP = r"\s+"
_GAP_IN_MARKUP = r"(?:\s|&nbsp;|<br\s*/?>)+"


@dataclass(frozen=True)
class Forgetting:
    """A subject such as `report:<uid>`, and the passages that go; without passages, everything goes.

    A passage is found as whole words, whatever the case, the spaces and the line breaks between its words.
    """

    subject: str
    passages: tuple[str, ...] = ()

    @property
    def everything(self) -> bool:
        """True when nothing of what was said stays."""
        return not self.passages

    def left_of(self, text: str) -> str:
        """A text without the passages, with a mark in the place of each; empty when everything goes."""
        return "" if self.everything else without(text, self.spans_in(text))

    def left_of_markup(self, markup: str) -> str:
        """The same for HTML."""
        return "" if self.everything else without(markup, _spans(markup, self._in_markup))

    def left_in(self, value: Any) -> Any:
        """The same for all texts in a JSON value; of an object or a list nothing is left when everything goes."""
        if isinstance(value, str):
            return self.left_of(value)
        if isinstance(value, dict):
            return {} if self.everything else {key: self.left_in(one) for key, one in value.items()}
        if isinstance(value, list):
            return [] if self.everything else [self.left_in(one) for one in value]
        return value

    def touches(self, value: Any) -> bool:
        """True when a text or JSON value holds what is to be forgotten."""
        return bool(self.left_in(value) != value)

    def spans_in(self, text: str) -> list[tuple[int, int]]:
        """Where the passages stand in a text: beginnings and ends, in order; what overlaps is one."""
        return _spans(text, self._in_text)

    @cached_property
    def _in_text(self) -> list[re.Pattern[str]]:
        return [_pattern(passage, _GAP, str) for passage in self.passages]

    @cached_property
    def _in_markup(self) -> list[re.Pattern[str]]:
        return [_pattern(passage, _GAP_IN_MARKUP, escape) for passage in self.passages]


def _pattern(passage: str, gap: str, written: Callable[[str], str]) -> re.Pattern[str]:
    words = passage.split()
    if not words:
        raise ValueError("a passage without a word")
    before = r"(?<!\w)" if re.match(r"\w", words[0]) else ""
    after = r"(?!\w)" if re.search(r"\w\Z", words[-1]) else ""
    inner = gap.join(re.escape(written(word)) for word in words)
    return re.compile(f"{before}{inner}{after}", re.IGNORECASE)


def _spans(text: str, patterns: Iterable[re.Pattern[str]]) -> list[tuple[int, int]]:
    found = sorted(match.span() for pattern in patterns for match in pattern.finditer(text))
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """A text with a mark in the place of each span."""
    parts, last = [], 0
    for start, end in spans:
        parts += [text[last:start], MARK]
        last = end
    return "".join([*parts, text[last:]])


@dataclass(frozen=True)
class Cut:
    """Where words were removed from one text, and nothing of the words themselves, not even a hash of them.

    `where` leads to the text: a kind of row, its number, a column, keys in a JSON value. `length` is that of the text
    before, `spans` are in that text. A telephone number would be found from its hash in seconds.
    """

    where: tuple[str, ...]
    length: int
    spans: tuple[tuple[int, int], ...]

    def marks(self) -> list[int]:
        """Where the marks stand in the text afterwards."""
        shorter, places = 0, []
        for start, end in self.spans:
            places.append(start - shorter)
            shorter += end - start - len(MARK)
        return places

    def left_length(self) -> int:
        """How long the text is afterwards."""
        return self.length - sum(end - start - len(MARK) for start, end in self.spans)

    def is_done_in(self, text: str) -> bool:
        """True for a text that looks as it did after the cut."""
        return len(text) == self.left_length() and all(text.startswith(MARK, at) for at in self.marks())


@dataclass(frozen=True)
class Loss:
    """What was removed from a subject at one time, and why."""

    cuts: tuple[Cut, ...]
    reason: str = ""


def cuts_in(value: Any, forgetting: Forgetting, where: tuple[str, ...]) -> Iterator[Cut]:
    """Where a text, or a JSON value with texts, is to be cut."""
    if isinstance(value, str):
        if spans := forgetting.spans_in(value):
            yield Cut(where, len(value), tuple(spans))
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from cuts_in(one, forgetting, (*where, str(key)))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from cuts_in(one, forgetting, (*where, str(number)))


def passages_by(cuts: Sequence[Cut], text: str) -> list[str] | None:
    """The words that all cuts of one text, oldest first, take out of a copy of it from any time; None when that
    cannot be told, because the text is none of those that the cuts were made in.
    """
    done = [number for number, cut in enumerate(cuts) if cut.is_done_in(text)]
    passages: list[str] = []
    for cut in cuts[done[-1] + 1 if done else 0 :]:
        if len(text) != cut.length:
            return None
        passages += [text[start:end] for start, end in cut.spans]
        text = without(text, cut.spans)
    return passages
