import django.db.models.deletion
from django.db import migrations, models

import besa.places.models
from besa.core.tables_at_once import TablesAtOnce


class Migration(TablesAtOnce):
    replaces = [
        ("places", "0001_initial"),
        ("places", "0002_held_in_memory"),
        ("places", "0010_working_hours_and_days"),
        ("places", "0011_feasts"),
    ]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Municipality",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("names", models.JSONField(default=dict)),
                (
                    "other_names",
                    models.JSONField(
                        blank=True, default=list, help_text="spellings people also use, for search"
                    ),
                ),
                ("slug", models.SlugField(max_length=40, unique=True)),
                ("country", models.CharField(choices=[("XK", "Kosovo"), ("AL", "Albania")], max_length=2)),
                ("seat", models.JSONField(default=dict, help_text="name of the seat by language")),
                ("lat", models.FloatField()),
                ("lon", models.FloatField()),
                ("population", models.PositiveIntegerField(null=True)),
                ("population_source", models.CharField(blank=True, max_length=120)),
                (
                    "languages",
                    models.JSONField(
                        default=list, help_text="official languages, keys as in settings.LANGUAGES"
                    ),
                ),
                ("time_zone", models.CharField(default="Europe/Belgrade", max_length=40)),
                (
                    "active",
                    models.BooleanField(
                        default=False, help_text="takes reports; the others are only known by name"
                    ),
                ),
                (
                    "anonymous_reports",
                    models.BooleanField(default=True, help_text="a report needs no e-mail address"),
                ),
                (
                    "moderation",
                    models.CharField(
                        choices=[("after", "After"), ("before", "Before")], default="after", max_length=10
                    ),
                ),
            ],
            options={
                "ordering": ["slug"],
            },
        ),
        migrations.CreateModel(
            name="Boundary",
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
                        related_name="boundaries",
                        to="places.municipality",
                    ),
                ),
                ("area", models.BinaryField(help_text="polygon or multipolygon, WKB, WGS 84")),
                ("valid_from", models.DateField()),
                (
                    "valid_to",
                    models.DateField(help_text="first day on which it is no longer valid", null=True),
                ),
                ("approximate", models.BooleanField(default=False)),
                ("source", models.CharField(max_length=200)),
                ("licence", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "indexes": [models.Index(fields=["valid_from", "valid_to"], name="boundary_validity")],
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("names", models.JSONField(default=dict)),
                (
                    "other_names",
                    models.JSONField(
                        blank=True, default=list, help_text="spellings people also use, for search"
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="places.municipality",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("town", "Town"),
                            ("village", "Village"),
                            ("neighbourhood", "Neighbourhood"),
                        ],
                        max_length=20,
                    ),
                ),
                ("slug", models.SlugField(max_length=80)),
                ("lat", models.FloatField()),
                ("lon", models.FloatField()),
                ("folded", models.TextField(help_text="all names, folded for search")),
            ],
            options={
                "ordering": ["slug"],
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "slug"), name="one_place_per_slug")
                ],
            },
        ),
        migrations.CreateModel(
            name="Holiday",
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
                        related_name="holidays",
                        to="places.municipality",
                    ),
                ),
                ("day", models.DateField()),
                (
                    "names",
                    models.JSONField(default=dict, help_text="by language, as the municipality calls it"),
                ),
                (
                    "feast",
                    models.CharField(
                        blank=True, help_text="key of a public holiday, see public_days", max_length=120
                    ),
                ),
                ("works", models.BooleanField(default=False)),
                ("known_from", models.DateTimeField(default=besa.places.models.long_ago)),
                (
                    "known_until",
                    models.DateTimeField(help_text="removed or replaced at this moment", null=True),
                ),
            ],
            options={
                "ordering": ["day", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("known_until__isnull", True)),
                        fields=("municipality", "day"),
                        name="one_known_holiday_per_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkingWeek",
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
                        related_name="working_weeks",
                        to="places.municipality",
                    ),
                ),
                (
                    "hours",
                    models.JSONField(
                        help_text="seven of [opens, closes] in minutes after midnight or null, Monday first"
                    ),
                ),
                ("valid_from", models.DateTimeField()),
            ],
            options={
                "ordering": ["valid_from"],
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "valid_from"), name="one_week_per_moment")
                ],
            },
        ),
    ]
