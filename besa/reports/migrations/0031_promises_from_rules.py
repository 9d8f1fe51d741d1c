"""What municipalities had promised in their rules becomes the first version of each promise."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db import migrations

#: what a rule said that nobody had edited: the common promise holds then
_UNTOUCHED = (72, 30)


def promises_of_rules(apps: Any, editor: Any) -> None:
    """Less than a day was counted round the clock, a day and more in working days, rounded up."""
    rule_model = apps.get_model("reports", "CategoryRule")
    promise_model = apps.get_model("reports", "DeadlineRule")
    for rule in rule_model.objects.all():
        if (rule.response_hours, rule.fix_days) == _UNTOUCHED:
            continue
        urgent = rule.response_hours < 24
        promise_model.objects.create(
            municipality_id=rule.municipality_id,
            category_id=rule.category_id,
            response_amount=rule.response_hours if urgent else -(-rule.response_hours // 24),
            response_unit="hours" if urgent else "working_days",
            fix_amount=rule.fix_days,
            fix_unit="days",
            valid_from=datetime(1990, 1, 1, tzinfo=UTC),
            set_by="system",
        )


class Migration(migrations.Migration):
    dependencies = [("reports", "0030_clock")]
    operations = [migrations.RunPython(promises_of_rules, migrations.RunPython.noop)]
