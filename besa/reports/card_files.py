"""Where the social cards of reports and municipalities are kept."""

from __future__ import annotations

from pathlib import Path

from besa.core.cards.keeping import delete_cards, folder_of_cards

_REPORTS = "reports"


def report_card_folder(pk: int) -> Path:
    """The cards of a report."""
    return folder_of_cards(_REPORTS, str(pk))


def municipality_card_folder(slug: str) -> Path:
    """The cards of a municipality."""
    return folder_of_cards("municipalities", slug)


def delete_report_cards(pk: int) -> None:
    """Delete all cards of a report."""
    delete_cards(_REPORTS, str(pk))
