"""What the daily run of retention deleted, in words for administrators."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils import timezone

from besa.core.models import RetentionRun
from besa.core.retention import Rule, retention

#: days that are added up beside the last run
DAYS: Final = 30
#: it runs every day; after this much time without a run something is wrong
_OVERDUE: Final = timedelta(hours=36)


@dataclass(frozen=True)
class Forgotten:
    """One rule: what it deleted in the last run (None where it has not had its turn) and in all runs of DAYS days."""

    rule: Rule
    last: int | None
    lately: int
    has_failed: bool


@dataclass(frozen=True)
class Forgetting:
    """The last run, None before the first one, and every rule."""

    last: RetentionRun | None
    is_overdue: bool
    rules: list[Forgotten]


def what_was_forgotten() -> Forgetting:
    """The last run and those of DAYS days. One query."""
    now = timezone.now()
    runs = list(RetentionRun.objects.filter(started_at__gte=now - timedelta(days=DAYS)).order_by("-pk"))
    last = runs[0] if runs else RetentionRun.objects.order_by("-pk").first()
    lately: Counter[str] = Counter()
    for run in runs:
        lately.update(run.deleted)
    rules = [
        Forgotten(
            rule,
            last.deleted.get(key) if last else None,
            lately[key],
            has_failed=last is not None and key in last.failed,
        )
        for key, rule in retention.all()
    ]
    return Forgetting(last, last is not None and last.started_at < now - _OVERDUE, rules)
