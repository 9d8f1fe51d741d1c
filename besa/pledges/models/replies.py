"""The right of reply: what the mayor's office was asked, by when, and what it said, word for word."""

from __future__ import annotations

from django.db import models

from besa.core.appended import Appended
from besa.people.models import User
from besa.pledges.models.documents import Document
from besa.pledges.models.rounds import Case, Round


class ReplyRequest(models.Model):
    """The drafts of one round, sent to the office by a private link."""

    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="reply_request")
    link_salt = models.CharField(max_length=32, help_text="random; the link is derived from it")
    email = models.EmailField()
    language = models.CharField(max_length=8)
    brand = models.CharField(max_length=20)
    sent_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField()
    due_at = models.DateTimeField(
        help_text="the end of the tenth working day, by the calendar known when it was sent"
    )
    reminders = models.JSONField(default=list, help_text="days on which the office was reminded, ISO")
    finished_at = models.DateTimeField(null=True, help_text="the office said that this is all")
    closed_at = models.DateTimeField(null=True)
    silent = models.BooleanField(default=False, help_text="the time ran out without a word")

    def __str__(self) -> str:
        return f"reply to round {self.round_id}"

    @property
    def is_open(self) -> bool:
        """Whether words are still taken."""
        return self.closed_at is None


class Reply(Appended):
    """What the office said, on one pledge or (`case` null) on all of it. Printed as it is."""

    request = models.ForeignKey(ReplyRequest, on_delete=models.CASCADE, related_name="replies")
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="replies")
    text = models.TextField()
    language = models.CharField(max_length=8)
    author = models.CharField(max_length=120, help_text="name and post, as they gave it")
    digest = models.CharField(max_length=64, help_text="so that sending twice says it once")
    documents = models.ManyToManyField(Document, related_name="replies")
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["received_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["request", "digest"], name="said_once")]

    def __str__(self) -> str:
        return f"reply {self.pk} to {self.request_id}"
