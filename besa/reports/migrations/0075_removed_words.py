from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0021_what_changed_besides_the_state")]

    operations = [
        migrations.AlterField(
            model_name="change",
            name="kind",
            field=models.CharField(
                choices=[
                    ("assigned", "Assigned"),
                    ("prioritised", "Prioritised"),
                    ("placed", "Placed"),
                    ("handed_over", "Handed Over"),
                    ("categorised", "Categorised"),
                    ("merged", "Merged"),
                    ("separated", "Separated"),
                    ("split", "Split"),
                    ("redacted", "Redacted"),
                ],
                max_length=16,
            ),
        ),
    ]
