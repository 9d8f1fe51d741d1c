"""How long each kind of data is kept: one rule for each, run every day and shown on the privacy page.

An app registers its rules in `AppConfig.ready()`; nothing forgets by itself anywhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import ngettext

from besa.core.models import RetentionRun
from besa.core.registries import Registry

YEAR = 365


@dataclass(frozen=True)
class Rule:
    """What is kept for how many days, counted from what; `forget` deletes what is older than a moment.

    `forget` opens its own transactions, may run again at any time, and says how much it deleted.
    """

    what: Promise
    days: int
    counted_from: Promise
    forget: Callable[[datetime], int]

    @property
    def how_long(self) -> str:
        """In words: whole years as years, everything else in days."""
        if self.days and self.days % YEAR == 0:
            years = self.days // YEAR
            return ngettext("%(n)d year", "%(n)d years", years) % {"n": years}
        return ngettext("%(n)d day", "%(n)d days", self.days) % {"n": self.days}


#: key such as "core.sent_mails" → its rule
retention: Registry[Rule] = Registry()


def apply_rules() -> dict[str, int]:
    """Forget what is past its time; how much by rule. Runs each day, and takes up where a crash has left it.

    A rule that fails does not keep the others from their work. What each did is noted as soon as it is done, for
    administrators; at the end an ExceptionGroup says what failed, so that the worker's log has it too.
    """
    now = timezone.now()
    deleted: dict[str, int] = {}
    errors: list[Exception] = []
    run = RetentionRun.objects.create(started_at=now, deleted=deleted)
    for key, rule in retention.all():
        try:
            deleted[key] = rule.forget(now - timedelta(days=rule.days))
        except Exception as error:  # whatever it was, the data of the other rules must go today all the same
            run.failed.append(key)
            errors.append(error)
        run.save(update_fields=["deleted", "failed"])
    run.finished_at = timezone.now()
    run.save(update_fields=["finished_at"])
    if errors:
        raise ExceptionGroup(f"could not forget: {', '.join(run.failed)}", errors)
    return deleted
