"""What a page of the editors is about, for who may see it: loaded and authorised in one call."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from besa.people.models import Role, User
from besa.people.views.scope import signed_in
from besa.publications.models import Edition, Publication
from besa.publications.permissions import REVIEW, require_for


@dataclass(frozen=True)
class At:
    """An edition, the person at it, and the role by which they are."""

    edition: Edition
    role: Role
    user: User

    @property
    def place(self) -> tuple[str, str]:
        """What an address needs."""
        return self.edition.publication.slug, self.edition.language


def edition_for(request: HttpRequest, slug: str, language: str, action: str = REVIEW) -> At:
    """An edition; Http404 for none, PermissionDenied for one of another organisation."""
    rows = Edition.objects.select_related(
        "publication__organisation", "publication__municipality", "submitted_revision", "public_revision"
    )
    edition = get_object_or_404(rows, publication__slug=slug, language=language)
    return At(edition, require_for(request.user, action, edition.publication), signed_in(request))


def publication_for(request: HttpRequest, slug: str, action: str = REVIEW) -> tuple[Publication, Role, User]:
    """A publication."""
    publication = get_object_or_404(
        Publication.objects.select_related("organisation", "municipality"), slug=slug
    )
    return publication, require_for(request.user, action, publication), signed_in(request)


def number_in(request: HttpRequest, name: str) -> int:
    """A whole number of a form; Http404 for what our pages never send."""
    text = request.POST.get(name, "")
    if not (text.isdecimal() and len(text) < 10):
        raise Http404
    return int(text)
