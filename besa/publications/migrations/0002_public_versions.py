"""What everybody reads is counted by itself: 1, 2, 3, whatever was kept in between while it was written."""

from collections import Counter

from django.db import migrations, models
from django.db.models import Q


def count_versions(apps, schema_editor):
    """Number what was published already, in its order."""
    revisions = apps.get_model("publications", "Revision").objects.using(schema_editor.connection.alias)
    known = Counter()
    for pk, edition in (
        revisions.filter(occasion="published").order_by("edition", "number").values_list("pk", "edition")
    ):
        known[edition] += 1
        revisions.filter(pk=pk).update(version=known[edition])


class Migration(migrations.Migration):
    dependencies = [("publications", "0001_first_release")]

    operations = [
        migrations.AddField(
            model_name="revision",
            name="version",
            field=models.PositiveIntegerField(
                null=True, help_text="what everybody reads is counted from 1; nothing else has one"
            ),
        ),
        migrations.RunPython(count_versions, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.UniqueConstraint(
                fields=["edition", "version"], name="one_revision_per_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.CheckConstraint(
                condition=Q(occasion="published", version__gte=1)
                | (~Q(occasion="published") & Q(version__isnull=True)),
                name="published_has_a_version",
            ),
        ),
    ]
