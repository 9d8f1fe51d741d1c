"""What happened to a report: append-only rows, and what people added."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Cast, Concat

from besa.core import languages
from besa.people.models import Department, User
from besa.places.models import Municipality
from besa.reports.models.report import Report, State
from besa.reports.models.template import ResponseTemplate


class Update(models.Model):
    """A public note on a report, or an internal one of the municipality."""

    class Audience(models.TextChoices):
        PUBLIC = "public"
        WAITING = "waiting"  # the reporter's, where a moderator reads before everybody does
        INTERNAL = "internal"
        HIDDEN = "hidden"

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="updates")
    text = models.TextField()
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.PUBLIC)
    author_role = models.CharField(max_length=20, help_text="reporter, neighbour, officer, coordinator …")
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField()
    language = models.CharField(
        max_length=8, blank=True, db_default="", help_text="of the text; empty when unknown"
    )
    texts = models.JSONField(
        default=dict,
        db_default=models.Value({}, models.JSONField()),
        help_text="the same words in other languages, by language",
    )
    template = models.ForeignKey(
        ResponseTemplate, null=True, on_delete=models.SET_NULL, related_name="uses", db_index=False
    )
    by_template = models.BooleanField(
        default=False, db_default=False, help_text="the words are the template's own, unchanged"
    )
    bulk = models.BooleanField(default=False, db_default=False, help_text="said to many reports at once")
    kept_by = models.ForeignKey(
        Municipality,
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
        help_text="whose internal note it stays when the report is another municipality's by now",
    )

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["created_at", "id"], name="update_in_time"),
            models.Index(
                fields=["created_at"], name="update_waiting", condition=models.Q(audience="waiting")
            ),
            models.Index(
                fields=["template"], name="update_template", condition=models.Q(template__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"update {self.pk} of {self.report_id}"

    @property
    def words(self) -> str:
        """The text in the reader's language where it was given in that, else as it was written."""
        return words_for_reader(self.text, self.language, self.texts)


def words_for_reader(text: str, language: str, texts: dict[str, str]) -> str:
    """What a reader is shown of words that were written in one language and given in others beside it."""
    return languages.choose({language: text, **texts}) if texts else text


class Transition(models.Model):
    """One change of state. Append-only: all figures come from these rows, imports included."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="transitions")
    old = models.CharField(max_length=16, choices=State, blank=True, help_text="empty for the first one")
    new = models.CharField(max_length=16, choices=State)
    at = models.DateTimeField()
    actor_role = models.CharField(max_length=20)
    actor = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, db_index=False)
    reason = models.CharField(max_length=40, blank=True, help_text="key from DECLINE_REASONS and the like")
    forwarded_to = models.CharField(
        max_length=160,
        blank=True,
        help_text="name of whom it was forwarded to, as the municipality writes it",
    )
    department = models.ForeignKey(
        Department,
        null=True,
        on_delete=models.SET_NULL,
        db_index=False,
        help_text="set when forwarded inside the municipality",
    )
    update = models.ForeignKey(
        Update, null=True, on_delete=models.SET_NULL, related_name="transitions", db_index=False
    )
    bulk = models.BooleanField(default=False, db_default=False, help_text="made to many reports at once")
    by_template = models.BooleanField(
        default=False, db_default=False, help_text="its words are those of a template, unchanged"
    )

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            # Changes of all reports in the order of time, as Open311 tells them to other programs.
            models.Index(fields=["at", "id"], name="transition_in_time"),
            # For deleting what they name. Most changes name none of them, and imports bring changes by the million.
            *(
                models.Index(
                    fields=[name], name=f"transition_{name}", condition=models.Q(**{f"{name}__isnull": False})
                )
                for name in ("actor", "department", "update")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class Photo(models.Model):
    """A photo on a report or an update. Invisible until the worker has decoded and re-drawn it."""

    class State(models.TextChoices):
        WAITING = "waiting"
        READY = "ready"
        REFUSED = "refused"
        HIDDEN = "hidden"

    key = models.CharField(max_length=32, unique=True, help_text="random; the name of its files")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="photos")
    update = models.ForeignKey(Update, null=True, on_delete=models.CASCADE, related_name="photos")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    refusal = models.CharField(max_length=40, blank=True, help_text="key of the reason, see core.images")
    by_official = models.BooleanField(default=False)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    blurred = models.JSONField(
        default=list, help_text="[[x, y, width, height]] in thousandths of the picture"
    )
    version = models.PositiveSmallIntegerField(
        default=0, help_text="in the file names: a re-drawn photo is a new file"
    )
    position = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"photo {self.key}"


class Verdicts(models.QuerySet["Confirmation"]):
    """The verdicts on repairs, asked for together."""

    def forget_devices(self) -> int:
        """Replace the marks of neighbours' devices by ones that lead to nobody; returns how many.

        Not by the empty mark: two neighbours who judged the same repair must stay two.
        """
        marked = self.exclude(device="").exclude(device__startswith="old:")
        return marked.update(device=Concat(Value("old:"), Cast(F("pk"), models.CharField())))


class Confirmation(models.Model):
    """A verdict of the reporter or a neighbour after the municipality said fixed. Closed is not fixed."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="confirmations")
    fixing = models.ForeignKey(
        Transition, null=True, on_delete=models.CASCADE, help_text="the change to fixed that it judges"
    )
    fixed = models.BooleanField()
    by_role = models.CharField(max_length=20)
    device = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    objects = Verdicts.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fixing", "by_role", "device"], name="one_verdict_per_device")
        ]

    def __str__(self) -> str:
        return f"{self.report_id}: {'fixed' if self.fixed else 'not fixed'}"


class MeToo(models.Model):
    """Somebody else has the same problem."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="me_toos")
    device = models.CharField(max_length=64)
    at = models.DateTimeField()
    via = models.ForeignKey(
        Report,
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
        help_text="the duplicate it was said at; taken back when that is opened again",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "device"], name="one_me_too_per_device")]
        indexes = [models.Index(fields=["via"], name="me_too_via", condition=models.Q(via__isnull=False))]

    def __str__(self) -> str:
        return f"me too on {self.report_id}"
