"""Assemblies with versions of what was recorded of them.

Attendance and ballots are made anew below their versions: nothing wrote the old tables before this migration, so they
hold no rows that could be lost.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

KINDS = [("added", "Added"), ("our_error", "Our Error"), ("new_facts", "New Facts")]


def version_fields():
    return [
        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
        ("version", models.PositiveSmallIntegerField(help_text="1 is the first")),
        (
            "kind",
            models.CharField(
                blank=True,
                choices=KINDS,
                help_text="of a later version; added: nothing that was said before is changed",
                max_length=10,
            ),
        ),
        ("why", models.TextField(blank=True, help_text="of a correction, for everybody")),
        ("language", models.CharField(blank=True, help_text="of `why`", max_length=8)),
        (
            "digest",
            models.CharField(help_text="SHA-256 of what it says, as the ledger has it", max_length=64),
        ),
        ("recorded_at", models.DateTimeField()),
        (
            "recorded_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]


def belongs_to(model, name):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name=name, to=model)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        ("pledges", "0020_series"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.DeleteModel("Attendance"),
        migrations.DeleteModel("Ballot"),
        migrations.AddField(
            "publicbody",
            "monitored_by",
            models.ForeignKey(
                help_text="who writes down an assembly's sessions",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="monitored_bodies",
                to="people.organisation",
            ),
        ),
        migrations.AddField(
            "mandate",
            "replaces",
            models.ForeignKey(
                help_text="whose seat this member of an assembly took over in mid-term",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="substitutes",
                to="pledges.mandate",
            ),
        ),
        migrations.AlterModelOptions("session", {"ordering": ["-held_on", "-number"]}),
        migrations.AlterField(
            "session", "held_on", models.DateField(help_text="may lie ahead: a session that was called")
        ),
        migrations.AlterField(
            "session",
            "minutes",
            models.URLField(blank=True, help_text="where the assembly publishes them", max_length=500),
        ),
        migrations.AddField(
            "session", "documents", models.ManyToManyField(related_name="sessions", to="pledges.document")
        ),
        migrations.AddField(
            "session",
            "created_at",
            models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.RemoveField("vote", "pledges"),
        migrations.RemoveField("vote", "motion"),
        migrations.RemoveField("vote", "language"),
        migrations.RemoveField("vote", "result"),
        migrations.AlterField("vote", "session", belongs_to("pledges.session", "votes")),
        migrations.CreateModel(
            "Roll",
            [*version_fields(), ("session", belongs_to("pledges.session", "rolls"))],
            options={
                "ordering": ["version"],
                "constraints": [
                    models.UniqueConstraint(fields=("session", "version"), name="one_roll_per_version"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("version", 1),
                            ("kind", "added"),
                            models.Q(("why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="roll_correction_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "VoteCount",
            [
                *version_fields(),
                ("motion", models.TextField(help_text="in its own words")),
                ("motion_language", models.CharField(max_length=8)),
                (
                    "result",
                    models.CharField(choices=[("passed", "Passed"), ("failed", "Failed")], max_length=8),
                ),
                ("by_name", models.BooleanField(help_text="whether it is known how each member voted")),
                ("yes", models.PositiveSmallIntegerField(null=True)),
                ("no", models.PositiveSmallIntegerField(null=True)),
                ("abstain", models.PositiveSmallIntegerField(null=True)),
                ("absent", models.PositiveSmallIntegerField(null=True)),
                ("vote", belongs_to("pledges.vote", "counts")),
                ("pledges", models.ManyToManyField(related_name="vote_counts", to="pledges.pledge")),
            ],
            options={
                "ordering": ["version"],
                "indexes": [models.Index(fields=["vote", "recorded_at"], name="count_in_time")],
                "constraints": [
                    models.UniqueConstraint(fields=("vote", "version"), name="one_count_per_version"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("version", 1),
                            ("kind", "added"),
                            models.Q(("why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="count_correction_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "Attendance",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "presence",
                    models.CharField(
                        choices=[("present", "Present"), ("excused", "Excused"), ("absent", "Absent")],
                        max_length=8,
                    ),
                ),
                ("roll", belongs_to("pledges.roll", "attendances")),
                ("mandate", belongs_to("pledges.mandate", "attendances")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("roll", "mandate"), name="one_attendance_per_member")
                ]
            },
        ),
        migrations.CreateModel(
            "Ballot",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "option",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("abstain", "Abstain"), ("absent", "Absent")],
                        max_length=8,
                    ),
                ),
                ("count", belongs_to("pledges.votecount", "ballots")),
                ("mandate", belongs_to("pledges.mandate", "ballots")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("count", "mandate"), name="one_ballot_per_member")
                ]
            },
        ),
    ]
