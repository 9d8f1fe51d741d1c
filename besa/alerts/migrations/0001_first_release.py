import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from besa.core.tables_at_once import TablesAtOnce


class Migration(TablesAtOnce):
    replaces = [
        ("alerts", "0001_initial"),
        ("alerts", "0002_room_for_areas_and_channels"),
        ("alerts", "0003_followers_become_subscribers"),
        ("alerts", "0004_subscriber_instead_of_address"),
        ("alerts", "0005_progress"),
        ("alerts", "0010_pledges"),
        ("alerts", "0020_publications"),
    ]

    initial = True

    dependencies = [
        ("people", "0001_first_release"),
        ("places", "0001_first_release"),
        ("pledges", "0001_first_release"),
        ("publications", "0001_first_release"),
        ("reports", "0001_first_release"),
    ]

    operations = [
        migrations.CreateModel(
            name="Subscriber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("channel", models.CharField(help_text="name of a channel, such as mail", max_length=40)),
                (
                    "address",
                    models.TextField(help_text="an e-mail address in lower case, or an https address"),
                ),
                (
                    "fingerprint",
                    models.CharField(help_text="hash of channel and address", max_length=64, unique=True),
                ),
                ("secrets", models.JSONField(default=dict, help_text="what the channel keeps, such as keys")),
                ("key", models.CharField(max_length=32, unique=True)),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subscribers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "quiet_from",
                    models.PositiveSmallIntegerField(help_text="hour of the day, 0 to 23", null=True),
                ),
                (
                    "quiet_until",
                    models.PositiveSmallIntegerField(help_text="hour of the day, 0 to 23", null=True),
                ),
                ("paused_at", models.DateTimeField(null=True)),
                (
                    "confirmed_at",
                    models.DateTimeField(help_text="somebody at this address said yes once", null=True),
                ),
                (
                    "unreachable_at",
                    models.DateTimeField(help_text="nothing arrives there any more", null=True),
                ),
                ("bounces", models.PositiveSmallIntegerField(default=0, help_text="passing ones, of late")),
                ("bounced_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "indexes": [models.Index(fields=["channel", "address"], name="subscriber_address")],
            },
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "subscriber",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subscriptions",
                        to="alerts.subscriber",
                    ),
                ),
                ("scope", models.CharField(max_length=80)),
                (
                    "report",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subscriptions",
                        to="reports.report",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="places.municipality",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="places.place",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.department",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="reports.category",
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        help_text="whose pledges are followed",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="pledges.mandate",
                    ),
                ),
                (
                    "pledge",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="pledges.pledge",
                    ),
                ),
                (
                    "policy_area",
                    models.CharField(blank=True, help_text="key of pledges.areas.AREAS", max_length=20),
                ),
                (
                    "publications",
                    models.BooleanField(default=False, help_text="publications are followed, not reports"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        help_text="whose publications",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
                (
                    "publication_kind",
                    models.CharField(blank=True, help_text="key of publications.kinds", max_length=20),
                ),
                ("lat", models.FloatField(null=True)),
                ("lon", models.FloatField(null=True)),
                ("radius_m", models.PositiveIntegerField(null=True)),
                ("kinds", models.PositiveSmallIntegerField(help_text="bits of kinds.Kind")),
                (
                    "frequency",
                    models.CharField(
                        choices=[("now", "Now"), ("daily", "Daily"), ("weekly", "Weekly")],
                        default="now",
                        max_length=10,
                    ),
                ),
                ("language", models.CharField(max_length=8)),
                ("brand", models.CharField(max_length=20)),
                ("key", models.CharField(max_length=32, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "confirmed_at",
                    models.DateTimeField(
                        help_text="nothing is sent before the address's owner said yes", null=True
                    ),
                ),
                ("paused_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("subscriber", "scope"), name="one_subscription_per_scope")
                ],
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "subscription",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="topics",
                        to="alerts.subscription",
                    ),
                ),
                ("word", models.CharField(max_length=40)),
                ("kinds", models.PositiveSmallIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["word", "kinds", "subscription"], name="topic_lookup")],
            },
        ),
        migrations.CreateModel(
            name="Happening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=60, unique=True)),
                (
                    "report",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="reports.report",
                    ),
                ),
                (
                    "rating",
                    models.ForeignKey(
                        help_text="of a pledge, published then",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="pledges.rating",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        help_text="of a publication, published then",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="publications.revision",
                    ),
                ),
                ("kind", models.PositiveSmallIntegerField(help_text="one bit of kinds.Kind")),
                (
                    "transition",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="reports.transition",
                    ),
                ),
                (
                    "update",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="reports.update",
                    ),
                ),
                (
                    "deadline",
                    models.CharField(
                        blank=True, help_text="answer or repair, when one has passed", max_length=10
                    ),
                ),
                ("at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "subscriber",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="batches",
                        to="alerts.subscriber",
                    ),
                ),
                (
                    "frequency",
                    models.CharField(
                        choices=[("now", "Now"), ("daily", "Daily"), ("weekly", "Weekly")], max_length=10
                    ),
                ),
                ("language", models.CharField(max_length=8)),
                ("brand", models.CharField(max_length=20)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("sent", "Sent"),
                            ("empty", "Empty"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("next_attempt_at", models.DateTimeField()),
                ("last_error", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField(db_index=True)),
                ("sent_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["next_attempt_at"],
                        name="batch_waiting",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "subscriber",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="alerts.subscriber",
                    ),
                ),
                (
                    "subscription",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="alerts.subscription",
                    ),
                ),
                (
                    "happening",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="alerts.happening",
                    ),
                ),
                (
                    "frequency",
                    models.CharField(
                        choices=[("now", "Now"), ("daily", "Daily"), ("weekly", "Weekly")], max_length=10
                    ),
                ),
                ("due_at", models.DateTimeField()),
                (
                    "batch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="alerts.batch",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("batch__isnull", True)),
                        fields=["due_at", "subscriber"],
                        name="notice_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subscriber", "happening"), name="one_notice_per_happening"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Progress",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("until", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Silence",
            fields=[
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="silence",
                        serialize=False,
                        to="reports.report",
                    ),
                ),
                ("since", models.DateTimeField(auto_now_add=True)),
            ],
        ),
    ]
