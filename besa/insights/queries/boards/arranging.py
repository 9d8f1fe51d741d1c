"""An editor's arrangement laid over a board: other words, another order, marks. The numbers stay the board's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, Protocol, TypeVar

from django.utils.translation import get_language

from besa.core import languages
from besa.insights.infographics.boards import Board
from besa.insights.infographics.templates import TEMPLATES
from besa.insights.infographics.wording import filled
from besa.insights.models import Arrangement


class _Keyed(Protocol):
    @property
    def key(self) -> str: ...


K = TypeVar("K", bound=_Keyed)
B = TypeVar("B", bound=Board)


def arrangement_of(organisation: str, template: str, subject: str) -> Arrangement | None:
    """What an organisation keeps for a subject."""
    if not organisation:
        return None
    found = Arrangement.objects.filter(
        organisation__slug=organisation[:80], template=template, subject=subject[:120]
    )
    return found.select_related("organisation").first()


def arranged(board: B, kept: Arrangement | None) -> B:
    """The board with an arrangement in the active language; the board itself without one."""
    if kept is None:
        return board
    words = {name: _words(kept, name, board) for name in ("title", "lead", "note")}
    changes: dict[str, Any] = {name: text for name, text in words.items() if text}
    if words["lead"]:
        changes["lead"] = (words["lead"],)
    name = TEMPLATES[board.template].ordered
    if name and name in {field.name for field in fields(board)}:
        changes[name] = in_order(getattr(board, name), kept.order)
    return replace(board, accents=tuple(kept.accents), **changes)


def in_order(items: Sequence[K], order: Sequence[str]) -> tuple[K, ...]:
    """The items that an editor moved to the front, in that order; then all others as they were. None is dropped."""
    place = {key: number for number, key in enumerate(order)}
    return tuple(sorted(items, key=lambda item: place.get(item.key, len(place))))


def _words(kept: Arrangement, name: str, board: Board) -> str:
    """In the language of the board only: a text in another language would stand beside ours."""
    texts = {language: words.get(name, "") for language, words in kept.words.items()}
    from_same = {code: text for code, text in texts.items() if code in _same_language()}
    return filled(languages.choose(from_same), board.numbers)


def _same_language() -> set[str]:
    wanted = get_language() or languages.SQ
    return {wanted, languages.SR} if wanted == languages.SR_LATN else {wanted}
