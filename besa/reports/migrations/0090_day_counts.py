from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0063_practice_reports")]

    operations = [
        migrations.CreateModel(
            name="DayCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("municipality", models.BigIntegerField()),
                ("kind", models.CharField(max_length=10)),
                ("day", models.DateField()),
                ("n", models.IntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["municipality", "kind", "day", "n"], name="day_count")],
            },
        ),
    ]
