import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

from besa.core.tables_at_once import TablesAtOnce


class Migration(TablesAtOnce):
    replaces = [
        ("reports", "0001_initial"),
        ("reports", "0020_acts_on_a_report"),
        ("reports", "0021_what_changed_besides_the_state"),
        ("reports", "0030_clock"),
        ("reports", "0031_promises_from_rules"),
        ("reports", "0032_rules_without_deadlines"),
        ("reports", "0040_queue_indexes"),
        ("reports", "0050_indexes_for_programs"),
        ("reports", "0051_withdrawn_reports"),
        ("reports", "0063_practice_reports"),
        ("reports", "0075_removed_words"),
        ("reports", "0090_day_counts"),
    ]

    initial = True

    dependencies = [
        ("people", "0001_first_release"),
        ("places", "0001_first_release"),
    ]

    operations = [
        migrations.CreateModel(
            name="Category",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("names", models.JSONField(default=dict)),
                ("key", models.SlugField(max_length=60, unique=True)),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("streets", "Streets"),
                            ("cleanliness", "Cleanliness"),
                            ("water", "Water"),
                            ("public_space", "Public Space"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "icon",
                    models.CharField(help_text="name of a symbol in static/core/icons.svg", max_length=40),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="own_categories",
                        to="places.municipality",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=100)),
            ],
            options={
                "ordering": ["position", "key"],
            },
        ),
        migrations.CreateModel(
            name="CategoryRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="category_rules",
                        to="places.municipality",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rules",
                        to="reports.category",
                    ),
                ),
                ("offered", models.BooleanField(default=True)),
                (
                    "names",
                    models.JSONField(
                        default=dict, help_text="own wording by language; empty keeps the category's"
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="people.department",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "category"), name="one_rule_per_category")
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
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="reports.category",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="places.municipality",
                    ),
                ),
                ("key", models.SlugField(max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "Text"),
                            ("number", "Number"),
                            ("yes_no", "Yes No"),
                            ("choice", "Choice"),
                            ("date", "Date"),
                        ],
                        max_length=10,
                    ),
                ),
                ("labels", models.JSONField(help_text="by language")),
                (
                    "options",
                    models.JSONField(default=list, help_text='for a choice: [{"key": …, "labels": {…}}]'),
                ),
                ("required", models.BooleanField(default=False)),
                (
                    "public",
                    models.BooleanField(
                        default=True, help_text="the answer may be shown on the report's page"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=100)),
            ],
            options={
                "ordering": ["position", "key"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("category"),
                        django.db.models.functions.comparison.Coalesce(
                            "municipality",
                            models.Value(0, output_field=models.BigIntegerField()),
                            output_field=models.BigIntegerField(),
                        ),
                        models.F("key"),
                        name="one_question_per_key",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
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
                        help_text="opaque; the ledger's name for the report", max_length=26, unique=True
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="places.municipality",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="reports.category",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reports",
                        to="people.department",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reports",
                        to="places.place",
                    ),
                ),
                ("lat", models.FloatField()),
                ("lon", models.FloatField()),
                ("zkey", models.BigIntegerField(help_text="Z-order key of the point, see core.geo")),
                (
                    "outside",
                    models.BooleanField(
                        default=False, help_text="taken although the point is outside the boundary"
                    ),
                ),
                (
                    "address",
                    models.CharField(
                        blank=True, help_text="the citizen's own line about where it is", max_length=200
                    ),
                ),
                ("text", models.TextField()),
                ("answers", models.JSONField(default=dict, help_text="question key → answer")),
                ("language", models.CharField(max_length=8)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("acknowledged", "Acknowledged"),
                            ("in_progress", "In Progress"),
                            ("fixed", "Fixed"),
                            ("declined", "Declined"),
                            ("forwarded", "Forwarded"),
                            ("duplicate", "Duplicate"),
                            ("withdrawn", "Withdrawn"),
                            ("reopened", "Reopened"),
                        ],
                        default="received",
                        max_length=16,
                    ),
                ),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "Unconfirmed"),
                            ("awaiting", "Awaiting Moderation"),
                            ("public", "Public"),
                            ("private", "Private"),
                            ("hidden", "Hidden"),
                            ("erased", "Erased"),
                            ("practice", "Practice"),
                        ],
                        default="public",
                        max_length=16,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "week",
                    models.PositiveSmallIntegerField(help_text="whole weeks from 1970-01-01 to created_at"),
                ),
                ("published_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField(help_text="last change anybody can see")),
                ("response_due_at", models.DateTimeField(null=True)),
                ("fix_due_at", models.DateTimeField(null=True)),
                (
                    "responded_at",
                    models.DateTimeField(help_text="first meaningful official answer", null=True),
                ),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "paused_until",
                    models.DateTimeField(help_text="the clock stands still until then; see Pause", null=True),
                ),
                (
                    "confirmed_fixed",
                    models.BooleanField(help_text="the citizen's verdict after fixed", null=True),
                ),
                (
                    "duplicate_of",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="duplicates",
                        to="reports.report",
                    ),
                ),
                (
                    "split_from",
                    models.ForeignKey(
                        db_index=False,
                        help_text="the report of which this is a part",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="parts",
                        to="reports.report",
                    ),
                ),
                (
                    "trainee",
                    models.ForeignKey(
                        db_index=False,
                        help_text="whose practice it is; nobody else ever sees it, and nothing is told of it",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="practice_reports",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "assignee",
                    models.ForeignKey(
                        db_index=False,
                        help_text="the official who deals with it; never public",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="assigned_reports",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "priority",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "Normal"), (1, "High"), (2, "Urgent")],
                        db_default=0,
                        default=0,
                        help_text="never public",
                    ),
                ),
                (
                    "handed_over_at",
                    models.DateTimeField(
                        help_text="since when the present municipality has it; its time runs from then",
                        null=True,
                    ),
                ),
                (
                    "has_changes",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="there are rows in Change that everybody may see",
                    ),
                ),
                ("me_too_count", models.PositiveIntegerField(default=0)),
                ("source", models.CharField(default="web", max_length=40)),
                ("source_id", models.CharField(max_length=80, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("visibility", "public")),
                        fields=["zkey", "category", "state", "week"],
                        name="report_tile",
                    ),
                    models.Index(fields=["municipality", "visibility", "-created_at"], name="report_newest"),
                    models.Index(
                        fields=["municipality", "state", "visibility", "-created_at"], name="report_by_state"
                    ),
                    models.Index(fields=["visibility", "-created_at"], name="report_feed"),
                    models.Index(fields=["place", "visibility", "-created_at"], name="report_by_place"),
                    models.Index(fields=["category", "visibility", "-created_at"], name="report_by_category"),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True), ("responded_at__isnull", True)),
                        fields=[
                            "municipality",
                            "response_due_at",
                            "visibility",
                            "state",
                            "category",
                            "department",
                            "fix_due_at",
                        ],
                        name="report_unanswered",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=[
                            "municipality",
                            "fix_due_at",
                            "visibility",
                            "state",
                            "category",
                            "department",
                            "responded_at",
                            "response_due_at",
                        ],
                        name="report_unfixed",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=[
                            "municipality",
                            "category",
                            "fix_due_at",
                            "visibility",
                            "state",
                            "department",
                        ],
                        name="report_category_due",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=["place", "fix_due_at", "visibility", "state", "category"],
                        name="report_place_due",
                    ),
                    models.Index(fields=["municipality", "-created_at", "visibility"], name="report_on_desk"),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=["department", "fix_due_at"],
                        name="report_department",
                    ),
                    models.Index(
                        condition=models.Q(("assignee__isnull", False)),
                        fields=["assignee", "closed_at", "fix_due_at"],
                        name="report_assignee",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True), ("priority__gt", 0)),
                        fields=["municipality", "-priority", "fix_due_at"],
                        name="report_priority",
                    ),
                    models.Index(
                        condition=models.Q(("duplicate_of__isnull", False)),
                        fields=["duplicate_of"],
                        name="report_duplicate",
                    ),
                    models.Index(
                        condition=models.Q(("split_from__isnull", False)),
                        fields=["split_from"],
                        name="report_part",
                    ),
                    models.Index(
                        condition=models.Q(("trainee__isnull", False)),
                        fields=["trainee", "fix_due_at"],
                        name="report_practice",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", False)),
                        fields=["municipality", "-closed_at"],
                        name="report_closed",
                    ),
                    models.Index(
                        condition=models.Q(("response_due_at__isnull", False), ("visibility", "public")),
                        fields=["municipality", "response_due_at", "responded_at"],
                        name="report_answers_due",
                    ),
                    models.Index(
                        condition=models.Q(("state", "fixed"), ("visibility", "public")),
                        fields=["municipality", "closed_at", "confirmed_fixed"],
                        name="report_fixed",
                    ),
                    models.Index(
                        condition=models.Q(("visibility", "public")),
                        fields=["zkey", "created_at", "category", "state", "municipality"],
                        name="report_near",
                    ),
                    models.Index(
                        condition=models.Q(("visibility", "public")),
                        fields=["-created_at", "lat", "lon", "category", "state", "municipality"],
                        name="report_recent",
                    ),
                    models.Index(
                        condition=models.Q(("visibility", "public")),
                        fields=["changed_at", "created_at", "category", "state", "municipality"],
                        name="report_changed",
                    ),
                    models.Index(
                        condition=models.Q(("visibility", "public"), _negated=True),
                        fields=["changed_at", "municipality"],
                        name="report_withdrawn",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("source", "source_id"), name="one_report_per_source_id"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("trainee__isnull", False), ("visibility", "practice")),
                            models.Q(
                                models.Q(("visibility", "practice"), _negated=True), ("trainee__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="practice_stays_practice",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reporter",
            fields=[
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="reporter",
                        serialize=False,
                        to="reports.report",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120)),
                ("show_name", models.BooleanField(default=False)),
                ("email", models.EmailField(blank=True, db_index=True, max_length=254)),
                ("email_confirmed_at", models.DateTimeField(null=True)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("language", models.CharField(max_length=8)),
                ("brand", models.CharField(max_length=20)),
                (
                    "link_salt",
                    models.CharField(
                        help_text="part of the private link; see private_links.py", max_length=32
                    ),
                ),
                (
                    "device",
                    models.CharField(blank=True, help_text="hash of the device cookie", max_length=64),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ResponseTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="response_templates",
                        to="places.municipality",
                    ),
                ),
                ("name", models.CharField(help_text="how colleagues call it; never public", max_length=80)),
                (
                    "category",
                    models.ForeignKey(
                        help_text="None: fits every category",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="reports.category",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("received", "Received"),
                            ("acknowledged", "Acknowledged"),
                            ("in_progress", "In Progress"),
                            ("fixed", "Fixed"),
                            ("declined", "Declined"),
                            ("forwarded", "Forwarded"),
                            ("duplicate", "Duplicate"),
                            ("withdrawn", "Withdrawn"),
                            ("reopened", "Reopened"),
                        ],
                        help_text="the state after the answer; empty: fits all",
                        max_length=16,
                    ),
                ),
                ("texts", models.JSONField(help_text="by language")),
                ("changed_at", models.DateTimeField()),
                (
                    "retired_at",
                    models.DateTimeField(help_text="no longer offered; its uses still name it", null=True),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="TemplateVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="reports.responsetemplate",
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("category_key", models.CharField(blank=True, max_length=60)),
                ("state", models.CharField(blank=True, max_length=16)),
                ("texts", models.JSONField()),
                ("retired", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
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
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Update",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="updates",
                        to="reports.report",
                    ),
                ),
                ("text", models.TextField()),
                (
                    "audience",
                    models.CharField(
                        choices=[("public", "Public"), ("internal", "Internal"), ("hidden", "Hidden")],
                        default="public",
                        max_length=10,
                    ),
                ),
                (
                    "author_role",
                    models.CharField(help_text="reporter, neighbour, officer, coordinator …", max_length=20),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "language",
                    models.CharField(
                        blank=True, db_default="", help_text="of the text; empty when unknown", max_length=8
                    ),
                ),
                (
                    "texts",
                    models.JSONField(
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        help_text="the same words in other languages, by language",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="uses",
                        to="reports.responsetemplate",
                    ),
                ),
                (
                    "by_template",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="the words are the template's own, unchanged",
                    ),
                ),
                (
                    "bulk",
                    models.BooleanField(
                        db_default=False, default=False, help_text="said to many reports at once"
                    ),
                ),
                (
                    "kept_by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="whose internal note it stays when the report is another municipality's by now",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="places.municipality",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "pk"],
                "indexes": [
                    models.Index(fields=["created_at", "id"], name="update_in_time"),
                    models.Index(
                        condition=models.Q(("template__isnull", False)),
                        fields=["template"],
                        name="update_template",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Transition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="transitions",
                        to="reports.report",
                    ),
                ),
                (
                    "old",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("received", "Received"),
                            ("acknowledged", "Acknowledged"),
                            ("in_progress", "In Progress"),
                            ("fixed", "Fixed"),
                            ("declined", "Declined"),
                            ("forwarded", "Forwarded"),
                            ("duplicate", "Duplicate"),
                            ("withdrawn", "Withdrawn"),
                            ("reopened", "Reopened"),
                        ],
                        help_text="empty for the first one",
                        max_length=16,
                    ),
                ),
                (
                    "new",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("acknowledged", "Acknowledged"),
                            ("in_progress", "In Progress"),
                            ("fixed", "Fixed"),
                            ("declined", "Declined"),
                            ("forwarded", "Forwarded"),
                            ("duplicate", "Duplicate"),
                            ("withdrawn", "Withdrawn"),
                            ("reopened", "Reopened"),
                        ],
                        max_length=16,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("actor_role", models.CharField(max_length=20)),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, help_text="key from DECLINE_REASONS and the like", max_length=40
                    ),
                ),
                (
                    "forwarded_to",
                    models.CharField(
                        blank=True,
                        help_text="name of whom it was forwarded to, as the municipality writes it",
                        max_length=160,
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        db_index=False,
                        help_text="set when forwarded inside the municipality",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="people.department",
                    ),
                ),
                (
                    "update",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="transitions",
                        to="reports.update",
                    ),
                ),
                (
                    "bulk",
                    models.BooleanField(
                        db_default=False, default=False, help_text="made to many reports at once"
                    ),
                ),
                (
                    "by_template",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="its words are those of a template, unchanged",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "indexes": [
                    models.Index(fields=["at", "id"], name="transition_in_time"),
                    models.Index(
                        condition=models.Q(("actor__isnull", False)),
                        fields=["actor"],
                        name="transition_actor",
                    ),
                    models.Index(
                        condition=models.Q(("department__isnull", False)),
                        fields=["department"],
                        name="transition_department",
                    ),
                    models.Index(
                        condition=models.Q(("update__isnull", False)),
                        fields=["update"],
                        name="transition_update",
                    ),
                ],
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
                    "key",
                    models.CharField(help_text="random; the name of its files", max_length=32, unique=True),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="reports.report",
                    ),
                ),
                (
                    "update",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="reports.update",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("ready", "Ready"),
                            ("refused", "Refused"),
                            ("hidden", "Hidden"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                (
                    "refusal",
                    models.CharField(
                        blank=True, help_text="key of the reason, see core.images", max_length=40
                    ),
                ),
                ("by_official", models.BooleanField(default=False)),
                ("width", models.PositiveIntegerField(default=0)),
                ("height", models.PositiveIntegerField(default=0)),
                (
                    "blurred",
                    models.JSONField(
                        default=list, help_text="[[x, y, width, height]] in thousandths of the picture"
                    ),
                ),
                (
                    "version",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="in the file names: a re-drawn photo is a new file"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="confirmations",
                        to="reports.report",
                    ),
                ),
                (
                    "fixing",
                    models.ForeignKey(
                        help_text="the change to fixed that it judges",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="reports.transition",
                    ),
                ),
                ("fixed", models.BooleanField()),
                ("by_role", models.CharField(max_length=20)),
                ("device", models.CharField(blank=True, max_length=64)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("fixing", "by_role", "device"), name="one_verdict_per_device"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MeToo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="me_toos",
                        to="reports.report",
                    ),
                ),
                ("device", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "via",
                    models.ForeignKey(
                        db_index=False,
                        help_text="the duplicate it was said at; taken back when that is opened again",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="reports.report",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("via__isnull", False)), fields=["via"], name="me_too_via"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "device"), name="one_me_too_per_device")
                ],
            },
        ),
        migrations.CreateModel(
            name="DeadlineRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deadline_rules",
                        to="places.municipality",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deadline_rules",
                        to="reports.category",
                    ),
                ),
                (
                    "follows_common",
                    models.BooleanField(
                        default=False,
                        help_text="the category has no promise of its own any more; the numbers mean nothing",
                    ),
                ),
                ("response_amount", models.PositiveIntegerField()),
                (
                    "response_unit",
                    models.CharField(
                        choices=[
                            ("working_hours", "Working Hours"),
                            ("working_days", "Working Days"),
                            ("hours", "Hours"),
                            ("days", "Days"),
                        ],
                        max_length=16,
                    ),
                ),
                ("fix_amount", models.PositiveIntegerField()),
                (
                    "fix_unit",
                    models.CharField(
                        choices=[
                            ("working_hours", "Working Hours"),
                            ("working_days", "Working Days"),
                            ("hours", "Hours"),
                            ("days", "Days"),
                        ],
                        max_length=16,
                    ),
                ),
                ("valid_from", models.DateTimeField()),
                ("set_by", models.CharField(help_text="role; the ledger has the act", max_length=20)),
            ],
            options={
                "ordering": ["valid_from", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Pause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pauses",
                        to="reports.report",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("citizen", "Citizen"),
                            ("other_body", "Other Body"),
                            ("weather", "Weather"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "body",
                    models.CharField(blank=True, help_text="for whom one waits; public", max_length=160),
                ),
                ("started_at", models.DateTimeField()),
                ("until", models.DateTimeField(help_text="it ends by itself then")),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("official", "Official"),
                            ("citizen", "Citizen"),
                            ("change", "Change"),
                            ("time", "Time"),
                        ],
                        max_length=10,
                    ),
                ),
                ("role", models.CharField(max_length=20)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "update",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="reports.update",
                    ),
                ),
                (
                    "reminded_at",
                    models.DateTimeField(help_text="whoever paused was told that it ends soon", null=True),
                ),
            ],
            options={
                "ordering": ["started_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)), fields=["until"], name="pause_running"
                    ),
                    models.Index(condition=models.Q(("by__isnull", False)), fields=["by"], name="pause_by"),
                    models.Index(
                        condition=models.Q(("update__isnull", False)), fields=["update"], name="pause_update"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("report",),
                        name="one_pause_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PauseLimit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pause_limits",
                        to="places.municipality",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("citizen", "Citizen"),
                            ("other_body", "Other Body"),
                            ("weather", "Weather"),
                        ],
                        max_length=16,
                    ),
                ),
                ("days", models.PositiveSmallIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "reason"), name="one_limit_per_reason")
                ],
            },
        ),
        migrations.CreateModel(
            name="EscalationStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="escalation_steps",
                        to="places.municipality",
                    ),
                ),
                (
                    "deadline",
                    models.CharField(choices=[("response", "Response"), ("fix", "Fix")], max_length=10),
                ),
                (
                    "target",
                    models.CharField(
                        choices=[("officer", "Officer"), ("coordinator", "Coordinator"), ("mayor", "Mayor")],
                        max_length=12,
                    ),
                ),
                (
                    "working_days",
                    models.SmallIntegerField(help_text="after the deadline; before it when negative"),
                ),
                ("email", models.EmailField(blank=True, help_text="of the mayor's office", max_length=254)),
                ("since", models.DateTimeField(help_text="nothing that fell due before is mailed")),
                ("until", models.DateTimeField(help_text="switched off", null=True)),
            ],
            options={
                "ordering": ["deadline", "working_days", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("municipality", "deadline", "target", "working_days"),
                        name="one_step_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="reports.report",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="reports.escalationstep",
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("step", "report", "due_at"), name="one_reminder_per_date")
                ],
            },
        ),
        migrations.CreateModel(
            name="FixQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "fixing",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="later_question",
                        to="reports.transition",
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="TileCount",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "level",
                        "category",
                        "state",
                        "week",
                        "prefix",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("level", models.PositiveSmallIntegerField(help_text="zoom level of the cell")),
                ("category", models.BigIntegerField()),
                ("state", models.CharField(max_length=16)),
                ("week", models.PositiveSmallIntegerField()),
                ("prefix", models.BigIntegerField(help_text="Z-order number of the cell at its level")),
                ("n", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="StateCount",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "municipality",
                        "category",
                        "state",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("municipality", models.BigIntegerField()),
                ("category", models.BigIntegerField()),
                ("state", models.CharField(max_length=16)),
                ("n", models.IntegerField()),
            ],
        ),
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
        migrations.CreateModel(
            name="TileStamp",
            fields=[
                (
                    "prefix",
                    models.BigIntegerField(
                        help_text="Z-order number of the cell", primary_key=True, serialize=False
                    ),
                ),
                ("changes", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="SearchText",
            fields=[
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="reports.report",
                    ),
                ),
                ("words", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="reports.report",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
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
                ("at", models.DateTimeField()),
                ("actor_role", models.CharField(max_length=20)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        help_text="whose official did it",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="places.municipality",
                    ),
                ),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                (
                    "kept",
                    models.JSONField(
                        default=dict, help_text="what undoing it needs and erasing it takes: points, answers"
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        help_text="why, for colleagues",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="reports.update",
                    ),
                ),
                (
                    "undoes",
                    models.OneToOneField(
                        help_text="what it takes back",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="undone_by",
                        to="reports.change",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "indexes": [models.Index(fields=["kind", "at"], name="change_of_kind")],
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "update",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentions",
                        to="reports.update",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["user", "seen_at", "-at"], name="mention_newest")],
                "constraints": [
                    models.UniqueConstraint(fields=("update", "user"), name="one_mention_per_note")
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=40)),
                ("file_hash", models.CharField(max_length=64)),
                ("settings_hash", models.CharField(max_length=64)),
                ("rows_done", models.PositiveIntegerField(default=0)),
                ("taken", models.PositiveIntegerField(default=0)),
                ("known", models.PositiveIntegerField(default=0)),
                ("rejected", models.PositiveIntegerField(default=0)),
                ("started_at", models.DateTimeField(auto_now_add=True)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "file_hash", "settings_hash"), name="one_run_per_file"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AbuseReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="abuse_reports",
                        to="reports.report",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("personal", "Personal"),
                            ("insult", "Insult"),
                            ("advertising", "Advertising"),
                            ("untrue", "Untrue"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("text", models.TextField(blank=True)),
                ("device", models.CharField(blank=True, max_length=64)),
                ("created_at", models.DateTimeField()),
                (
                    "settled_at",
                    models.DateTimeField(help_text="a moderator looked at it and decided", null=True),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at__isnull", True)),
                        fields=["created_at"],
                        name="abuse_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("settled_at__isnull", True), models.Q(("device", ""), _negated=True)
                        ),
                        fields=("report", "device"),
                        name="one_abuse_report_per_device",
                    )
                ],
            },
        ),
    ]
