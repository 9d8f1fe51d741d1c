import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

from besa.core.tables_at_once import TablesAtOnce


class Migration(TablesAtOnce):
    replaces = [
        ("pledges", "0001_initial"),
        ("pledges", "0020_series"),
        ("pledges", "0030_contributions_and_indicators"),
        ("pledges", "0040_assembly"),
    ]

    initial = True

    dependencies = [
        ("people", "0001_first_release"),
        ("places", "0001_first_release"),
    ]

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("names", models.JSONField(default=dict)),
                (
                    "other_names",
                    models.JSONField(
                        blank=True, default=list, help_text="spellings people also use, for search"
                    ),
                ),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("website", models.URLField(blank=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PublicBody",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("names", models.JSONField(default=dict)),
                ("slug", models.SlugField(max_length=80, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("executive", "Executive"), ("assembly", "Assembly"), ("party", "Party")],
                        max_length=10,
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        help_text="null: a party",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="public_bodies",
                        to="places.municipality",
                    ),
                ),
                ("seats", models.PositiveSmallIntegerField(help_text="of an assembly", null=True)),
                (
                    "monitored_by",
                    models.ForeignKey(
                        help_text="who writes down an assembly's sessions",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="monitored_bodies",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["slug"],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="pledges.publicbody",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("mayor", "Mayor"), ("member", "Member"), ("chair", "Chair")], max_length=10
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("body", "kind"), name="one_post_per_kind")],
            },
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(help_text="arta-gashi-2025", max_length=120, unique=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="pledges.person",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="pledges.post",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="places.municipality",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="pledges.publicbody",
                    ),
                ),
                ("starts", models.DateField()),
                ("ends", models.DateField(help_text="last day in office; null while it lasts", null=True)),
                (
                    "term_ends",
                    models.DateField(help_text="last day of the term: when a pledge without a date is due"),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("election", "Election"),
                            ("by_election", "By Election"),
                            ("succession", "Succession"),
                        ],
                        default="election",
                        max_length=12,
                    ),
                ),
                (
                    "ending",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("term_over", "Term Over"),
                            ("resigned", "Resigned"),
                            ("dismissed", "Dismissed"),
                            ("died", "Died"),
                            ("other_office", "Other Office"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        help_text="whose seat this member of an assembly took over in mid-term",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="substitutes",
                        to="pledges.mandate",
                    ),
                ),
                ("source", models.URLField(blank=True, help_text="where it can be checked")),
                (
                    "monitored_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="monitored_mandates",
                        to="people.organisation",
                    ),
                ),
                (
                    "programme_state",
                    models.CharField(
                        choices=[("unknown", "Unknown"), ("published", "Published"), ("none", "None")],
                        default="unknown",
                        help_text="none: searched for and not there; shown in words, never as 0 %",
                        max_length=10,
                    ),
                ),
            ],
            options={
                "ordering": ["-starts", "slug"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends", None), ("ends__gte", models.F("starts")), _connector="OR"
                        ),
                        name="mandate_ends_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("term_ends__gte", models.F("starts"))),
                        name="mandate_term_ends_later",
                    ),
                    models.UniqueConstraint(
                        fields=("post", "person", "starts"), name="one_mandate_per_start"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(help_text="random; the name of its files", max_length=32, unique=True),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("pdf", "Pdf"), ("photo", "Photo"), ("web_page", "Web Page")], max_length=10
                    ),
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
                    models.CharField(
                        blank=True, help_text="key of documents.REASONS or of core.images", max_length=40
                    ),
                ),
                ("sha256", models.CharField(blank=True, db_index=True, max_length=64)),
                ("bytes", models.PositiveIntegerField(default=0)),
                (
                    "media_type",
                    models.CharField(
                        blank=True, help_text="of a web page, as its server said", max_length=80
                    ),
                ),
                ("url", models.URLField(blank=True, help_text="where it was taken from", max_length=1000)),
                ("taken_at", models.DateTimeField(help_text="when it arrived here, whole", null=True)),
                ("pages_count", models.PositiveSmallIntegerField(default=0)),
                ("width", models.PositiveIntegerField(default=0, help_text="of a photo, in pixels")),
                ("height", models.PositiveIntegerField(default=0)),
                (
                    "bare",
                    models.BooleanField(
                        default=False,
                        help_text="a citizen sent it: only what we drew of it is shown, and the original of a photo goes",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, help_text="of fetching a web page")),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["created_at"],
                        name="document_waiting",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentPage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pages",
                        to="pledges.document",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(help_text="from 1")),
                ("text", models.TextField(blank=True)),
                ("width", models.PositiveIntegerField(default=0)),
                ("height", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("document", "number"), name="one_page_per_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programmes",
                        to="pledges.mandate",
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("language", models.CharField(help_text="in which it was written or said", max_length=8)),
                (
                    "medium",
                    models.CharField(
                        choices=[
                            ("pdf", "Pdf"),
                            ("web_page", "Web Page"),
                            ("photo", "Photo"),
                            ("video", "Video"),
                        ],
                        max_length=10,
                    ),
                ),
                ("url", models.URLField(blank=True, max_length=1000)),
                ("published_on", models.DateField(null=True)),
                (
                    "document",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programme",
                        to="pledges.document",
                    ),
                ),
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
                "ordering": ["added_at"],
            },
        ),
        migrations.CreateModel(
            name="Baseline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="baselines",
                        to="pledges.mandate",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(help_text="1 is the baseline")),
                ("frozen_on", models.DateField()),
                ("frozen_at", models.DateTimeField()),
                ("method_version", models.CharField(max_length=10)),
                (
                    "digest",
                    models.CharField(
                        help_text="SHA-256 of the list in canonical JSON, as the ledger has it", max_length=64
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("mandate", "number"), name="one_baseline_per_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="Pledge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "uid",
                    models.CharField(
                        help_text="opaque; its name in addresses and on the ledger",
                        max_length=10,
                        unique=True,
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pledges",
                        to="pledges.mandate",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pledges",
                        to="pledges.programme",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("frozen", "Frozen"),
                            ("split", "Split"),
                            ("merged", "Merged"),
                            ("dropped", "Dropped"),
                        ],
                        default="draft",
                        max_length=8,
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        help_text="on the frozen list; never given twice", null=True
                    ),
                ),
                ("quote", models.TextField(help_text="word for word, in its own language")),
                ("language", models.CharField(max_length=8)),
                ("page", models.PositiveSmallIntegerField(help_text="of the programme, from 1", null=True)),
                (
                    "starts_at",
                    models.PositiveIntegerField(
                        help_text="letters before the quote in the page's text", null=True
                    ),
                ),
                (
                    "second",
                    models.PositiveIntegerField(help_text="of a recording, from its beginning", null=True),
                ),
                (
                    "source_url",
                    models.URLField(blank=True, help_text="when it stands in no programme", max_length=1000),
                ),
                ("source_date", models.DateField(help_text="when it was said", null=True)),
                ("titles", models.JSONField(default=dict, help_text="a short plain name by language")),
                ("area", models.CharField(help_text="key of areas.AREAS", max_length=20)),
                (
                    "department",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="pledges",
                        to="people.department",
                    ),
                ),
                (
                    "budget",
                    models.DecimalField(
                        decimal_places=2, help_text="promised, in `currency`", max_digits=14, null=True
                    ),
                ),
                ("currency", models.CharField(blank=True, help_text="EUR or ALL", max_length=3)),
                ("due_on", models.DateField(help_text="null: the end of the term", null=True)),
                (
                    "testability",
                    models.JSONField(default=dict, help_text="key of testability.QUESTIONS → yes or no"),
                ),
                (
                    "unratable_reasons",
                    models.JSONField(
                        default=list, help_text="keys of testability.QUESTIONS that were answered no"
                    ),
                ),
                ("testability_note", models.TextField(blank=True)),
                (
                    "baseline",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pledges",
                        to="pledges.baseline",
                    ),
                ),
                ("added_later", models.BooleanField(default=False, help_text="frozen after the baseline")),
                (
                    "split_from",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="pledges.pledge",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duplicates",
                        to="pledges.pledge",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        blank=True, help_text="key of statuses.STATUSES; empty: not rated yet", max_length=20
                    ),
                ),
                ("flags", models.JSONField(default=list)),
                ("rated_on", models.DateField(help_text="since when the status is true", null=True)),
                (
                    "checked_at",
                    models.DateTimeField(help_text="when a round last came to a result", null=True),
                ),
                (
                    "folded",
                    models.TextField(
                        help_text="quote and titles, folded for search and for finding duplicates"
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "changed_at",
                    models.DateTimeField(
                        help_text="of the draft; nothing of a frozen pledge's words changes"
                    ),
                ),
                ("places", models.ManyToManyField(related_name="pledges", to="places.place")),
            ],
            options={
                "ordering": ["number", "pk"],
                "indexes": [
                    models.Index(fields=["mandate", "state", "number"], name="pledge_list"),
                    models.Index(fields=["mandate", "state", "area", "status"], name="pledge_glance"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("mandate", "number"), name="one_pledge_per_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "frozen"), _negated=True),
                            models.Q(("baseline__isnull", False), ("number__isnull", False)),
                            _connector="OR",
                        ),
                        name="frozen_is_on_a_list",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("merged_into", models.F("id")), _negated=True),
                        name="not_merged_into_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "pledge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="criteria",
                        to="pledges.pledge",
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("language", models.CharField(max_length=8)),
                ("fulfilled_when", models.TextField()),
                ("partly_when", models.TextField(blank=True)),
                ("reason", models.TextField(blank=True, help_text="of a later version")),
                ("published_at", models.DateTimeField(help_text="null while the list is a draft", null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["version"],
                "constraints": [
                    models.UniqueConstraint(fields=("pledge", "version"), name="one_criterion_per_version")
                ],
            },
        ),
        migrations.CreateModel(
            name="ConflictOfInterest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="conflicts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="conflicts",
                        to="people.organisation",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("advocates", "Advocates"),
                            ("funded", "Funded"),
                            ("employed", "Employed"),
                            ("family", "Family"),
                            ("party", "Party"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="conflicts",
                        to="pledges.person",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="conflicts",
                        to="pledges.publicbody",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="conflicts",
                        to="places.municipality",
                    ),
                ),
                (
                    "area",
                    models.CharField(
                        blank=True, help_text="only pledges of this area; empty: all", max_length=20
                    ),
                ),
                ("declared_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("person__isnull", False),
                            ("party__isnull", False),
                            ("municipality__isnull", False),
                            _connector="OR",
                        ),
                        name="conflict_names_somebody",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.CharField(max_length=10, unique=True)),
                (
                    "pledge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="pledges.pledge",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        help_text="the one it speaks to",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="pledges.criterion",
                    ),
                ),
                ("kind", models.CharField(help_text="key of grading.KINDS", max_length=20)),
                (
                    "grade",
                    models.CharField(choices=[("A", "A"), ("B", "B"), ("C", "C"), ("D", "D")], max_length=1),
                ),
                ("happened_on", models.DateField(help_text="the day of which it tells")),
                ("summary", models.TextField(help_text="what it shows, in a sentence")),
                ("quote", models.TextField(blank=True, help_text="word for word")),
                ("language", models.CharField(max_length=8)),
                (
                    "source",
                    models.CharField(
                        blank=True, help_text="who says so: an office, a medium", max_length=200
                    ),
                ),
                ("place_name", models.CharField(blank=True, max_length=200)),
                ("lat", models.FloatField(null=True)),
                ("lon", models.FloatField(null=True)),
                (
                    "by_citizen",
                    models.BooleanField(
                        default=False, help_text="a citizen sent it, and a monitor accepted it"
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("added_at", models.DateTimeField(help_text="when we learnt of it")),
                ("retracted_at", models.DateTimeField(null=True)),
                ("retracted_because", models.TextField(blank=True)),
                ("documents", models.ManyToManyField(related_name="evidence", to="pledges.document")),
            ],
            options={
                "ordering": ["happened_on", "pk"],
                "indexes": [models.Index(fields=["pledge", "happened_on"], name="evidence_of_pledge")],
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="pledges.mandate",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="people.organisation",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("as_of", models.DateField(help_text="the day of which the ratings tell")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("coding", "Coding"),
                            ("decided", "Decided"),
                            ("with_office", "With Office"),
                            ("answered", "Answered"),
                            ("approved", "Approved"),
                            ("published", "Published"),
                        ],
                        default="coding",
                        max_length=12,
                    ),
                ),
                ("wave", models.PositiveSmallIntegerField(default=1)),
                (
                    "coded_again_because",
                    models.TextField(blank=True, help_text="what was unclear before the newest wave"),
                ),
                ("method_version", models.CharField(max_length=10)),
                ("opened_at", models.DateTimeField()),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("approved_at", models.DateTimeField(null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("published_at", models.DateTimeField(null=True)),
                (
                    "published_by",
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
                    models.UniqueConstraint(fields=("mandate", "number"), name="one_round_per_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "published"), _negated=True),
                        fields=("mandate",),
                        name="one_round_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="cases", to="pledges.round"
                    ),
                ),
                (
                    "pledge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="pledges.pledge"
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="pledges.criterion",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("coding", "Coding"), ("disputed", "Disputed"), ("decided", "Decided")],
                        default="coding",
                        max_length=10,
                    ),
                ),
            ],
            options={
                "ordering": ["pledge__number"],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "pledge"), name="one_case_per_pledge")
                ],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="pledges.case",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "task",
                    models.CharField(choices=[("code", "Code"), ("adjudicate", "Adjudicate")], max_length=10),
                ),
                ("wave", models.PositiveSmallIntegerField(default=1)),
                ("assigned_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "user", "wave"), name="one_task_per_person"),
                    models.UniqueConstraint(
                        condition=models.Q(("task", "adjudicate")),
                        fields=("case", "wave"),
                        name="one_adjudicator_per_case",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Coding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("not_started", "not_started"),
                            ("in_progress", "in_progress"),
                            ("stalled", "stalled"),
                            ("fulfilled", "fulfilled"),
                            ("partly", "partly"),
                            ("not_fulfilled", "not_fulfilled"),
                            ("unratable", "unratable"),
                            ("outside_competence", "outside_competence"),
                            ("superseded", "superseded"),
                        ],
                        max_length=20,
                    ),
                ),
                ("flags", models.JSONField(default=list)),
                ("effective_on", models.DateField(help_text="since when it is true")),
                ("reason", models.TextField()),
                ("language", models.CharField(max_length=8)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="codings", to="pledges.case"
                    ),
                ),
                (
                    "assignment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="coding",
                        to="pledges.assignment",
                    ),
                ),
                ("wave", models.PositiveSmallIntegerField()),
                ("coded_at", models.DateTimeField()),
                ("evidence", models.ManyToManyField(related_name="+", to="pledges.evidence")),
            ],
            options={
                "ordering": ["coded_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Adjudication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("not_started", "not_started"),
                            ("in_progress", "in_progress"),
                            ("stalled", "stalled"),
                            ("fulfilled", "fulfilled"),
                            ("partly", "partly"),
                            ("not_fulfilled", "not_fulfilled"),
                            ("unratable", "unratable"),
                            ("outside_competence", "outside_competence"),
                            ("superseded", "superseded"),
                        ],
                        max_length=20,
                    ),
                ),
                ("flags", models.JSONField(default=list)),
                ("effective_on", models.DateField(help_text="since when it is true")),
                ("reason", models.TextField()),
                ("language", models.CharField(max_length=8)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="adjudications",
                        to="pledges.case",
                    ),
                ),
                ("wave", models.PositiveSmallIntegerField()),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("agreed", "Agreed"),
                            ("evidence_missed", "Evidence Missed"),
                            ("evidence_weighed", "Evidence Weighed"),
                            ("criterion_unclear", "Criterion Unclear"),
                            ("date_misread", "Date Misread"),
                            ("mistake", "Mistake"),
                            ("after_reply", "After Reply"),
                        ],
                        help_text="why the coders disagreed, or what changed",
                        max_length=20,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField()),
                ("evidence", models.ManyToManyField(related_name="+", to="pledges.evidence")),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "pledge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratings",
                        to="pledges.pledge",
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rating",
                        to="pledges.case",
                    ),
                ),
                ("old", models.CharField(blank=True, help_text="empty for the first one", max_length=20)),
                ("new", models.CharField(max_length=20)),
                ("flags", models.JSONField(default=list)),
                ("reason", models.TextField()),
                ("language", models.CharField(max_length=8)),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratings",
                        to="pledges.criterion",
                    ),
                ),
                (
                    "approver",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("method_version", models.CharField(max_length=10)),
                ("effective_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "corrects",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="pledges.rating",
                    ),
                ),
                ("evidence", models.ManyToManyField(related_name="ratings", to="pledges.evidence")),
                ("coders", models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["recorded_at", "pk"],
                "indexes": [
                    models.Index(fields=["pledge", "recorded_at", "effective_on"], name="rating_in_time")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="rating_has_a_reason"
                    )
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
                    "rating",
                    models.OneToOneField(
                        help_text="the new one",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="correction",
                        to="pledges.rating",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("our_error", "Our Error"), ("new_facts", "New Facts")], max_length=10
                    ),
                ),
                ("text", models.TextField()),
                ("language", models.CharField(max_length=8)),
                ("published_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-published_at"],
            },
        ),
        migrations.CreateModel(
            name="CorrectionDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposed_corrections",
                        to="pledges.rating",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("our_error", "Our Error"), ("new_facts", "New Facts")], max_length=10
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "Proposed"), ("approved", "Approved"), ("refused", "Refused")],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("status", models.CharField(max_length=20)),
                ("flags", models.JSONField(default=list)),
                ("effective_on", models.DateField()),
                ("text", models.TextField()),
                ("language", models.CharField(max_length=8)),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True)),
                ("evidence", models.ManyToManyField(related_name="+", to="pledges.evidence")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "proposed")),
                        fields=("corrects",),
                        name="one_proposal_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="pledges.publicbody",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(help_text="in its year")),
                ("held_on", models.DateField(help_text="may lie ahead: a session that was called")),
                (
                    "minutes",
                    models.URLField(
                        blank=True, help_text="where the assembly publishes them", max_length=500
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("documents", models.ManyToManyField(related_name="sessions", to="pledges.document")),
            ],
            options={
                "ordering": ["-held_on", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("body", "held_on", "number"), name="one_session_per_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Roll",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(help_text="1 is the first")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[("added", "Added"), ("our_error", "Our Error"), ("new_facts", "New Facts")],
                        help_text="of a later version; added: nothing that was said before is changed",
                        max_length=10,
                    ),
                ),
                ("why", models.TextField(blank=True, help_text="of a correction, for everybody")),
                ("language", models.CharField(blank=True, help_text="of `why`", max_length=8)),
                (
                    "digest",
                    models.CharField(
                        help_text="SHA-256 of what it says, as the ledger has it", max_length=64
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rolls",
                        to="pledges.session",
                    ),
                ),
            ],
            options={
                "ordering": ["version"],
                "constraints": [
                    models.UniqueConstraint(fields=("session", "version"), name="one_roll_per_version"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("version", 1),
                            ("kind", "added"),
                            models.Q(("why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="roll_correction_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "roll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="pledges.roll",
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="pledges.mandate",
                    ),
                ),
                (
                    "presence",
                    models.CharField(
                        choices=[("present", "Present"), ("excused", "Excused"), ("absent", "Absent")],
                        max_length=8,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("roll", "mandate"), name="one_attendance_per_member")
                ],
            },
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="votes",
                        to="pledges.session",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(help_text="on the agenda")),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("session", "number"), name="one_vote_per_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="VoteCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(help_text="1 is the first")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[("added", "Added"), ("our_error", "Our Error"), ("new_facts", "New Facts")],
                        help_text="of a later version; added: nothing that was said before is changed",
                        max_length=10,
                    ),
                ),
                ("why", models.TextField(blank=True, help_text="of a correction, for everybody")),
                ("language", models.CharField(blank=True, help_text="of `why`", max_length=8)),
                (
                    "digest",
                    models.CharField(
                        help_text="SHA-256 of what it says, as the ledger has it", max_length=64
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "vote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="counts", to="pledges.vote"
                    ),
                ),
                ("motion", models.TextField(help_text="in its own words")),
                ("motion_language", models.CharField(max_length=8)),
                (
                    "result",
                    models.CharField(choices=[("passed", "Passed"), ("failed", "Failed")], max_length=8),
                ),
                ("by_name", models.BooleanField(help_text="whether it is known how each member voted")),
                ("yes", models.PositiveSmallIntegerField(null=True)),
                ("no", models.PositiveSmallIntegerField(null=True)),
                ("abstain", models.PositiveSmallIntegerField(null=True)),
                ("absent", models.PositiveSmallIntegerField(null=True)),
                ("pledges", models.ManyToManyField(related_name="vote_counts", to="pledges.pledge")),
            ],
            options={
                "ordering": ["version"],
                "indexes": [models.Index(fields=["vote", "recorded_at"], name="count_in_time")],
                "constraints": [
                    models.UniqueConstraint(fields=("vote", "version"), name="one_count_per_version"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("version", 1),
                            ("kind", "added"),
                            models.Q(("why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="count_correction_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ballot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "count",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ballots",
                        to="pledges.votecount",
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ballots",
                        to="pledges.mandate",
                    ),
                ),
                (
                    "option",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("abstain", "Abstain"), ("absent", "Absent")],
                        max_length=8,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("count", "mandate"), name="one_ballot_per_member")
                ],
            },
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.CharField(max_length=10, unique=True)),
                (
                    "pledge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="pledges.pledge",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "Unconfirmed"),
                            ("waiting", "Waiting"),
                            ("asked", "Asked"),
                            ("accepted", "Accepted"),
                            ("refused", "Refused"),
                            ("erased", "Erased"),
                        ],
                        max_length=12,
                    ),
                ),
                ("text", models.TextField(blank=True, help_text="the sender's words")),
                ("url", models.URLField(blank=True, max_length=1000)),
                (
                    "seen_on",
                    models.DateField(help_text="the day of which it tells, as the sender says", null=True),
                ),
                (
                    "lat",
                    models.FloatField(
                        help_text="where the photo was taken, read before that is thrown away", null=True
                    ),
                ),
                ("lon", models.FloatField(null=True)),
                ("received_at", models.DateTimeField()),
                (
                    "sender",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="contributions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("email_confirmed_at", models.DateTimeField(null=True)),
                (
                    "device",
                    models.CharField(blank=True, help_text="hash of the device's cookie", max_length=64),
                ),
                ("language", models.CharField(max_length=8)),
                ("brand", models.CharField(max_length=20)),
                (
                    "link_salt",
                    models.CharField(blank=True, help_text="empty: the private link is dead", max_length=32),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "refusal",
                    models.CharField(blank=True, help_text="key of contributions.REFUSALS", max_length=20),
                ),
                (
                    "evidence",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contribution",
                        to="pledges.evidence",
                    ),
                ),
                ("erased_at", models.DateTimeField(help_text="when everything personal went", null=True)),
                ("documents", models.ManyToManyField(related_name="contributions", to="pledges.document")),
            ],
            options={
                "ordering": ["received_at"],
                "indexes": [
                    models.Index(fields=["pledge", "state"], name="contribution_of_pledge"),
                    models.Index(fields=["state", "received_at"], name="contribution_inbox"),
                    models.Index(
                        condition=models.Q(("device", ""), _negated=True),
                        fields=["device"],
                        name="contribution_device",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="pledges.contribution",
                    ),
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
                ("asked_at", models.DateTimeField()),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["asked_at"],
            },
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "pledge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="indicators",
                        to="pledges.pledge",
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                (
                    "parameters",
                    models.JSONField(
                        default=dict, help_text="name → key, besides the municipality and the day"
                    ),
                ),
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
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["added_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ReplyRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "round",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reply_request",
                        to="pledges.round",
                    ),
                ),
                (
                    "link_salt",
                    models.CharField(help_text="random; the link is derived from it", max_length=32),
                ),
                ("email", models.EmailField(max_length=254)),
                ("language", models.CharField(max_length=8)),
                ("brand", models.CharField(max_length=20)),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("sent_at", models.DateTimeField()),
                (
                    "due_at",
                    models.DateTimeField(
                        help_text="the end of the tenth working day, by the calendar known when it was sent"
                    ),
                ),
                (
                    "reminders",
                    models.JSONField(default=list, help_text="days on which the office was reminded, ISO"),
                ),
                (
                    "finished_at",
                    models.DateTimeField(help_text="the office said that this is all", null=True),
                ),
                ("closed_at", models.DateTimeField(null=True)),
                ("silent", models.BooleanField(default=False, help_text="the time ran out without a word")),
            ],
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="pledges.replyrequest",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="pledges.case",
                    ),
                ),
                ("text", models.TextField()),
                ("language", models.CharField(max_length=8)),
                ("author", models.CharField(help_text="name and post, as they gave it", max_length=120)),
                ("digest", models.CharField(help_text="so that sending twice says it once", max_length=64)),
                ("received_at", models.DateTimeField()),
                ("documents", models.ManyToManyField(related_name="replies", to="pledges.document")),
            ],
            options={
                "ordering": ["received_at", "pk"],
                "constraints": [models.UniqueConstraint(fields=("request", "digest"), name="said_once")],
            },
        ),
        migrations.CreateModel(
            name="SeriesPoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("publisher", models.CharField(help_text="whose series: GAP Institute", max_length=80)),
                ("term", models.CharField(help_text="of the mandates: 2021-2025", max_length=20)),
                ("as_of", models.DateField()),
                ("municipalities", models.PositiveSmallIntegerField()),
                (
                    "promises",
                    models.PositiveIntegerField(help_text="the denominator: the sum of the four levels"),
                ),
                ("fulfilled", models.PositiveIntegerField()),
                ("partially_fulfilled", models.PositiveIntegerField()),
                ("initiated", models.PositiveIntegerField()),
                ("not_initiated", models.PositiveIntegerField()),
                ("source", models.CharField(max_length=300)),
                ("imported_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["term", "as_of"],
                "constraints": [
                    models.UniqueConstraint(fields=("publisher", "term", "as_of"), name="one_point_per_day"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "promises",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("fulfilled"), "+", models.F("partially_fulfilled")
                                        ),
                                        "+",
                                        models.F("initiated"),
                                    ),
                                    "+",
                                    models.F("not_initiated"),
                                ),
                            )
                        ),
                        name="levels_add_up",
                    ),
                ],
            },
        ),
    ]
