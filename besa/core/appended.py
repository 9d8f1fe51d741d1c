"""Rows that are only ever added: what was said cannot be unsaid, only corrected by another row."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models


class AppendOnlyError(RuntimeError):
    """Somebody tried to change or delete a row that is history."""


class AppendedQuerySet(models.QuerySet[Any]):
    """Adds and reads; changes nothing."""

    def update(self, **values: Any) -> NoReturn:
        """Refused."""
        raise AppendOnlyError(f"{self.model.__name__} rows are never changed")

    def delete(self) -> NoReturn:
        """Refused."""
        raise AppendOnlyError(f"{self.model.__name__} rows are never deleted")

    def bulk_update(self, *args: Any, **values: Any) -> NoReturn:
        """Refused."""
        raise AppendOnlyError(f"{self.model.__name__} rows are never changed")


class Appended(models.Model):
    """Base of append-only tables. That a person left (`SET_NULL`) is the only change the database itself may make."""

    objects = AppendedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **values: Any) -> None:
        """Add the row; AppendOnlyError for one that is there already."""
        if not self._state.adding:
            raise AppendOnlyError(f"{type(self).__name__} rows are never changed")
        super().save(*args, **values)

    def delete(self, *args: Any, **values: Any) -> NoReturn:
        """Refused."""
        raise AppendOnlyError(f"{type(self).__name__} rows are never deleted")
