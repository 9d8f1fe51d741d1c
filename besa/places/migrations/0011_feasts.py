"""A declared day may be a public holiday, kept by its key instead of by names."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("places", "0010_working_hours_and_days")]

    operations = [
        migrations.AddField(
            "holiday",
            "feast",
            models.CharField(
                blank=True, default="", help_text="key of a public holiday, see public_days", max_length=120
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            "holiday",
            "names",
            models.JSONField(default=dict, help_text="by language, as the municipality calls it"),
        ),
    ]
