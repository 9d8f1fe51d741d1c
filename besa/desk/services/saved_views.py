"""Saving a queue under a name."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from besa.desk.models import SavedView
from besa.people.models import User
from besa.places.models import Municipality

#: more than these nobody finds anything in
MOST_VIEWS = 50


class SavedViewRefused(ValueError):
    """The view cannot be saved: `key` is "name_taken" or "too_many"."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def save_view(
    *, owner: User, municipality: Municipality, name: str, query: str, shared: bool, practice: bool = False
) -> SavedView:
    """Keep the filters of a queue. Personal settings: the ledger does not hear of them.

    What is saved while practising is nobody else's, even if it is said to be shared.
    """
    own = SavedView.objects.filter(owner=owner, municipality=municipality, practice=practice)
    if own.count() >= MOST_VIEWS:
        raise SavedViewRefused("too_many")
    try:
        with transaction.atomic():
            return SavedView.objects.create(
                owner=owner,
                municipality=municipality,
                name=name,
                query=query,
                shared=shared,
                practice=practice,
                created_at=timezone.now(),
            )
    except IntegrityError as taken:
        raise SavedViewRefused("name_taken") from taken


def change_saved_view(*, view: SavedView, name: str, shared: bool) -> None:
    """Give it another name, share it or stop sharing it."""
    try:
        with transaction.atomic():
            SavedView.objects.filter(pk=view.pk).update(name=name, shared=shared)
    except IntegrityError as taken:
        raise SavedViewRefused("name_taken") from taken


def delete_saved_view(*, view: SavedView) -> None:
    """Remove it for everybody who sees it. No report changes by that."""
    SavedView.objects.filter(pk=view.pk).delete()
