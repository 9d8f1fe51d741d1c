"""People, and browsers in which they are signed in."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from besa.people.models import Department, Membership, Organisation, Role, User
from besa.places.models import Municipality


def a_person(email: str = "arta@example.org", *, password: str | None = None, **values: Any) -> User:
    """Somebody with an account and a confirmed address."""
    user = User.objects.create_user(email, password, **values)
    if password is None:
        user.set_unusable_password()
        user.save()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def a_member(
    role: Role,
    municipality: Municipality | None = None,
    *,
    department: Department | None = None,
    organisation: Organisation | None = None,
    email: str = "",
) -> User:
    """Somebody with one role."""
    place = municipality.slug if municipality else "all"
    user = a_person(email or f"{role.value}.{place}@example.org")
    Membership.objects.create(
        user=user, role=role, municipality=municipality, department=department, organisation=organisation
    )
    return user


def a_department(municipality: Municipality, slug: str = "services") -> Department:
    """A department."""
    return Department.objects.create(municipality=municipality, slug=slug, names={"sq": slug.title()})


def with_app(user: User) -> str:
    """Give a person an authenticator app; its secret."""
    secret: str = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def browser_of(user: User, *, second_factor: bool = False) -> Client:
    """A signed-in browser; with `second_factor`, one that gave a second factor as well."""
    client = Client()
    client.force_login(user)
    if second_factor:
        if not Authenticator.objects.filter(user=user).exists():
            with_app(user)
        session = client.session
        session["account_authentication_methods"] = [{"method": "mfa", "at": time.time(), "type": "totp"}]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
    return client
