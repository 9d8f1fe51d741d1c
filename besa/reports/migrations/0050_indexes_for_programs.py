"""Indexes for what other programs ask: the newest in an area, and what changed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        ("places", "0001_initial"),
        ("reports", "0032_rules_without_deadlines"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("visibility", "public")),
                fields=["zkey", "created_at", "category", "state", "municipality"],
                name="report_near",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("visibility", "public")),
                fields=["-created_at", "lat", "lon", "category", "state", "municipality"],
                name="report_recent",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("visibility", "public")),
                fields=["changed_at", "created_at", "category", "state", "municipality"],
                name="report_changed",
            ),
        ),
    ]
