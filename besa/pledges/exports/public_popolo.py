"""Offices and who held them, as Popolo (popoloproject.com): people, organisations, posts, memberships, areas."""

from __future__ import annotations

from typing import Any

from besa.core import languages
from besa.pledges.models import Mandate, Person, Post, PublicBody
from besa.pledges.queries.public_mandates import public_mandates

_CLASSES = {
    PublicBody.Kind.EXECUTIVE: "executive",
    PublicBody.Kind.ASSEMBLY: "legislature",
    PublicBody.Kind.PARTY: "party",
}


def popolo() -> dict[str, list[dict[str, Any]]]:
    """All mandates, with everybody and everything they name."""
    mandates = list(public_mandates().select_related("post__body__municipality").order_by("slug"))
    people = {mandate.person_id: mandate.person for mandate in mandates}
    posts = {mandate.post_id: mandate.post for mandate in mandates}
    bodies = {post.body_id: post.body for post in posts.values()}
    bodies |= {mandate.party.pk: mandate.party for mandate in mandates if mandate.party}
    areas = {mandate.municipality.slug: mandate.municipality for mandate in mandates}
    return {
        "persons": [_person(person) for person in people.values()],
        "organizations": [_body(body) for body in bodies.values()],
        "posts": [_post(post) for post in posts.values()],
        "memberships": [_membership(mandate) for mandate in mandates],
        "areas": [
            {"id": slug, "name": _name(area.names), "classification": "municipality"}
            for slug, area in areas.items()
        ],
    }


def _name(names: dict[str, str]) -> str:
    return languages.choose(names, languages.SQ)


def _person(person: Person) -> dict[str, Any]:
    return {
        "id": person.slug,
        "name": _name(person.names),
        "other_names": [{"name": name, "note": language} for language, name in sorted(person.names.items())],
        "links": [{"url": person.website}] if person.website else [],
    }


def _body(body: PublicBody) -> dict[str, Any]:
    return {
        "id": body.slug,
        "name": _name(body.names),
        "classification": _CLASSES[PublicBody.Kind(body.kind)],
        "area_id": body.municipality.slug if body.municipality else None,
    }


def _post(post: Post) -> dict[str, Any]:
    return {
        "id": f"{post.body.slug}-{post.kind}",
        "role": post.kind,
        "organization_id": post.body.slug,
        "area_id": post.body.municipality.slug if post.body.municipality else None,
    }


def _membership(mandate: Mandate) -> dict[str, Any]:
    return {
        "id": mandate.slug,
        "person_id": mandate.person.slug,
        "organization_id": mandate.post.body.slug,
        "post_id": f"{mandate.post.body.slug}-{mandate.post.kind}",
        "on_behalf_of_id": mandate.party.slug if mandate.party else None,
        "area_id": mandate.municipality.slug,
        "start_date": mandate.starts.isoformat(),
        "end_date": mandate.ends.isoformat() if mandate.ends else None,
        "sources": [{"url": mandate.source}] if mandate.source else [],
    }
