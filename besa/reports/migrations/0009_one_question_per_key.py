import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0001_initial"),
        ("reports", "0008_leaner_indexes"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="question",
            name="one_question_per_key",
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                models.F("category"),
                django.db.models.functions.comparison.Coalesce(
                    "municipality",
                    models.Value(0, output_field=models.BigIntegerField()),
                    output_field=models.BigIntegerField(),
                ),
                models.F("key"),
                name="one_question_per_key",
            ),
        ),
    ]
