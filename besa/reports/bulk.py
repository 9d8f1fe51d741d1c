"""Reports that come many at once, each with its whole story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from besa.reports.models.report import State, Visibility


@dataclass(frozen=True, slots=True)
class Step:
    """A state reached at a time, by a role."""

    state: State
    at: datetime
    role: str


@dataclass(frozen=True, slots=True)
class BulkReport:
    """A report with its whole story; `steps` starts with received and its last state is the report's."""

    municipality_id: int
    category_id: int
    department_id: int | None
    place_id: int | None
    lat: float
    lon: float
    text: str
    language: str
    steps: Sequence[Step]
    source: str
    source_id: str
    address: str = ""
    outside: bool = False
    visibility: Visibility = Visibility.PUBLIC
    response_due_at: datetime | None = None
    fix_due_at: datetime | None = None
    responded_at: datetime | None = None
    confirmed_fixed: bool | None = None
