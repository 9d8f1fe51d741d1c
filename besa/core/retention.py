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
    """Forget what is past its time; how much by rule. Runs each day, and takes up where a crash has left it."""
    now = timezone.now()
    return {key: rule.forget(now - timedelta(days=rule.days)) for key, rule in retention.all()}
