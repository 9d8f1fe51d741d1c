from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0031_promises_from_rules")]
    operations = [
        migrations.RemoveField(model_name="categoryrule", name="fix_days"),
        migrations.RemoveField(model_name="categoryrule", name="response_hours"),
    ]
