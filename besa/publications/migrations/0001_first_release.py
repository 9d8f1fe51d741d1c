import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from besa.core.tables_at_once import TablesAtOnce


class Migration(TablesAtOnce):
    replaces = [("publications", "0001_initial"), ("publications", "0020_renditions")]

    initial = True

    dependencies = [
        ("people", "0001_first_release"),
        ("places", "0001_first_release"),
        ("pledges", "0001_first_release"),
    ]

    operations = [
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "uid",
                    models.CharField(help_text="opaque; its name on the ledger", max_length=10, unique=True),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="its name in addresses; never changes", max_length=80, unique=True
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("monitoring_report", "Monitoring Report"),
                            ("policy_analysis", "Policy Analysis"),
                            ("infographic_page", "Infographic Page"),
                            ("news", "News"),
                            ("manual", "Manual"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="people.organisation",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="places.municipality",
                    ),
                ),
                (
                    "original_language",
                    models.CharField(help_text="in which it is written first", max_length=8),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="editions",
                        to="publications.publication",
                    ),
                ),
                (
                    "language",
                    models.CharField(help_text="one of the languages that are authored", max_length=8),
                ),
                ("title", models.CharField(max_length=200)),
                ("subtitle", models.CharField(blank=True, max_length=300)),
                ("summary", models.TextField(blank=True)),
                (
                    "authors",
                    models.JSONField(default=list, help_text="names, as they are written in this language"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("in_review", "In Review"),
                            ("approved", "Approved"),
                            ("scheduled", "Scheduled"),
                            ("published", "Published"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, help_text="of title, subtitle, summary and authors"
                    ),
                ),
                (
                    "submitted_revision",
                    models.ForeignKey(
                        help_text="what is reviewed",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="publications.revision",
                    ),
                ),
                ("publish_at", models.DateTimeField(help_text="the hour, in the state scheduled", null=True)),
                (
                    "public_revision",
                    models.ForeignKey(
                        help_text="what everybody reads",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="publications.revision",
                    ),
                ),
                ("first_published_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_because", models.TextField(blank=True, help_text="public")),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["publication", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "scheduled")), fields=["publish_at"], name="edition_due"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("public_revision__isnull", False), ("withdrawn_at__isnull", True)
                        ),
                        fields=["-first_published_at"],
                        name="edition_public",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("publication", "language"), name="one_edition_per_language"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "scheduled"), _negated=True),
                            ("publish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="scheduled_has_an_hour",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("published", "withdrawn")), _negated=True),
                            ("public_revision__isnull", False),
                            _connector="OR",
                        ),
                        name="published_has_a_revision",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Block",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="blocks",
                        to="publications.edition",
                    ),
                ),
                ("uid", models.CharField(max_length=10)),
                ("rank", models.PositiveIntegerField(help_text="its place; only the order counts")),
                ("kind", models.CharField(help_text="key of blocks.KINDS", max_length=12)),
                ("data", models.JSONField(help_text="as blocks.parse reads it")),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, help_text="of the data; a place is not part of it"
                    ),
                ),
                (
                    "source_digest",
                    models.CharField(
                        blank=True,
                        help_text="of the original's block when this was translated; empty: not yet, or this is the original",
                        max_length=64,
                    ),
                ),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["rank", "pk"],
                "constraints": [models.UniqueConstraint(fields=("edition", "uid"), name="one_block_per_uid")],
            },
        ),
        migrations.CreateModel(
            name="Photo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="publications.publication",
                    ),
                ),
                (
                    "key",
                    models.CharField(help_text="random; the name of its files", max_length=32, unique=True),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("ready", "Ready"), ("refused", "Refused")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                (
                    "refusal",
                    models.CharField(blank=True, help_text="key of core.images.REASONS", max_length=40),
                ),
                ("width", models.PositiveIntegerField(default=0, help_text="in pixels, of the largest size")),
                ("height", models.PositiveIntegerField(default=0)),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("added_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-added_at"],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="publications.publication",
                    ),
                ),
                ("uid", models.CharField(max_length=10, unique=True)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="pledges.document"
                    ),
                ),
                ("added_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-added_at"],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revisions",
                        to="publications.edition",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "occasion",
                    models.CharField(
                        choices=[("saved", "Saved"), ("submitted", "Submitted"), ("published", "Published")],
                        max_length=10,
                    ),
                ),
                ("content", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("figures", models.JSONField(default=list)),
                ("as_of", models.DateTimeField(help_text="when the figures were frozen", null=True)),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "number"), name="one_revision_per_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("occasion", "published"), _negated=True),
                            ("as_of__isnull", False),
                            _connector="OR",
                        ),
                        name="published_figures_are_frozen",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="approvals",
                        to="publications.revision",
                    ),
                ),
                ("seat", models.PositiveSmallIntegerField(help_text="1 or 2")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["seat"],
                "constraints": [
                    models.UniqueConstraint(fields=("revision", "by"), name="nobody_approves_twice"),
                    models.UniqueConstraint(fields=("revision", "seat"), name="one_person_per_seat"),
                    models.CheckConstraint(condition=models.Q(("seat__in", (1, 2))), name="two_seats"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="publications.edition",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("our_error", "Our Error"), ("new_facts", "New Facts")], max_length=10
                    ),
                ),
                ("text", models.TextField(help_text="in the edition's language")),
                (
                    "revision",
                    models.ForeignKey(
                        help_text="that brings it",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="publications.revision",
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at"],
            },
        ),
        migrations.CreateModel(
            name="Rendition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        help_text="digest of what, in which form and design", max_length=64, unique=True
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="renditions",
                        to="publications.edition",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="renditions",
                        to="publications.revision",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        help_text="the edition's, or Serbian Latin of a Serbian one", max_length=8
                    ),
                ),
                ("brand", models.CharField(max_length=20)),
                ("format", models.CharField(help_text="key of outputs.FORMATS", max_length=10)),
                ("design", models.PositiveSmallIntegerField(help_text="of the format, see outputs.formats")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("ready", "Ready"), ("failed", "Failed")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("done", models.PositiveSmallIntegerField(default=0, help_text="steps of outputs.STEPS")),
                (
                    "problems",
                    models.JSONField(
                        default=list, help_text="what the editor must put right, see outputs.checks"
                    ),
                ),
                ("error", models.TextField(blank=True, help_text="for who looks after Besa")),
                ("size", models.PositiveIntegerField(default=0, help_text="bytes")),
                ("ordered_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["edition", "format", "-ordered_at"], name="rendition_newest")
                ],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="publications.edition",
                    ),
                ),
                (
                    "block",
                    models.CharField(blank=True, help_text="uid; the block may be gone since", max_length=10),
                ),
                ("text", models.TextField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["made_at"],
            },
        ),
        migrations.CreateModel(
            name="Conflict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="conflicts",
                        to="publications.edition",
                    ),
                ),
                ("block", models.CharField(help_text="uid; the block may be gone", max_length=10)),
                ("kind", models.CharField(max_length=12)),
                ("data", models.JSONField(help_text="what the second one wrote")),
                ("seen", models.PositiveIntegerField(help_text="the version they began with")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["made_at"],
            },
        ),
    ]
