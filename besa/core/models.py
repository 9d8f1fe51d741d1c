"""The outbox, outgoing mail, idempotency keys, rate buckets."""

from __future__ import annotations

from django.db import models


class OutboxEvent(models.Model):
    """An event, written in the transaction that made it true."""

    name = models.CharField(max_length=80)
    payload = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["created_at"], name="outbox_waiting", condition=models.Q(done_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"


class ListenerRun(models.Model):
    """One listener's handling of one event: done once, or failing and retried."""

    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="runs")
    listener = models.CharField(max_length=160)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True, help_text="given up after the last attempt")
    next_attempt_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "listener"], name="one_run_per_listener")]
        indexes = [
            models.Index(
                fields=["failed_at"], name="listener_failed", condition=models.Q(failed_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.listener} of {self.event_id}"


class OutgoingMail(models.Model):
    """A mail to one address. Kept for a while after sending, then only its envelope."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        FAILED = "failed"

    message_id = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=60, help_text="such as alerts.report_received")
    subject_key = models.CharField(
        max_length=80,
        db_index=True,
        help_text="what it is about, such as report:12, so that erasure finds it",
    )
    once = models.CharField(
        max_length=64,
        null=True,
        unique=True,
        help_text="hash of what it tells and to whom; null when it may be told twice",
    )
    recipient = models.EmailField()
    language = models.CharField(max_length=8)
    brand = models.CharField(max_length=20)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], name="mail_waiting", condition=models.Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.message_id}"


class IdempotencyKey(models.Model):
    """The answer already given to a submission, so that a retry gets the same one."""

    scope = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    body_hash = models.CharField(max_length=64)
    answer = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="one_answer_per_key")]

    def __str__(self) -> str:
        return f"{self.scope}:{self.key}"


class RateBucket(models.Model):
    """A token bucket. The name is a hash, so that no device, mail or area can be read from it."""

    name = models.CharField(max_length=64, primary_key=True)
    tokens = models.FloatField()
    refilled_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class SpentChallenge(models.Model):
    """A proof of work already used. The primary key makes a second use fail, in parallel too."""

    fingerprint = models.CharField(max_length=64, primary_key=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.fingerprint


class Revision(models.Model):
    """A token that changes with every change of what `held.py` keeps in memory; processes compare it to theirs."""

    name = models.CharField(max_length=40, primary_key=True)
    token = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"{self.name} {self.token}"


class DaySalt(models.Model):
    """A random number of one day, with which network addresses are scrambled; deleted two days later."""

    day = models.DateField(primary_key=True)
    salt = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.day}"


class RetentionRun(models.Model):
    """One daily run of the rules of retention: numbers of what was deleted, and nothing of it."""

    started_at = models.DateTimeField(db_index=True)
    finished_at = models.DateTimeField(
        null=True, help_text="empty while it runs, and for ever when it was cut off"
    )
    deleted = models.JSONField(default=dict, help_text="key of a rule → how much it deleted")
    failed = models.JSONField(default=list, help_text="keys of the rules that could not do their work")

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d}"
