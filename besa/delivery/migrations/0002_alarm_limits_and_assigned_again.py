"""When coordinators are alarmed, per municipality; which change began another round of a delivery."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0001_initial"),
        ("places", "0011_feasts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "delivery",
            "change",
            models.BigIntegerField(
                default=0, help_text="change that began the round, or came later; 0 for none"
            ),
        ),
        migrations.AlterField(
            "delivery",
            "occasion",
            models.CharField(help_text="new, reopened, forwarded, assigned", max_length=12),
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
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alarm_limits",
                        to="places.municipality",
                    ),
                ),
            ],
            options={"ordering": ["pk"]},
        ),
    ]
