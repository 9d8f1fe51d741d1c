"""A checked list becomes drafts, all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.db import transaction

from besa.people.models import User
from besa.pledges.importing.rows import ListRow
from besa.pledges.models import Mandate, Pledge
from besa.pledges.services.acting import Refused
from besa.pledges.services.drafting import PledgeDraft, Source, draft_pledge, set_criterion

_CURRENCY = {"XK": "EUR", "AL": "ALL"}


def import_list(
    *, mandate: Mandate, rows: Sequence[ListRow], language: str, source: Source, by: User
) -> list[Pledge]:
    """Make a draft of each row; a row with an error, or one that is a draft already, is left out. Raises Refused.

    `source` says where the whole list stands, a programme or an address; the page is each row's own.
    """
    known = set(mandate.pledges.exclude(state=Pledge.State.DROPPED).values_list("quote", flat=True))
    wanted = [row for row in rows if row.is_right and row.quote not in known]
    if not wanted:
        raise Refused("nothing_to_import")
    with transaction.atomic():
        return [_draft(mandate, row, language, source, by) for row in wanted]


def _draft(mandate: Mandate, row: ListRow, language: str, source: Source, by: User) -> Pledge:
    pledge = draft_pledge(
        mandate=mandate,
        draft=PledgeDraft(
            quote=row.quote,
            language=language,
            area=row.area,
            source=replace(source, page=row.page),
            titles={language: row.title} if row.title else {},
            budget=Decimal(row.budget) if row.budget else None,
            currency=_CURRENCY.get(mandate.municipality.country, "EUR"),
            due_on=date.fromisoformat(row.due_on) if row.due_on else None,
        ),
        by=by,
    )
    if row.criterion:
        set_criterion(pledge=pledge, fulfilled_when=row.criterion, partly_when="", language=language, by=by)
    return pledge
