"""Saved views: one's own, and what colleagues share."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from besa.desk.models import SavedView
from besa.people.models import User
from besa.places.models import Municipality


def saved_views_for(user: User, municipality: Municipality) -> QuerySet[SavedView]:
    """What stands beside the built-in views for this person."""
    seen = Q(owner=user) | Q(shared=True)
    return SavedView.objects.filter(seen, municipality=municipality).select_related("owner")
