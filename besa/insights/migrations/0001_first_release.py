import django.db.models.deletion
from django.db import migrations, models

from besa.core.tables_at_once import TablesAtOnce


class Migration(TablesAtOnce):
    replaces = [("insights", "0001_facts"), ("insights", "0010_editions"), ("insights", "0020_infographics")]

    initial = True

    dependencies = [
        ("people", "0001_first_release"),
    ]

    operations = [
        migrations.CreateModel(
            name="FactChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("municipality", models.BigIntegerField()),
                ("report", models.BigIntegerField()),
                (
                    "stamp",
                    models.BigIntegerField(
                        default=0, help_text="the transaction, on PostgreSQL; see marks.py"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("stamp__gt", 0)), fields=["stamp"], name="factchange_stamp"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FactLog",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "generation",
                    models.CharField(
                        help_text="changes when all that is kept must be forgotten", max_length=32
                    ),
                ),
                (
                    "pruned",
                    models.BigIntegerField(
                        default=0, help_text="notes before this mark may have been deleted"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FactBlock",
            fields=[
                ("municipality", models.BigIntegerField(primary_key=True, serialize=False)),
                ("mark", models.BigIntegerField()),
                ("reports", models.PositiveIntegerField()),
                ("content", models.BinaryField()),
                ("kept_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        help_text="digest of the design and of all that it says", max_length=64, unique=True
                    ),
                ),
                (
                    "series",
                    models.CharField(
                        help_text="what its stable address names, see editions.series_of", max_length=200
                    ),
                ),
                ("kind", models.CharField(help_text="key of editions.KINDS", max_length=20)),
                ("content", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("ready", "Ready"), ("failed", "Failed")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("done", models.PositiveSmallIntegerField(default=0, help_text="files made so far")),
                ("total", models.PositiveSmallIntegerField()),
                ("error", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "indexes": [models.Index(fields=["series", "state", "-created_at"], name="edition_newest")],
            },
        ),
        migrations.CreateModel(
            name="Arrangement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="arrangements",
                        to="people.organisation",
                    ),
                ),
                (
                    "template",
                    models.CharField(help_text="key of infographics.templates.TEMPLATES", max_length=20),
                ),
                (
                    "subject",
                    models.CharField(help_text="slug or uid that the template is about", max_length=120),
                ),
                (
                    "words",
                    models.JSONField(
                        default=dict, help_text="{language: {title, lead, note}}, numbers as {names}"
                    ),
                ),
                ("order", models.JSONField(default=list, help_text="keys that come first, in this order")),
                ("accents", models.JSONField(default=list, help_text="keys that are marked")),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "template", "subject"), name="one_arrangement_per_subject"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SurveyFinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.CharField(max_length=20, unique=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="people.organisation",
                    ),
                ),
                ("content", models.JSONField(help_text="infographics.finding.Finding")),
                ("sha256", models.CharField(help_text="of the file that was given", max_length=64)),
                ("added_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-added_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "sha256"), name="one_finding_per_file")
                ],
            },
        ),
    ]
