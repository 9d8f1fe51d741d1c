"""What an infographic says, as of a day, in a language: the one entry for pages, files, videos and the API."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any, Final
from urllib.parse import urlencode

from django.utils import translation

from besa.core.links import absolute_url
from besa.insights.editions import BOARD_KINDS, Wanted
from besa.insights.infographics.boards import Board, NoSubject
from besa.insights.ingredients import icons, ingredients
from besa.insights.periods import PERIODS, USUAL
from besa.insights.queries.boards.arranging import arranged, arrangement_of
from besa.insights.queries.boards.compare import compare_board, page_of_comparison
from besa.insights.queries.boards.findings import finding_board, page_of_finding
from besa.insights.queries.boards.frame import Request, one_stop, page_of, short
from besa.insights.queries.boards.mandates import changes_board, glance_board, midterm_board
from besa.insights.queries.boards.story import story_board
from besa.insights.queries.infographic import sheet_of
from besa.insights.scopes import ask
from besa.places.gazetteer import gazetteer
from besa.pledges.queries.public_mandates import public_mandate
from besa.pledges.queries.public_pledge import public_pledge

__all__ = ["Request", "board_of", "content_of", "page_behind", "subject_key", "wanted_of"]

_BOARDS: Final[dict[str, Callable[[Request], Board]]] = {
    "midterm": midterm_board,
    "glance": glance_board,
    "changes": changes_board,
    "story": story_board,
    "compare": compare_board,
    "finding": finding_board,
}


def board_of(asked: Request) -> Board:
    """The board with every number as of the day, in the words of its language and of the arrangement that is asked for.

    Raises NoSubject for what is not there or not public, NothingToShow where there is nothing to count of it.
    """
    with translation.override(asked.language):
        made = _reporting(asked) if asked.template == "reporting" else _known(asked)(asked)
        kept = arrangement_of(asked.by, asked.template, asked.subject)
        board = arranged(made, kept)
        ended = replace(board, lead=tuple(map(one_stop, board.lead)), counted=one_stop(board.counted))
        return replace(ended, alt=one_stop(_alt(ended)))


def content_of(asked: Request) -> dict[str, Any]:
    """All that the files show, as plain JSON: the board and what every file is made with."""
    board = board_of(asked)
    return {**asdict(board), **ingredients(asked.brand, asked.language, page_behind(asked)), "icons": icons()}


def wanted_of(asked: Request) -> Wanted:
    """The set of files, to be ordered."""
    kind = BOARD_KINDS[asked.template]
    key = subject_key(asked)
    municipality = asked.subject if asked.template == "reporting" else ""
    return Wanted(kind, municipality, key, asked.language, asked.brand.key, content_of(asked))


def subject_key(asked: Request) -> str:
    """What a stable address names: the subject and what else was asked for, joined by "_", which no slug has."""
    parts = [asked.subject, asked.period]
    if asked.template == "reporting":
        parts = [asked.period or USUAL]
    if asked.as_of:
        parts.append(asked.as_of.isoformat())
    if asked.by:
        parts.append(f"by-{asked.by}")
    return "_".join(part for part in parts if part)


def page_behind(asked: Request) -> str:
    """The page with all details, to which the code on the sheet leads; as it was on the day, if that is past."""
    with translation.override(asked.language):
        match asked.template:
            case "reporting":
                page = absolute_url(
                    "insights:statistics", asked.subject, language=asked.language, brand=asked.brand.key
                )
                query = {"period": asked.period or USUAL}
                if asked.as_of:
                    query["as_of"] = asked.as_of.isoformat()
                return f"{page}?{urlencode(query)}"
            case "compare":
                return page_of_comparison(asked)
            case "finding":
                return page_of_finding(asked)
            case "story":
                pledge = public_pledge(asked.subject)
                if pledge is None:
                    raise NoSubject(asked.subject)
                return page_of(pledge.mandate, asked.brand, pledge.uid, on=asked.as_of)
        mandate = public_mandate(asked.subject)
        if mandate is None:
            raise NoSubject(asked.subject)
        return page_of(mandate, asked.brand, on=asked.as_of)


def _known(asked: Request) -> Callable[[Request], Board]:
    if asked.template not in _BOARDS:
        raise NoSubject(asked.template)
    return _BOARDS[asked.template]


def _reporting(asked: Request) -> Board:
    town = gazetteer().municipality_of_slug(asked.subject)
    if town is None or not town.active:
        raise NoSubject(asked.subject)
    period = asked.period if asked.period in PERIODS else USUAL
    page = page_behind(replace(asked, period="", as_of=None)).partition("?")[0]
    return sheet_of(ask(town, period=period, as_of=asked.as_of), address=short(page))


def _alt(board: Board) -> str:
    """For those who do not see the picture: what it is about, what it says with all numbers, as of when."""
    said = " ".join(board.lead)
    whole = f"{board.kicker}: {board.title}, {board.subtitle}. {said} {board.alt}"
    ended = whole.strip().rstrip(".;:")
    return f"{ended}. {board.counted}".replace("  ", " ")
