"""Offices, who held them and how assemblies voted, as Popolo (popoloproject.com)."""

from __future__ import annotations

from typing import Any

from besa.core import languages
from besa.pledges.models import Mandate, Person, Post, PublicBody, Session, Vote, VoteCount
from besa.pledges.queries.assemblies import counts_known
from besa.pledges.queries.public_mandates import public_mandates

_CLASSES = {
    PublicBody.Kind.EXECUTIVE: "executive",
    PublicBody.Kind.ASSEMBLY: "legislature",
    PublicBody.Kind.PARTY: "party",
}


_RESULTS = {Vote.Result.PASSED: "pass", Vote.Result.FAILED: "fail"}
_OPTIONS = ("yes", "no", "abstain", "absent")


def popolo() -> dict[str, list[dict[str, Any]]]:
    """All mandates, with everybody and everything they name, sessions of assemblies, motions and votes on them."""
    counts = list(counts_known())
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
        "events": [_event(session) for session in Session.objects.select_related("body").order_by("pk")],
        "motions": [_motion(count) for count in counts],
        "vote_events": [_vote_event(count) for count in counts],
    }


def _name(names: dict[str, str]) -> str:
    return languages.choose(names, languages.SQ)


def _person(person: Person) -> dict[str, Any]:
    return {
        "id": person.slug,
        "name": _name(person.names),
        "other_names": [{"name": name, "note": language} for language, name in sorted(person.names.items())],
        "gender": person.gender or None,
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


def _event(session: Session) -> dict[str, Any]:
    return {
        "id": f"session-{session.pk}",
        "name": str(session.number),
        "classification": "session",
        "organization_id": session.body.slug,
        "start_date": session.held_on.isoformat(),
        "sources": [{"url": session.minutes}] if session.minutes else [],
    }


def _motion(count: VoteCount) -> dict[str, Any]:
    session = count.vote.session
    return {
        "id": f"motion-{count.vote_id}",
        "identifier": str(count.vote.number),
        "organization_id": session.body.slug,
        "legislative_session_id": f"session-{session.pk}",
        "text": count.motion,
        "date": session.held_on.isoformat(),
        "result": _RESULTS[Vote.Result(count.result)],
        "vote_events": [f"vote-{count.vote_id}"],
        "pledges": [pledge.uid for pledge in count.pledges.all()],
    }


def _vote_event(count: VoteCount) -> dict[str, Any]:
    """Votes by name where the minutes give names; `counts` leaves out what nobody wrote down."""
    known = [(option, getattr(count, option)) for option in _OPTIONS]
    return {
        "id": f"vote-{count.vote_id}",
        "motion_id": f"motion-{count.vote_id}",
        "organization_id": count.vote.session.body.slug,
        "legislative_session_id": f"session-{count.vote.session_id}",
        "start_date": count.vote.session.held_on.isoformat(),
        "result": _RESULTS[Vote.Result(count.result)],
        "counts": [{"option": option, "value": n} for option, n in known if n is not None],
        "votes": [
            {
                "voter_id": ballot.mandate.person.slug,
                "option": ballot.option,
                "group_id": ballot.mandate.party.slug if ballot.mandate.party else None,
            }
            for ballot in count.ballots.all()
        ],
        "updated_at": count.recorded_at.isoformat(),
    }
