import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from besa.core.tables_at_once import TablesAtOnce


class Migration(TablesAtOnce):
    replaces = [("practice", "0001_initial")]

    initial = True

    dependencies = [
        ("people", "0001_first_release"),
        ("places", "0001_first_release"),
    ]

    operations = [
        migrations.CreateModel(
            name="Course",
            fields=[
                (
                    "trainee",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="practice_course",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
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
                ("begun_at", models.DateTimeField()),
                (
                    "round",
                    models.PositiveSmallIntegerField(default=0, help_text="how many times reports were made"),
                ),
                (
                    "made_at",
                    models.DateTimeField(
                        help_text="when those of this round were; None when none are left", null=True
                    ),
                ),
                ("active_at", models.DateTimeField(help_text="when the trainee last practised")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["municipality", "-active_at"], name="practice_in_municipality")
                ],
            },
        ),
        migrations.CreateModel(
            name="Progress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="progress",
                        to="practice.course",
                    ),
                ),
                ("round", models.PositiveSmallIntegerField()),
                ("exercise", models.CharField(help_text="key from exercises.py", max_length=20)),
                (
                    "attempts",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="acts while it was the exercise to do, the one that did it included",
                    ),
                ),
                ("done_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("course", "round", "exercise"), name="one_progress_per_exercise"
                    )
                ],
            },
        ),
    ]
