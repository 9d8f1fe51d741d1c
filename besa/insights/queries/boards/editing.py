"""What an editor sees of an infographic: its own words, the names of its numbers, what can be moved and marked."""

from __future__ import annotations

from dataclasses import dataclass, replace

import msgspec

from besa.core import languages
from besa.insights.infographics.boards import Board
from besa.insights.infographics.finding import Finding
from besa.insights.infographics.templates import TEMPLATES, Template
from besa.insights.models import Arrangement, SurveyFinding
from besa.insights.queries.boards import Request, board_of
from besa.insights.queries.boards.arranging import arrangement_of
from besa.insights.queries.boards.pages import address_of_board
from besa.people.models import Organisation
from besa.pledges.queries.public_mandates import public_mandate
from besa.pledges.queries.public_pledge import public_pledge


@dataclass(frozen=True)
class Editing:
    """A board as Besa makes it, what an organisation made of it, and where both are shown.

    `items` are the keys and names of what has an order of its own; `town` the municipality that it is about, or "".
    """

    asked: Request
    template: Template
    board: Board
    kept: Arrangement | None
    items: tuple[tuple[str, str], ...]
    town: str
    address: str


def editing_of(asked: Request) -> Editing:
    """For the organisation that is asked for. Raises what `board_of` raises."""
    template = TEMPLATES[asked.template]
    board = board_of(replace(asked, by=""))
    items = getattr(board, template.ordered) if template.ordered else ()
    return Editing(
        asked=asked,
        template=template,
        board=board,
        kept=arrangement_of(asked.by, asked.template, asked.subject),
        items=tuple((item.key, getattr(item, "title", "") or item.label) for item in items),
        town=_town_of(asked),
        address=address_of_board(template, asked.subject),
    )


@dataclass(frozen=True)
class KeptFinding:
    """A finding in the list of its organisation, with its question in the reader's language."""

    kept: SurveyFinding
    question: str


def findings_of(organisation: Organisation) -> list[KeptFinding]:
    """What was not taken back, the newest first."""
    rows = SurveyFinding.objects.filter(organisation=organisation, withdrawn_at__isnull=True)
    return [
        KeptFinding(row, languages.choose(msgspec.convert(row.content, Finding).question))
        for row in rows.select_related("organisation")
    ]


def _town_of(asked: Request) -> str:
    match TEMPLATES[asked.template].about:
        case "municipality":
            return asked.subject
        case "mandate":
            mandate = public_mandate(asked.subject)
        case "pledge":
            pledge = public_pledge(asked.subject)
            mandate = pledge.mandate if pledge else None
        case _:
            mandate = None
    return mandate.municipality.slug if mandate else ""
