"""What citizens send on a pledge: it waits in an inbox, and never is a rating by itself."""

from __future__ import annotations

from django.db import models

from besa.people.models import User
from besa.pledges.models.documents import Document
from besa.pledges.models.evidence import Evidence
from besa.pledges.models.pledge import Pledge


class Contribution(models.Model):
    """A photo, a document or a link with a few words. Only monitors of the organisation see it, and its sender.

    What a monitor accepts becomes a piece of `Evidence`; nothing of the sender goes along. When everything personal is
    erased, the row stays without it, so that its entries on the ledger keep their subject.
    """

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed"
        WAITING = "waiting"
        ASKED = "asked"
        ACCEPTED = "accepted"
        REFUSED = "refused"
        ERASED = "erased"

    uid = models.CharField(max_length=10, unique=True)
    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="contributions")
    state = models.CharField(max_length=12, choices=State)
    text = models.TextField(blank=True, help_text="the sender's words")
    url = models.URLField(max_length=1000, blank=True)
    seen_on = models.DateField(null=True, help_text="the day of which it tells, as the sender says")
    lat = models.FloatField(null=True, help_text="where the photo was taken, read before that is thrown away")
    lon = models.FloatField(null=True)
    documents = models.ManyToManyField(Document, related_name="contributions")
    received_at = models.DateTimeField()

    sender = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="contributions")
    email = models.EmailField(blank=True)
    email_confirmed_at = models.DateTimeField(null=True)
    device = models.CharField(max_length=64, blank=True, help_text="hash of the device's cookie")
    language = models.CharField(max_length=8)
    brand = models.CharField(max_length=20)
    link_salt = models.CharField(max_length=32, blank=True, help_text="empty: the private link is dead")

    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    refusal = models.CharField(max_length=20, blank=True, help_text="key of contributions.REFUSALS")
    evidence = models.OneToOneField(
        Evidence, null=True, on_delete=models.PROTECT, related_name="contribution"
    )
    erased_at = models.DateTimeField(null=True, help_text="when everything personal went")

    class Meta:
        ordering = ["received_at"]
        indexes = [
            models.Index(fields=["pledge", "state"], name="contribution_of_pledge"),
            models.Index(fields=["state", "received_at"], name="contribution_inbox"),
            models.Index(fields=["device"], name="contribution_device", condition=~models.Q(device="")),
        ]

    def __str__(self) -> str:
        return f"contribution {self.uid}"

    @property
    def is_open(self) -> bool:
        """Whether a monitor still has to decide."""
        return self.state in OPEN


#: states in which a monitor has something to decide
OPEN = (Contribution.State.WAITING, Contribution.State.ASKED)
#: states in which monitors see it at all
SEEN = (*OPEN, Contribution.State.ACCEPTED, Contribution.State.REFUSED)


class Question(models.Model):
    """What a monitor asked the sender, and what the sender answered."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="questions")
    text = models.TextField()
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at"]

    def __str__(self) -> str:
        return f"question on {self.contribution_id}"
