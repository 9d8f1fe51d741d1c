from django.db import migrations, models

from besa.core.tables_at_once import TablesAtOnce


class Migration(TablesAtOnce):
    replaces = [("ledger", "0001_initial")]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "verb",
                    models.CharField(help_text="dotted, past tense: reports.acknowledged", max_length=60),
                ),
                ("subject", models.CharField(db_index=True, help_text="report:<uid>", max_length=80)),
                ("municipality", models.CharField(blank=True, help_text="slug, or empty", max_length=40)),
                ("actor_role", models.CharField(max_length=20)),
                ("leaf", models.TextField(help_text="canonical JSON of all that is public of this entry")),
                (
                    "position",
                    models.BigIntegerField(
                        help_text="index in the tree; the sealer assigns it", null=True, unique=True
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["municipality", "-position"], name="ledger_municipality"),
                    models.Index(fields=["verb", "-position"], name="ledger_verb"),
                    models.Index(fields=["at"], name="ledger_at"),
                    models.Index(
                        condition=models.Q(("position__isnull", True)), fields=["id"], name="ledger_unsealed"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PrivatePayload",
            fields=[
                ("entry_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("subject", models.CharField(db_index=True, max_length=80)),
                ("key", models.BinaryField(max_length=32)),
                ("payload", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("origin", models.CharField(max_length=200)),
                ("size", models.BigIntegerField()),
                ("root", models.CharField(help_text="hex", max_length=64)),
                ("note", models.TextField()),
                ("signed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("origin", "size"), name="one_head_per_size")],
            },
        ),
        migrations.CreateModel(
            name="TreeNode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.PositiveSmallIntegerField()),
                ("position", models.BigIntegerField()),
                ("digest", models.BinaryField(max_length=32)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("level", "position"), name="one_digest_per_node")
                ],
            },
        ),
    ]
