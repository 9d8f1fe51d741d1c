"""What a citizen has told us, checked and complete, before it becomes a report."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

MAX_TEXT = 4000
MAX_ADDRESS = 200
MAX_NAME = 120
MAX_ANSWER = 300
MAX_PHOTOS = 6


@dataclass(frozen=True)
class ReportDraft:
    """A report to be made. The point is in degrees; `answers` holds question key → answer of the right type."""

    municipality_id: int
    category_id: int
    lat: float
    lon: float
    text: str
    language: str
    brand: str
    place_id: int | None = None
    address: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    name: str = ""
    show_name: bool = False
    email: str = ""
