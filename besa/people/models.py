"""People who sign in, the organisations and departments they belong to, and their roles."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone

from besa.places.models import Municipality, Named


class UserManager(BaseUserManager["User"]):
    """Makes users known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **values: Any) -> User:
        """A user with a usable password only when one is given; ValueError without an address."""
        if not email:
            raise ValueError("a user needs an e-mail address")
        user = self.model(email=self.normalize_email(email).lower(), **values)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who signs in: an official, a monitor, a citizen who wants an account."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=8, default="sq")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.email


class Organisation(Named):
    """A civil-society organisation."""

    slug = models.SlugField(max_length=60, unique=True)
    website = models.URLField(blank=True)


class Department(Named):
    """A directorate or public utility of a municipality, answerable for categories."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="departments")
    slug = models.SlugField(max_length=60)
    email = models.EmailField(blank=True)

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "slug"], name="one_department_per_slug")
        ]


class Role(models.TextChoices):
    """What a membership makes a person; what each may do is in `permissions.py`."""

    OFFICER = "officer"
    COORDINATOR = "coordinator"
    MONITOR = "monitor"
    EDITOR = "editor"
    FACILITATOR = "facilitator"
    TRAINER = "trainer"
    MODERATOR = "moderator"
    ADMINISTRATOR = "administrator"


def _or_zero(field: str) -> Coalesce:
    zero = models.Value(0, output_field=models.BigIntegerField())
    return Coalesce(field, zero, output_field=models.BigIntegerField())


class Membership(models.Model):
    """A person's role in a municipality (all of it or one department) or in an organisation.

    An administrator's membership names neither: it is for the whole installation.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    municipality = models.ForeignKey(
        Municipality, null=True, on_delete=models.CASCADE, related_name="memberships"
    )
    department = models.ForeignKey(
        Department, null=True, on_delete=models.CASCADE, related_name="memberships"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.CASCADE, related_name="memberships"
    )
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # Not `nulls_distinct=False`: SQLite would leave that out without a word.
            models.UniqueConstraint(
                "user",
                "role",
                _or_zero("municipality"),
                _or_zero("department"),
                _or_zero("organisation"),
                name="one_membership_per_role",
            )
        ]
        indexes = [models.Index(fields=["user", "until"], name="membership_current")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"
