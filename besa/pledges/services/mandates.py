"""People in offices: a mandate begins, ends, has a programme or has none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify

from besa.core import languages
from besa.core.folding import fold
from besa.people.models import Organisation
from besa.places.models import Municipality
from besa.pledges.models import Mandate, Person, Post, PublicBody
from besa.pledges.services.acting import Refused, Stale, tell


@dataclass(frozen=True)
class Term:
    """From when to when somebody is to hold a post, and how they came to it."""

    starts: date
    term_ends: date
    origin: str = Mandate.Origin.ELECTION
    source: str = ""


@dataclass(frozen=True)
class Holder:
    """Who holds an office: their name by language, whose form the office's word takes, and for whom they stand."""

    names: Mapping[str, str]
    gender: str = ""
    party: str = ""


def add_mandate(
    *,
    name: str,
    municipality: Municipality,
    term: Term,
    organisation: Organisation,
    kind: str = Post.Kind.MAYOR,
    gender: str = "",
    party: str = "",
    replaces: Mandate | None = None,
    role: str = "editor",
) -> Mandate:
    """Somebody takes office. A person of the same name in the same municipality is the same person.

    Raises Refused: "days" when the term ends before it begins, "taken" when somebody else holds the post then.
    """
    if term.term_ends < term.starts:
        raise Refused("days")
    with transaction.atomic():
        post = _post(municipality, kind)
        _refuse_overlap(post, term)
        person = _person(name, municipality, gender)
        mandate = Mandate.objects.create(
            slug=free_slug(Mandate, f"{person.slug}-{term.starts.year}"),
            person=person,
            post=post,
            municipality=municipality,
            party=_party(party),
            starts=term.starts,
            term_ends=term.term_ends,
            origin=term.origin,
            source=term.source,
            monitored_by=organisation,
            replaces=replaces,
        )
        tell(
            "pledges.mandate_added",
            mandate,
            role,
            starts=term.starts.isoformat(),
            origin=str(term.origin),
            post=kind,
        )
    return mandate


def describe_holder(*, mandate: Mandate, holder: Holder, source: str, role: str = "editor") -> None:
    """Write down anew who the person is, and where the mandate can be checked; their address and days stay.

    Raises Refused("no_name") without a name in Albanian or English letters.
    """
    names = {language: name.strip() for language, name in holder.names.items() if name.strip()}
    if languages.SQ not in names:
        raise Refused("no_name")
    with transaction.atomic():
        Person.objects.filter(pk=mandate.person_id).update(names=names, gender=holder.gender)
        Mandate.objects.filter(pk=mandate.pk).update(party=_party(holder.party), source=source)
        tell("pledges.holder_described", mandate, role)
    mandate.refresh_from_db()


def end_mandate(*, mandate: Mandate, on: date, ending: str, role: str = "editor") -> None:
    """Somebody leaves office on a day, in mid-term or at its end. Raises Stale when that was said before."""
    if on < mandate.starts:
        raise Refused("days")
    with transaction.atomic():
        done = Mandate.objects.filter(pk=mandate.pk, ends__isnull=True).update(ends=on, ending=ending)
        if not done:
            raise Stale
        tell("pledges.mandate_ended", mandate, role, ends=on.isoformat(), ending=ending)
    mandate.ends, mandate.ending = on, ending


def say_no_programme(*, mandate: Mandate, role: str = "editor") -> None:
    """A programme was searched for, and none was published. Raises Stale when there is one, or it was said before."""
    with transaction.atomic():
        done = Mandate.objects.filter(
            pk=mandate.pk, programme_state=Mandate.ProgrammeState.UNKNOWN, programmes__isnull=True
        ).update(programme_state=Mandate.ProgrammeState.NONE)
        if not done:
            raise Stale
        tell("pledges.programme_missing", mandate, role)
    mandate.programme_state = Mandate.ProgrammeState.NONE


def body_of(municipality: Municipality, kind: PublicBody.Kind) -> PublicBody:
    """The mayor's office or the assembly of a municipality; in the caller's transaction."""
    body, _ = PublicBody.objects.get_or_create(
        slug=f"{municipality.slug}-{kind.value}",
        defaults={"kind": kind, "municipality": municipality, "names": municipality.names},
    )
    return body


def free_slug(model: type[Mandate | Person | PublicBody], wanted: str) -> str:
    """The slug, or with a number where it is taken."""
    slug, number = wanted, 2
    while model.objects.filter(slug=slug).exists():
        slug, number = f"{wanted}-{number}", number + 1
    return slug


def _post(municipality: Municipality, kind: str) -> Post:
    of_mayor = kind == Post.Kind.MAYOR
    body = body_of(municipality, PublicBody.Kind.EXECUTIVE if of_mayor else PublicBody.Kind.ASSEMBLY)
    post, _ = Post.objects.get_or_create(body=body, kind=kind)
    return post


def _refuse_overlap(post: Post, term: Term) -> None:
    """Two people never hold one post on the same day; members of an assembly are many."""
    if not post.is_single:
        return
    others = Mandate.objects.filter(post=post, starts__lte=term.term_ends)
    if others.filter(Q(ends__gte=term.starts) | Q(ends__isnull=True, term_ends__gte=term.starts)).exists():
        raise Refused("taken")


def _party(name: str) -> PublicBody | None:
    """The party or list of a name in any spelling, or a new one; None without a name."""
    wanted = fold(name)
    if not wanted:
        return None
    for party in PublicBody.objects.filter(kind=PublicBody.Kind.PARTY):
        if wanted in {fold(one) for one in (party.slug, *party.names.values())}:
            return party
    slug = free_slug(PublicBody, slugify(wanted)[:70] or "party")
    return PublicBody.objects.create(slug=slug, kind=PublicBody.Kind.PARTY, names={"sq": name.strip()})


def _person(name: str, municipality: Municipality, gender: str) -> Person:
    wanted = fold(name)
    for known in Person.objects.filter(mandates__municipality=municipality).distinct():
        if wanted in {fold(one) for one in (*known.names.values(), *known.other_names)}:
            if gender and known.gender != gender:
                Person.objects.filter(pk=known.pk).update(gender=gender)
            return known
    slug = free_slug(Person, slugify(wanted)[:70] or "person")
    return Person.objects.create(slug=slug, names={"sq": name.strip()}, gender=gender)
