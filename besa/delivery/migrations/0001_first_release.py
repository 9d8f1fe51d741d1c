import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import besa.delivery.models.delivery
from besa.core.tables_at_once import TablesAtOnce


class Migration(TablesAtOnce):
    replaces = [("delivery", "0001_initial"), ("delivery", "0002_alarm_limits_and_assigned_again")]

    initial = True

    dependencies = [
        ("people", "0001_first_release"),
        ("places", "0001_first_release"),
        ("reports", "0001_first_release"),
    ]

    operations = [
        migrations.CreateModel(
            name="Recipient",
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
                        related_name="recipients",
                        to="places.municipality",
                    ),
                ),
                ("name", models.CharField(help_text="as colleagues call it", max_length=120)),
                (
                    "category",
                    models.ForeignKey(
                        help_text="null: all",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="reports.category",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        help_text="null: all",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recipients",
                        to="people.department",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        help_text="null: everywhere",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="places.place",
                    ),
                ),
                (
                    "radius_m",
                    models.PositiveIntegerField(
                        help_text="around the middle of the place; null: reports that name the place",
                        null=True,
                    ),
                ),
                ("channel", models.CharField(help_text="key in core.registries.channels", max_length=20)),
                (
                    "address",
                    models.CharField(
                        help_text="mail address or URL, as the channel needs it", max_length=500
                    ),
                ),
                ("language", models.CharField(max_length=8)),
                ("options", models.JSONField(default=dict, help_text="the channel's own settings")),
                (
                    "secret",
                    models.CharField(help_text="signs what is sent, where the channel signs", max_length=64),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "bounced_at",
                    models.DateTimeField(
                        help_text="its mail server said that there is no such box", null=True
                    ),
                ),
                ("bounce_status", models.CharField(blank=True, help_text="such as 5.1.1", max_length=20)),
                (
                    "dead_since",
                    models.DateTimeField(
                        help_text="when the alarm was raised: nothing is acted on", null=True
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=["municipality"],
                        name="recipient_current",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RecipientChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="delivery.recipient",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("added", "Added"), ("changed", "Changed"), ("removed", "Removed")],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "before",
                    models.JSONField(default=dict, help_text="the columns that changed, as they were"),
                ),
                ("after", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="reports.report",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="delivery.recipient",
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        default=besa.delivery.models.delivery.new_key, max_length=16, unique=True
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1)),
                ("occasion", models.CharField(help_text="new, reopened, forwarded, assigned", max_length=12)),
                (
                    "cause",
                    models.BigIntegerField(
                        default=0, help_text="transition that began the round; 0 for the first"
                    ),
                ),
                (
                    "change",
                    models.BigIntegerField(
                        default=0, help_text="change that began the round, or came later; 0 for none"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("sending", "Sending"),
                            ("sent", "Sent"),
                            ("accepted", "Accepted"),
                            ("acted_on", "Acted On"),
                            ("retrying", "Retrying"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, help_text="of this round")),
                ("queued_at", models.DateTimeField()),
                ("next_attempt_at", models.DateTimeField(null=True)),
                (
                    "leased_until",
                    models.DateTimeField(help_text="while sending: until when nobody else may", null=True),
                ),
                ("sent_at", models.DateTimeField(help_text="when this round went out", null=True)),
                (
                    "acted_at",
                    models.DateTimeField(
                        help_text="when an official first acted after this round", null=True
                    ),
                ),
                (
                    "replied_at",
                    models.DateTimeField(help_text="when the recipient last answered by mail", null=True),
                ),
                (
                    "foreign_id",
                    models.CharField(blank=True, help_text="its number in the other system", max_length=80),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, help_text="key: why it failed or was cancelled", max_length=40
                    ),
                ),
                (
                    "alarmed_at",
                    models.DateTimeField(
                        help_text="when somebody was told that it is stuck or failed", null=True
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["queued", "sending", "retrying"])),
                        fields=["next_attempt_at"],
                        name="delivery_waiting",
                    ),
                    models.Index(fields=["recipient", "state", "-queued_at"], name="delivery_by_state"),
                    models.Index(fields=["recipient", "-queued_at"], name="delivery_newest"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "recipient"), name="one_delivery_per_recipient")
                ],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tries",
                        to="delivery.delivery",
                    ),
                ),
                ("round", models.PositiveSmallIntegerField()),
                ("number", models.PositiveSmallIntegerField()),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("sent", "Sent"), ("failed", "Failed"), ("bounced", "Bounced")],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=40)),
                (
                    "detail",
                    models.CharField(blank=True, help_text="what the other side said", max_length=300),
                ),
            ],
            options={
                "ordering": ["-began_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="IncomingMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "identity",
                    models.CharField(
                        help_text="hash of Message-ID and address: the same mail comes once",
                        max_length=64,
                        unique=True,
                    ),
                ),
                ("message_id", models.CharField(blank=True, max_length=200)),
                ("mailbox", models.CharField(help_text="our address that it came to", max_length=120)),
                (
                    "sender",
                    models.CharField(
                        blank=True, help_text="its return path; empty for a notice of failure", max_length=254
                    ),
                ),
                (
                    "author",
                    models.CharField(
                        blank=True, help_text="address of its From line, once read", max_length=254
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
                    "delivery",
                    models.ForeignKey(
                        help_text="what it answers",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="incoming",
                        to="delivery.delivery",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("taken", "Taken"),
                            ("refused", "Refused"),
                            ("ignored", "Ignored"),
                            ("unreadable", "Unreadable"),
                            ("bounce", "Bounce"),
                        ],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                (
                    "reason",
                    models.CharField(blank=True, help_text="key: why it was not taken", max_length=40),
                ),
                (
                    "raw",
                    models.BinaryField(
                        help_text="as it came; null once it is not needed any more", null=True
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("received_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["received_at"],
                        name="incoming_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("state", "unreadable")),
                        fields=["municipality", "-received_at"],
                        name="incoming_unreadable",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AlarmLimits",
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
                        related_name="alarm_limits",
                        to="places.municipality",
                    ),
                ),
                (
                    "stuck_minutes",
                    models.PositiveIntegerField(
                        help_text="a delivery that is not out after so long is stuck"
                    ),
                ),
                (
                    "silent_reports",
                    models.PositiveSmallIntegerField(help_text="so many reports sent without any act …"),
                ),
                (
                    "silent_days",
                    models.PositiveSmallIntegerField(
                        help_text="… over so many days: the recipient is silent"
                    ),
                ),
                ("since", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
    ]
