"""Somebody who works for a municipality, signed in."""

from __future__ import annotations

from django.test import Client

from besa.people.models import Membership, Role, User
from besa.places.models import Municipality


def official_of(slug: str, *, role: Role = Role.COORDINATOR, name: str = "bench") -> User:
    """An account of this municipality; the same one each time."""
    user, _ = User.objects.get_or_create(email=f"{name}@besa.example")
    municipality = Municipality.objects.get(slug=slug)
    Membership.objects.get_or_create(user=user, role=role, municipality=municipality)
    return user


def signed_in(user: User) -> Client:
    """Its browser."""
    browser = Client()
    browser.force_login(user)
    return browser
