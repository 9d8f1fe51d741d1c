"""Who wants to be told, of what, and what waits to be told."""

from __future__ import annotations

from django.db import models

from besa.people.models import Department, Organisation, User
from besa.places.models import Municipality, Place
from besa.pledges.models import Mandate, Pledge, Rating
from besa.publications.models import Revision
from besa.reports.models import Category, Report, Transition, Update


class Frequency(models.TextChoices):
    """How often somebody is written to."""

    NOW = "now"
    DAILY = "daily"
    WEEKLY = "weekly"


class Subscriber(models.Model):
    """One address on one channel: a mailbox, a browser, a program. `key` is the secret of its private page."""

    channel = models.CharField(max_length=40, help_text="name of a channel, such as mail")
    address = models.TextField(help_text="an e-mail address in lower case, or an https address")
    fingerprint = models.CharField(max_length=64, unique=True, help_text="hash of channel and address")
    secrets = models.JSONField(default=dict, help_text="what the channel keeps, such as keys")
    key = models.CharField(max_length=32, unique=True)
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="subscribers")
    quiet_from = models.PositiveSmallIntegerField(null=True, help_text="hour of the day, 0 to 23")
    quiet_until = models.PositiveSmallIntegerField(null=True, help_text="hour of the day, 0 to 23")
    paused_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True, help_text="somebody at this address said yes once")
    unreachable_at = models.DateTimeField(null=True, help_text="nothing arrives there any more")
    bounces = models.PositiveSmallIntegerField(default=0, help_text="passing ones, of late")
    bounced_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["channel", "address"], name="subscriber_address")]

    def __str__(self) -> str:
        return f"subscriber {self.pk}"


class Subscription(models.Model):
    """What an address follows: one report, or all reports of an area, of one category or of all; or pledges; or
    publications of a municipality, of an organisation, of a kind.

    The area is the narrowest that is given: a circle, a place, a department, a municipality; without any,
    everywhere. Where a mandate is given it is its pledges: one, those of a policy area, or all. The municipality is
    there with the narrower ones too: its clock decides when digests go out. `key` is the secret in the links that
    confirm and that end it; `scope` says the same as the columns, so that nobody follows
    the same thing twice.
    """

    subscriber = models.ForeignKey(
        Subscriber, on_delete=models.CASCADE, related_name="subscriptions", db_index=False
    )
    scope = models.CharField(max_length=80)
    report = models.ForeignKey(Report, null=True, on_delete=models.CASCADE, related_name="subscriptions")
    municipality = models.ForeignKey(
        Municipality, null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    place = models.ForeignKey(Place, null=True, on_delete=models.CASCADE, related_name="+")
    department = models.ForeignKey(Department, null=True, on_delete=models.CASCADE, related_name="+")
    category = models.ForeignKey(
        Category, null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    mandate = models.ForeignKey(
        Mandate, null=True, on_delete=models.CASCADE, related_name="+", help_text="whose pledges are followed"
    )
    pledge = models.ForeignKey(Pledge, null=True, on_delete=models.CASCADE, related_name="+")
    policy_area = models.CharField(max_length=20, blank=True, help_text="key of pledges.areas.AREAS")
    publications = models.BooleanField(default=False, help_text="publications are followed, not reports")
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.CASCADE, related_name="+", help_text="whose publications"
    )
    publication_kind = models.CharField(max_length=20, blank=True, help_text="key of publications.kinds")
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    radius_m = models.PositiveIntegerField(null=True)
    kinds = models.PositiveSmallIntegerField(help_text="bits of kinds.Kind")
    frequency = models.CharField(max_length=10, choices=Frequency, default=Frequency.NOW)
    language = models.CharField(max_length=8)
    brand = models.CharField(max_length=20)
    key = models.CharField(max_length=32, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(
        null=True, help_text="nothing is sent before the address's owner said yes"
    )
    paused_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "scope"], name="one_subscription_per_scope")
        ]

    def __str__(self) -> str:
        return f"subscription {self.pk}"


class Topic(models.Model):
    """A word under which a subscription that may be told is found; none while it is paused or unconfirmed."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="topics")
    word = models.CharField(max_length=40)
    kinds = models.PositiveSmallIntegerField()

    class Meta:
        # The whole look-up is in the index: whoever wants other kinds of news costs no row.
        indexes = [models.Index(fields=["word", "kinds", "subscription"], name="topic_lookup")]

    def __str__(self) -> str:
        return self.word


class Happening(models.Model):
    """Something that happened to a report, to pledges or to a publication. `source` names its row: once each."""

    source = models.CharField(max_length=60, unique=True)
    report = models.ForeignKey(Report, null=True, on_delete=models.CASCADE, related_name="+")
    rating = models.ForeignKey(
        Rating, null=True, on_delete=models.CASCADE, related_name="+", help_text="of a pledge, published then"
    )
    revision = models.ForeignKey(
        Revision,
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="of a publication, published then",
    )
    kind = models.PositiveSmallIntegerField(help_text="one bit of kinds.Kind")
    transition = models.ForeignKey(
        Transition, null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    update = models.ForeignKey(Update, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    deadline = models.CharField(max_length=10, blank=True, help_text="answer or repair, when one has passed")
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.source


class Batch(models.Model):
    """One message: all that one address is told at once. What it says is put into words when it is sent."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        EMPTY = "empty"
        FAILED = "failed"

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="batches")
    frequency = models.CharField(max_length=10, choices=Frequency)
    language = models.CharField(max_length=8)
    brand = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    last_error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(db_index=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_attempt_at"], name="batch_waiting", condition=models.Q(state="waiting")
            )
        ]

    def __str__(self) -> str:
        return f"batch {self.pk}"


class Notice(models.Model):
    """One happening that one address is told of, once. It waits until it is in a batch."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="+", db_index=False)
    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="+")
    happening = models.ForeignKey(Happening, on_delete=models.CASCADE, related_name="notices")
    frequency = models.CharField(max_length=10, choices=Frequency)
    due_at = models.DateTimeField()
    batch = models.ForeignKey(Batch, null=True, on_delete=models.CASCADE, related_name="notices")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "happening"], name="one_notice_per_happening")
        ]
        indexes = [
            models.Index(
                fields=["due_at", "subscriber"], name="notice_due", condition=models.Q(batch__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"


class Progress(models.Model):
    """Until when regular work has looked, by its name."""

    name = models.CharField(max_length=40, primary_key=True)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Silence(models.Model):
    """The reporter of a report wants no more mail about it. Reporters need no subscription to be told."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="silence", primary_key=True)
    since = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"silence on {self.report_id}"
