import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from besa.core.tables_at_once import TablesAtOnce


class Migration(TablesAtOnce):
    replaces = [("desk", "0001_initial"), ("desk", "0005_practice")]

    initial = True

    dependencies = [
        ("people", "0001_first_release"),
        ("places", "0001_first_release"),
        ("reports", "0001_first_release"),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="places.municipality",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_views",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                (
                    "query",
                    models.CharField(
                        help_text="the filters as in the address, see filters.py", max_length=1000
                    ),
                ),
                ("shared", models.BooleanField(default=False)),
                (
                    "practice",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="saved while practising: stands beside nothing real",
                    ),
                ),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "owner", "name", "practice"), name="one_saved_view_per_name"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BulkAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="places.municipality",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("act", models.CharField(help_text="key from bulk_acts.py", max_length=20)),
                (
                    "arguments",
                    models.JSONField(default=dict, help_text="what the act's form was filled in with"),
                ),
                (
                    "practice",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="asked for while practising, for practice reports",
                    ),
                ),
                ("total", models.PositiveSmallIntegerField()),
                (
                    "seen_at",
                    models.DateTimeField(
                        help_text="when the official read the list: later changes are conflicts"
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("undone", "Undone"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "failures",
                    models.PositiveSmallIntegerField(default=0, help_text="reports it was not done to"),
                ),
                (
                    "read_at",
                    models.DateTimeField(help_text="when the official looked at the failures", null=True),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["by", "-created_at"], name="bulk_act_of_person")],
            },
        ),
        migrations.CreateModel(
            name="BulkItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "bulk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="desk.bulkact"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="reports.report"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Waiting"),
                            ("done", "Done"),
                            ("conflict", "Conflict"),
                            ("refused", "Refused"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, help_text="key of ChangeRefused", max_length=40)),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("bulk", "report"), name="one_item_per_report")
                ],
            },
        ),
    ]
