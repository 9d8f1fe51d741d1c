import django.db.models.deletion
from django.db import migrations, models

from besa.core.tables_at_once import TablesAtOnce


class Migration(TablesAtOnce):
    replaces = [("open311", "0001_initial"), ("open311", "0002_exchange")]

    initial = True

    dependencies = [
        ("places", "0001_first_release"),
        ("reports", "0001_first_release"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.SlugField(help_text="of the program; it is public", max_length=60, unique=True),
                ),
                ("key_hash", models.CharField(help_text="SHA-256, hexadecimal", max_length=64, unique=True)),
                (
                    "municipality",
                    models.ForeignKey(
                        help_text="the only one it may send to; none is all",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="api_keys",
                        to="places.municipality",
                    ),
                ),
                ("scopes", models.JSONField(default=list, help_text="values of Scope")),
                (
                    "per_hour",
                    models.PositiveIntegerField(
                        default=120, help_text="reports and updates in an hour, and at once"
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Origin",
            fields=[
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="reports.report",
                    ),
                ),
                ("text", models.CharField(max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="ForeignRequest",
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
                        help_text="of the delivery's round: sent once", max_length=40, unique=True
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="foreign_requests",
                        to="reports.report",
                    ),
                ),
                ("address", models.CharField(help_text="of the endpoint", max_length=500)),
                ("form", models.CharField(help_text="json or xml", max_length=4)),
                ("jurisdiction", models.CharField(blank=True, max_length=120)),
                ("states", models.JSONField(default=dict, help_text="the endpoint's own words for states")),
                ("token", models.CharField(blank=True, max_length=200)),
                (
                    "number",
                    models.CharField(
                        blank=True, help_text="empty while there is only a token", max_length=200
                    ),
                ),
                ("status", models.CharField(blank=True, help_text="the last word heard", max_length=60)),
                ("created_at", models.DateTimeField()),
                (
                    "heard_until",
                    models.DateTimeField(help_text="what happened there up to then is known here"),
                ),
                ("next_poll_at", models.DateTimeField(help_text="null: it is over", null=True)),
                ("failures", models.PositiveSmallIntegerField(default=0, help_text="in a row")),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_poll_at__isnull", False)),
                        fields=["next_poll_at"],
                        name="foreign_request_due",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ForeignUpdate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="updates",
                        to="open311.foreignrequest",
                    ),
                ),
                ("foreign_id", models.CharField(help_text="SHA-256 of what names it there", max_length=64)),
                ("taken_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("request", "foreign_id"), name="one_word_is_taken_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="WaitingPicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="reports.report"
                    ),
                ),
                (
                    "update",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="reports.update",
                    ),
                ),
                ("url", models.CharField(max_length=500)),
                ("by_official", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("next_attempt_at", models.DateTimeField(db_index=True)),
            ],
        ),
    ]
