"""One citizen's problem."""

from __future__ import annotations

from django.db import models

from besa.people.models import Department, User
from besa.places.models import Municipality, Place
from besa.reports.models.category import Category


class State(models.TextChoices):
    """Where a report stands. Which changes exist is in `transitions.py`."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    IN_PROGRESS = "in_progress"
    FIXED = "fixed"
    DECLINED = "declined"
    FORWARDED = "forwarded"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"


#: the order is the number of a state in map tiles: append only
STATES = tuple(State)
#: closed in Open311's sense; a forwarded report stays open until its recipient closes it
CLOSED = frozenset({State.FIXED, State.DECLINED, State.DUPLICATE, State.WITHDRAWN})
OPEN = frozenset(STATES) - CLOSED


class Visibility(models.TextChoices):
    """Who can see a report; apart from its state."""

    UNCONFIRMED = "unconfirmed"
    AWAITING_MODERATION = "awaiting"
    PUBLIC = "public"
    PRIVATE = "private"
    HIDDEN = "hidden"
    ERASED = "erased"
    PRACTICE = "practice"


#: what is on nobody's desk: nobody has confirmed the one, the other is gone, the third is somebody's practice
NOT_ON_DESKS = (Visibility.UNCONFIRMED, Visibility.ERASED, Visibility.PRACTICE)


class Priority(models.IntegerChoices):
    """How soon a report should be dealt with, as the municipality sees it; a number, so that lists can be sorted."""

    NORMAL = 0
    HIGH = 1
    URGENT = 2

    @property
    def key(self) -> str:
        """The word in addresses, in the API and on the ledger."""
        return self.name.lower()


class Report(models.Model):
    """A problem at a place. Personal data is in `Reporter`, the story in `Transition` and `Update`."""

    uid = models.CharField(max_length=26, unique=True, help_text="opaque; the ledger's name for the report")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="reports", db_index=False
    )
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="reports", db_index=False)
    department = models.ForeignKey(
        Department, null=True, on_delete=models.SET_NULL, related_name="reports", db_index=False
    )
    place = models.ForeignKey(
        Place, null=True, on_delete=models.SET_NULL, related_name="reports", db_index=False
    )
    lat = models.FloatField()
    lon = models.FloatField()
    zkey = models.BigIntegerField(help_text="Z-order key of the point, see core.geo")
    outside = models.BooleanField(default=False, help_text="taken although the point is outside the boundary")
    address = models.CharField(
        max_length=200, blank=True, help_text="the citizen's own line about where it is"
    )
    text = models.TextField()
    answers = models.JSONField(default=dict, help_text="question key → answer")
    language = models.CharField(max_length=8)
    state = models.CharField(max_length=16, choices=State, default=State.RECEIVED)
    visibility = models.CharField(max_length=16, choices=Visibility, default=Visibility.PUBLIC)
    created_at = models.DateTimeField()
    week = models.PositiveSmallIntegerField(help_text="whole weeks from 1970-01-01 to created_at")
    published_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(help_text="last change anybody can see")
    response_due_at = models.DateTimeField(null=True)
    fix_due_at = models.DateTimeField(null=True)
    responded_at = models.DateTimeField(null=True, help_text="first meaningful official answer")
    closed_at = models.DateTimeField(null=True)
    paused_until = models.DateTimeField(null=True, help_text="the clock stands still until then; see Pause")
    confirmed_fixed = models.BooleanField(null=True, help_text="the citizen's verdict after fixed")
    duplicate_of = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="duplicates", db_index=False
    )
    split_from = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.SET_NULL,
        related_name="parts",
        db_index=False,
        help_text="the report of which this is a part",
    )
    trainee = models.ForeignKey(
        User,
        null=True,
        on_delete=models.CASCADE,
        related_name="practice_reports",
        db_index=False,
        help_text="whose practice it is; nobody else ever sees it, and nothing is told of it",
    )
    assignee = models.ForeignKey(
        User,
        null=True,
        on_delete=models.SET_NULL,
        related_name="assigned_reports",
        db_index=False,
        help_text="the official who deals with it; never public",
    )
    priority = models.PositiveSmallIntegerField(
        choices=Priority, default=Priority.NORMAL, db_default=0, help_text="never public"
    )
    handed_over_at = models.DateTimeField(
        null=True, help_text="since when the present municipality has it; its time runs from then"
    )
    has_changes = models.BooleanField(
        default=False, db_default=False, help_text="there are rows in Change that everybody may see"
    )
    me_too_count = models.PositiveIntegerField(default=0)
    source = models.CharField(max_length=40, default="web")
    source_id = models.CharField(max_length=80, null=True)

    class Meta:
        indexes = [
            # One tile is one range of this index; it covers the filters, so no row is touched.
            models.Index(
                fields=["zkey", "category", "state", "week"],
                name="report_tile",
                condition=models.Q(visibility="public"),
            ),
            models.Index(fields=["municipality", "visibility", "-created_at"], name="report_newest"),
            models.Index(
                fields=["municipality", "state", "visibility", "-created_at"], name="report_by_state"
            ),
            models.Index(fields=["visibility", "-created_at"], name="report_feed"),
            models.Index(fields=["place", "visibility", "-created_at"], name="report_by_place"),
            models.Index(fields=["category", "visibility", "-created_at"], name="report_by_category"),
            # The desk walks these in their order, and looks at what its filters ask for without touching a row.
            models.Index(
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
                condition=models.Q(responded_at__isnull=True, closed_at__isnull=True),
            ),
            models.Index(
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
                condition=models.Q(closed_at__isnull=True),
            ),
            # The same for one category or one place: few of the open ones.
            models.Index(
                fields=["municipality", "category", "fix_due_at", "visibility", "state", "department"],
                name="report_category_due",
                condition=models.Q(closed_at__isnull=True),
            ),
            models.Index(
                fields=["place", "fix_due_at", "visibility", "state", "category"],
                name="report_place_due",
                condition=models.Q(closed_at__isnull=True),
            ),
            # All there is on a desk, newest first.
            models.Index(fields=["municipality", "-created_at", "visibility"], name="report_on_desk"),
            # The desk of one department: what it has open, what is due first on top.
            models.Index(
                fields=["department", "fix_due_at"],
                name="report_department",
                condition=models.Q(closed_at__isnull=True),
            ),
            # What one official deals with, what is due first on top.
            models.Index(
                fields=["assignee", "closed_at", "fix_due_at"],
                name="report_assignee",
                condition=models.Q(assignee__isnull=False),
            ),
            # What should not wait: few of the open ones.
            models.Index(
                fields=["municipality", "-priority", "fix_due_at"],
                name="report_priority",
                condition=models.Q(priority__gt=0, closed_at__isnull=True),
            ),
            models.Index(
                fields=["duplicate_of"],
                name="report_duplicate",
                condition=models.Q(duplicate_of__isnull=False),
            ),
            models.Index(
                fields=["split_from"], name="report_part", condition=models.Q(split_from__isnull=False)
            ),
            models.Index(
                fields=["trainee", "fix_due_at"],
                name="report_practice",
                condition=models.Q(trainee__isnull=False),
            ),
            # The desk's list of what is over, newest first.
            models.Index(
                fields=["municipality", "-closed_at"],
                name="report_closed",
                condition=models.Q(closed_at__isnull=False),
            ),
            # The municipality's board reads these alone: what was due, and what was fixed, of late.
            models.Index(
                fields=["municipality", "response_due_at", "responded_at"],
                name="report_answers_due",
                condition=models.Q(visibility="public", response_due_at__isnull=False),
            ),
            models.Index(
                fields=["municipality", "closed_at", "confirmed_fixed"],
                name="report_fixed",
                condition=models.Q(visibility="public", state="fixed"),
            ),
            # What other programs ask for: the newest in an area, and what changed; see queries/newest.py. Each
            # index holds all that is asked about.
            models.Index(
                fields=["zkey", "created_at", "category", "state", "municipality"],
                name="report_near",
                condition=models.Q(visibility="public"),
            ),
            models.Index(
                fields=["-created_at", "lat", "lon", "category", "state", "municipality"],
                name="report_recent",
                condition=models.Q(visibility="public"),
            ),
            models.Index(
                fields=["changed_at", "created_at", "category", "state", "municipality"],
                name="report_changed",
                condition=models.Q(visibility="public"),
            ),
            # What was taken from view lately, which published files must not hold.
            models.Index(
                fields=["changed_at", "municipality"],
                name="report_withdrawn",
                condition=~models.Q(visibility="public"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["source", "source_id"], name="one_report_per_source_id"),
            # No act, and no mistake in one, makes a practice report a real one, or a real one practice.
            models.CheckConstraint(
                condition=models.Q(visibility="practice", trainee__isnull=False)
                | (~models.Q(visibility="practice") & models.Q(trainee__isnull=True)),
                name="practice_stays_practice",
            ),
        ]

    def __str__(self) -> str:
        return f"report {self.pk}"

    @property
    def is_open(self) -> bool:
        """True until it is fixed, declined, a duplicate or withdrawn."""
        return State(self.state) in OPEN

    @property
    def is_practice(self) -> bool:
        """True for what a trainee works on: an act on it reaches neither the ledger nor the outbox."""
        return self.visibility == Visibility.PRACTICE


class Reporter(models.Model):
    """Who reported: personal data, private by default, deleted by erasure."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="reporter", primary_key=True)
    name = models.CharField(max_length=120, blank=True)
    show_name = models.BooleanField(default=False)
    email = models.EmailField(blank=True, db_index=True)
    email_confirmed_at = models.DateTimeField(null=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=8)
    brand = models.CharField(max_length=20)
    link_salt = models.CharField(max_length=32, help_text="part of the private link; see private_links.py")
    device = models.CharField(max_length=64, blank=True, help_text="hash of the device cookie")

    def __str__(self) -> str:
        return f"reporter of {self.report_id}"
