"""Saved views: one's own, and what colleagues share."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from besa.desk.models import SavedView
from besa.desk.scopes import Scope
from besa.people.models import User


def saved_views_for(user: User, scope: Scope) -> QuerySet[SavedView]:
    """What stands beside the built-in views for this person; while practising, what they saved practising."""
    practising = scope.trainee is not None
    seen = Q(owner=user) if practising else Q(owner=user) | Q(shared=True)
    rows = SavedView.objects.filter(seen, municipality=scope.municipality, practice=practising)
    return rows.select_related("owner")
