from django.db import migrations, models

from besa.core.tables_at_once import TablesAtOnce


class Migration(TablesAtOnce):
    replaces = [("api", "0001_editions")]

    initial = True

    dependencies = []

    operations = [
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
                    "as_of",
                    models.DateTimeField(
                        help_text="when the building began: nothing later is promised to be in it"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("building", "Building"),
                            ("published", "Published"),
                            ("replaced", "Replaced"),
                        ],
                        default="building",
                        max_length=10,
                    ),
                ),
                (
                    "last_pk",
                    models.BigIntegerField(default=0, help_text="reports up to this number are written"),
                ),
                ("rows", models.PositiveBigIntegerField(default=0)),
                (
                    "expected",
                    models.PositiveBigIntegerField(default=0, help_text="rows, as counted at the start"),
                ),
                (
                    "all_written",
                    models.BooleanField(default=False, help_text="only Parquet and the sums are missing"),
                ),
                ("sizes", models.JSONField(default=dict, help_text="file → bytes that are surely written")),
                ("counts", models.JSONField(default=dict, help_text="scope → rows")),
                ("sums", models.JSONField(default=dict, help_text="file → SHA-256, hexadecimal")),
                (
                    "leased_until",
                    models.DateTimeField(help_text="until when nobody else may go on", null=True),
                ),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "building")),
                        fields=("state",),
                        name="one_edition_in_work",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "published")),
                        fields=("state",),
                        name="one_edition_published",
                    ),
                ],
            },
        ),
    ]
