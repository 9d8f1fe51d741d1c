"""Finding places by what people type: the beginning of any word, in any script, with one slip of the finger.

All names are in memory, as an index from each word to the places that carry it. Even with every settlement of
both countries loaded that is a few thousand words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from besa.core.folding import fold
from besa.places import memory
from besa.places.memory import Memory, PlaceNote

MOST_CHARACTERS = 80
_MOST_WORDS = 6
#: Shorter words have too many neighbours that differ by one letter.
_SHORTEST_FORGIVEN = 5
_KIND_RANK = {memory.MUNICIPALITY: 0, "town": 1, "neighbourhood": 2, "village": 3}
_OWN_WORD, _OWN_SLIP, _MUNICIPALITY_WORD = 3, 1, 2


class NameIndex:
    """Places by the words of their names and by the words of their municipality's names."""

    def __init__(self, known: Memory) -> None:
        self._notes = known.named
        self._own: dict[str, set[int]] = defaultdict(set)
        self._around: dict[str, set[int]] = defaultdict(set)
        for number, note in enumerate(self._notes):
            for word in _words(note.folded):
                self._own[word].add(number)
            for word in _words(known.municipalities[note.municipality_id].folded):
                self._around[word].add(number)

    def find(self, text: str, municipality_id: int | None, limit: int) -> list[PlaceNote]:
        """The best matches, best first. Every word must be found, at least one in the place's own name."""
        wanted = fold(text[:MOST_CHARACTERS])
        words = wanted.split()[:_MOST_WORDS]
        if not words:
            return []
        scores = [self._scores_of(word) for word in words]
        common = set.intersection(*(set(own) | around for own, around in scores))
        found = [
            (self._rank(number, wanted, scores), self._notes[number])
            for number in common
            if any(number in own for own, _ in scores)
            and municipality_id in (None, self._notes[number].municipality_id)
        ]
        found.sort(key=lambda entry: entry[0])
        return [note for _, note in found[:limit]]

    def _scores_of(self, word: str) -> tuple[dict[int, int], set[int]]:
        own: dict[int, int] = {}
        if len(word) >= _SHORTEST_FORGIVEN:
            for alike in _alike(word, list(self._own)):
                own |= dict.fromkeys(self._own[alike], _OWN_SLIP)
        for begun in (other for other in self._own if other.startswith(word)):
            own |= dict.fromkeys(self._own[begun], _OWN_WORD)
        around = (numbers for other, numbers in self._around.items() if other.startswith(word))
        return own, set().union(*around)

    def _rank(
        self, number: int, wanted: str, scores: list[tuple[dict[int, int], set[int]]]
    ) -> tuple[int, bool, bool, int, int, str]:
        """Order of a match: smaller is better."""
        note = self._notes[number]
        points = sum(
            max(own.get(number, 0), _MUNICIPALITY_WORD if number in around else 0) for own, around in scores
        )
        return (
            -points,
            wanted not in note.folded,
            not any(name.startswith(wanted) for name in note.folded),
            0 if note.active else 1,
            _KIND_RANK.get(note.kind, len(_KIND_RANK)),
            note.folded[0],
        )


def _words(names: Iterable[str]) -> set[str]:
    return {word for name in names for word in name.split()}


def _alike(word: str, known: list[str]) -> list[str]:
    """Known words that begin like a word with one letter wrong, missing, added or two exchanged."""
    found: list[str] = []
    for length in (len(word) - 1, len(word), len(word) + 1):
        beginnings = [other[:length] for other in known]
        hits = process.extract(word, beginnings, scorer=OSA.distance, score_cutoff=1, limit=None)
        found += [known[number] for _, _, number in hits]
    return found


@lru_cache(maxsize=1)
def index_of(known: Memory) -> NameIndex:
    """The index over the names of one memory, built once per memory."""
    return NameIndex(known)
