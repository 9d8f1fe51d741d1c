import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("alerts", "0003_followers_become_subscribers")]
    operations = [
        migrations.RemoveConstraint(model_name="subscription", name="one_subscription_per_address"),
        migrations.AlterField(
            model_name="subscription",
            name="email",
            field=models.EmailField(db_index=True, default="", max_length=254),
        ),
        migrations.RemoveField(model_name="subscription", name="email"),
        migrations.RemoveField(model_name="subscription", name="stopped_at"),
        migrations.AlterField(
            model_name="subscription",
            name="scope",
            field=models.CharField(max_length=80),
        ),
        migrations.AlterField(
            model_name="subscription",
            name="kinds",
            field=models.PositiveSmallIntegerField(help_text="bits of kinds.Kind"),
        ),
        migrations.AlterField(
            model_name="subscription",
            name="subscriber",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="subscriptions",
                to="alerts.subscriber",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.UniqueConstraint(
                fields=["subscriber", "scope"], name="one_subscription_per_scope"
            ),
        ),
    ]
