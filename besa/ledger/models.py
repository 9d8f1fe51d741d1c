"""Entries, what they commit to, and the signed heads of the tree over them."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One public act. Append-only, no foreign keys: it outlives what it tells of.

    `leaf` is the exact text whose hash is the Merkle leaf; it is never rebuilt from other columns, which are
    copies of it for searching. Pages and feeds show what the leaf says.
    """

    at = models.DateTimeField()
    verb = models.CharField(max_length=60, help_text="dotted, past tense: reports.acknowledged")
    subject = models.CharField(max_length=80, db_index=True, help_text="report:<uid>")
    municipality = models.CharField(max_length=40, blank=True, help_text="slug, or empty")
    actor_role = models.CharField(max_length=20)
    leaf = models.TextField(help_text="canonical JSON of all that is public of this entry")
    position = models.BigIntegerField(
        null=True, unique=True, help_text="index in the tree; the sealer assigns it"
    )

    class Meta:
        indexes = [
            models.Index(fields=["municipality", "-position"], name="ledger_municipality"),
            models.Index(fields=["verb", "-position"], name="ledger_verb"),
            models.Index(fields=["at"], name="ledger_at"),
            models.Index(fields=["id"], name="ledger_unsealed", condition=models.Q(position__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"


class PrivatePayload(models.Model):
    """What an entry only commits to: the payload and the key of its HMAC. Erasure deletes this row."""

    entry_id = models.BigIntegerField(primary_key=True)
    subject = models.CharField(max_length=80, db_index=True)
    key = models.BinaryField(max_length=32)
    payload = models.TextField()

    def __str__(self) -> str:
        return f"payload of entry {self.entry_id}"


class Checkpoint(models.Model):
    """A signed head of the tree (C2SP tlog-checkpoint)."""

    origin = models.CharField(max_length=200)
    size = models.BigIntegerField()
    root = models.CharField(max_length=64, help_text="hex")
    note = models.TextField()
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["origin", "size"], name="one_head_per_size")]

    def __str__(self) -> str:
        return f"{self.origin} {self.size}"


class TreeNode(models.Model):
    """Hash of a complete subtree, so that a proof reads a few rows however large the tree is.

    Level 1 joins two leaves; leaves themselves (level 0) are hashed from their entries when they are needed.
    """

    level = models.PositiveSmallIntegerField()
    position = models.BigIntegerField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "position"], name="one_digest_per_node")]

    def __str__(self) -> str:
        return f"node {self.level}/{self.position}"
