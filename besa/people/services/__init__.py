"""Writes about people: who belongs where, departments, organisations, a person's own details."""

from besa.people.services.accounts import change_profile, create_administrator, delete_account
from besa.people.services.memberships import AlreadyMember, LastAdministrator, end_membership, invite_member
from besa.people.services.offices import NameTaken, change_department, create_department, create_organisation

__all__ = [
    "AlreadyMember",
    "LastAdministrator",
    "NameTaken",
    "change_department",
    "change_profile",
    "create_administrator",
    "create_department",
    "create_organisation",
    "delete_account",
    "end_membership",
    "invite_member",
]
