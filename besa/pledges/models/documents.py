"""Files that are kept as they were on the day they were taken: programmes, evidence, attachments of replies."""

from __future__ import annotations

from django.db import models

from besa.people.models import User
from besa.pledges.documents import refusal_text
from besa.pledges.models.offices import Mandate


class Document(models.Model):
    """One archived file or page. `sha256` is that of the bytes as they came, before anything was drawn of them.

    Nobody sees it before the worker has read it in a limited process.
    """

    class Kind(models.TextChoices):
        PDF = "pdf"
        PHOTO = "photo"
        WEB_PAGE = "web_page"
        CSV = "csv"
        XLSX = "xlsx"

    class State(models.TextChoices):
        WAITING = "waiting"
        READY = "ready"
        REFUSED = "refused"

    key = models.CharField(max_length=32, unique=True, help_text="random; the name of its files")
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    refusal = models.CharField(
        max_length=40, blank=True, help_text="key of documents.REASONS or of core.images"
    )
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    bytes = models.PositiveIntegerField(default=0)
    media_type = models.CharField(max_length=80, blank=True, help_text="of a web page, as its server said")
    url = models.URLField(max_length=1000, blank=True, help_text="where it was taken from")
    taken_at = models.DateTimeField(null=True, help_text="when it arrived here, whole")
    pages_count = models.PositiveSmallIntegerField(default=0)
    width = models.PositiveIntegerField(default=0, help_text="of a photo, in pixels")
    height = models.PositiveIntegerField(default=0)
    bare = models.BooleanField(
        default=False,
        help_text="a citizen sent it: only what we drew of it is shown, and the original of a photo goes",
    )
    attempts = models.PositiveSmallIntegerField(default=0, help_text="of fetching a web page")
    added_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], name="document_waiting", condition=models.Q(state="waiting"))
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def refusal_text(self) -> str:
        """Why it could not be read, in the reader's language."""
        return str(refusal_text(self.refusal))

    @property
    def page_numbers(self) -> range:
        """The numbers of its pages, from 1."""
        return range(1, self.pages_count + 1)

    @property
    def is_ready(self) -> bool:
        """Whether it was read and may be shown."""
        return self.state == self.State.READY


class DocumentPage(models.Model):
    """The text of one page, and the size in pixels of its picture (a web page has none)."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveSmallIntegerField(help_text="from 1")
    text = models.TextField(blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="one_page_per_number")]

    def __str__(self) -> str:
        return f"page {self.number} of {self.document_id}"


class Programme(models.Model):
    """What was promised before an election, where it was said: a file, a page, a photo, or a link to a recording."""

    class Medium(models.TextChoices):
        PDF = "pdf"
        WEB_PAGE = "web_page"
        PHOTO = "photo"
        VIDEO = "video"

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="programmes")
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=8, help_text="in which it was written or said")
    medium = models.CharField(max_length=10, choices=Medium)
    url = models.URLField(max_length=1000, blank=True)
    published_on = models.DateField(null=True)
    document = models.OneToOneField(Document, null=True, on_delete=models.PROTECT, related_name="programme")
    added_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at"]

    def __str__(self) -> str:
        return self.title
