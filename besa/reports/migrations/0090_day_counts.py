from django.db import migrations, models

_TRIGGERS = [f"reports_day_count_{event}" for event in ("added", "changed", "gone")]


def take_triggers_away(apps, schema_editor):
    """They are made after migrations; without the table no report could be written. PostgreSQL's functions stay."""
    on = "" if schema_editor.connection.vendor == "sqlite" else " ON reports_report"
    for name in _TRIGGERS:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


class Migration(migrations.Migration):
    dependencies = [("reports", "0063_practice_reports")]

    operations = [
        migrations.CreateModel(
            name="DayCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("municipality", models.BigIntegerField()),
                ("kind", models.CharField(max_length=10)),
                ("day", models.DateField()),
                ("n", models.IntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["municipality", "kind", "day", "n"], name="day_count")],
            },
        ),
        migrations.RunPython(migrations.RunPython.noop, take_triggers_away),
    ]
