"""Filling a database with made-up mandates, for benchmarks: mayors, frozen lists, evidence, published rounds.

Rows are written many at once. Nobody did what they tell of, so the ledger has one line for each list and for what was
made of it, instead of one for every act.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from besa.core.gathering import gathering
from besa.core.planner import refresh_statistics
from besa.people.models import Membership, Organisation, Role, User
from besa.places.calendar import today_in
from besa.places.models import Municipality, Place
from besa.pledges import synthetic_texts as texts
from besa.pledges.models import Criterion, Mandate, Pledge, Programme, PublicBody
from besa.pledges.services.acting import tell
from besa.pledges.services.freezing import freeze_list
from besa.pledges.services.mandates import Term, add_mandate, end_mandate, say_no_programme
from besa.pledges.services.programmes import ProgrammeFacts, add_programme
from besa.pledges.services.synthetic_files import Archive, keep_archive, keep_photo
from besa.pledges.services.synthetic_rounds import Desk, Made, make_evidence, make_rounds, moment
from besa.pledges.similarity import folded_words
from besa.pledges.synthetic import Office, Promise, offices, promises
from besa.pledges.testability import QUESTIONS
from besa.pledges.uids import new_uid


def generate_pledges(*, n: int, seed: int, evidence: int) -> Iterator[int]:
    """Make `n` pledges with about so many pieces of evidence each, mandate by mandate; says how many each one got.

    For a database without mandates: two mayors never hold one post on the same day.
    """
    chance = random.Random(seed)  # noqa: S311  (no secret: the same seed makes the same)
    grounds = _grounds()
    today = today_in(grounds[0][0])
    photo = keep_photo()
    desk = _desk(seed)
    for office in offices(grounds, n=n, chance=chance, today=today):
        listed = promises(office, evidence=evidence, chance=chance)
        archive = keep_archive(office, len(listed), photo) if listed else None
        with transaction.atomic(), gathering():
            mandate = _take_office(office, desk)
            if archive is None:
                say_no_programme(mandate=mandate)
            else:
                _fill(mandate, office, listed, archive, desk)
        yield len(listed)
    refresh_statistics()


def _grounds() -> list[tuple[Municipality, Sequence[Place]]]:
    """All municipalities with their settlements; those that take reports first, the largest of them leading."""
    places: dict[int, list[Place]] = defaultdict(list)
    for place in Place.objects.order_by("slug"):
        places[place.municipality_id].append(place)
    found = Municipality.objects.order_by("-active", "-population", "slug")
    return [(municipality, places[municipality.pk]) for municipality in found]


def _desk(seed: int) -> Desk:
    """An organisation whose accounts nobody can sign in to, and parties."""
    slug = f"synthetic-{seed}"
    with transaction.atomic():
        organisation = Organisation.objects.create(slug=slug, names={"sq": f"Lëvizja e sajuar {seed}"})
        users = [User.objects.create_user(f"{role}{seed}@synthetic.invalid") for role in Desk.ROLES]
        roles = (Role.EDITOR, Role.MONITOR, Role.MONITOR, Role.MONITOR)
        for user, role in zip(users, roles, strict=True):
            Membership.objects.create(user=user, role=role, organisation=organisation)
        parties = PublicBody.objects.bulk_create(
            PublicBody(slug=f"{slug}-party-{row}", kind=PublicBody.Kind.PARTY, names={"sq": name})
            for row, name in enumerate(texts.PARTIES)
        )
    return Desk(organisation, parties, *users)


def _take_office(office: Office, desk: Desk) -> Mandate:
    term = Term(starts=office.starts, term_ends=office.term_ends)
    mandate = add_mandate(
        name=office.name,
        municipality=office.municipality,
        term=term,
        organisation=desk.organisation,
        party=desk.parties[office.party].slug,
        role="system",
    )
    if not office.is_present:
        end_mandate(mandate=mandate, on=office.term_ends, ending=Mandate.Ending.TERM_OVER, role="system")
    return mandate


def _fill(mandate: Mandate, office: Office, listed: list[Promise], archive: Archive, desk: Desk) -> None:
    facts = ProgrammeFacts("Programi zgjedhor", "sq", published_on=office.starts - timedelta(days=40))
    programme = add_programme(
        mandate=mandate, facts=facts, document=archive.programme, by=desk.first, role="system"
    )
    frozen_at = moment(mandate, office.frozen_on)
    _draft(mandate, programme, listed, frozen_at, desk)
    freeze_list(mandate=mandate, by=desk.editor, at=frozen_at, role="system")
    made = Made(mandate, listed, archive)
    pieces = make_evidence(made, desk)
    ratings = make_rounds(made, pieces, office, desk)
    tell(
        "pledges.generated",
        mandate,
        "system",
        pledges=len(listed),
        evidence=sum(map(len, pieces.values())),
        ratings=ratings,
    )


def _draft(mandate: Mandate, programme: Programme, listed: list[Promise], at: datetime, desk: Desk) -> None:
    """The drafts in the order of their pages."""
    pledges = Pledge.objects.bulk_create(
        Pledge(
            uid=new_uid(),
            mandate=mandate,
            programme=programme,
            quote=promise.quote,
            language="sq",
            page=promise.page,
            titles=promise.titles,
            area=promise.area,
            budget=promise.budget,
            currency="EUR" if promise.budget else "",
            due_on=promise.due_on,
            testability={key: key not in promise.fails for key in QUESTIONS},
            unratable_reasons=list(promise.fails),
            folded=folded_words(promise.quote, promise.titles.values()),
            drafted_by=desk.first,
            created_at=at,
            changed_at=at,
        )
        for promise in listed
    )
    _place_and_judge(list(zip(pledges, listed, strict=True)), at, desk)


def _place_and_judge(drafted: list[tuple[Pledge, Promise]], at: datetime, desk: Desk) -> None:
    """Where each pledge is, and by what those are judged that passed the gate."""
    links = Pledge.places.through
    links.objects.bulk_create(
        links(pledge=pledge, place=promise.place) for pledge, promise in drafted if promise.place
    )
    Criterion.objects.bulk_create(
        Criterion(
            pledge=pledge,
            version=1,
            language="sq",
            fulfilled_when=texts.FULFILLED_WHEN,
            partly_when=texts.PARTLY_WHEN,
            by=desk.first,
            created_at=at,
        )
        for pledge, promise in drafted
        if not promise.fails
    )
