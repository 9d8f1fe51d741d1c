"""Indexes by which updates of all reports are read in the order of time.

They stand on tables of `reports`, which itself never reads across reports in that order, so they belong here.
"""

from django.db import migrations

INDEXES = {
    "open311_changes": "reports_transition (at, id)",
    "open311_words": "reports_update (created_at, id)",
}


class Migration(migrations.Migration):
    dependencies = [("open311", "0001_initial"), ("reports", "0009_one_question_per_key")]

    operations = [
        migrations.RunSQL(f"CREATE INDEX {name} ON {columns}", f"DROP INDEX {name}")
        for name, columns in INDEXES.items()
    ]
