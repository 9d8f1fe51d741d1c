"""A mayor whom the demonstration's people monitor, for browser tests: run inside the site that they walk through."""

from __future__ import annotations

from datetime import timedelta

from besa.people.models import User
from besa.places.models import Municipality
from besa.pledges.models import Case, Mandate, Round
from besa.pledges.services.coding import code_case
from besa.pledges.services.mandates import Term, add_mandate
from besa.pledges.services.publishing import approve_round, publish_round
from besa.pledges.services.replying import Letter, finish_replies, give_reply, send_for_reply
from besa.pledges.services.rounds import open_round
from tests.factories.pledges import TODAY, Desk, a_frozen_list, a_verdict, some_evidence

QUOTES = ("Një çerdhe e re në qendër.", "Rruga e Bardhë asfaltohet.", "Ndriçim LED në çdo rrugë.")


def a_desk_in_the_demonstration(mandate: Mandate) -> Desk:
    """Its editor and its three monitors."""
    names = ("editor", "monitor1", "monitor2", "monitor3")
    editor, *team = (User.objects.get(email=f"{name}@besa.example") for name in names)
    return Desk(mandate.monitored_by, mandate.post.body.municipality, mandate, editor, *team)


def begin_with_a_round(name: str, municipality: str, *found: str) -> None:
    """A mandate with a pledge for each status that a first, published round found."""
    term = Term(starts=TODAY - timedelta(days=400), term_ends=TODAY + timedelta(days=1000))
    town = Municipality.objects.get(slug=municipality)
    organisation = Mandate.objects.get(slug="dafina-liqenari-2025").monitored_by
    mandate = add_mandate(name=name, municipality=town, term=term, organisation=organisation)
    desk = a_desk_in_the_demonstration(mandate)
    pledges = a_frozen_list(desk, QUOTES[: len(found)])
    for pledge in pledges:
        some_evidence(desk, pledge)
    _judge(desk, found)


def find_all_fulfilled(slug: str) -> None:
    """The next round: both coders find every pledge fulfilled."""
    desk = a_desk_in_the_demonstration(Mandate.objects.get(slug=slug))
    _judge(desk, ["fulfilled"] * desk.mandate.pledges.filter(state="frozen").count())


def _judge(desk: Desk, found: object) -> None:
    round = open_round(mandate=desk.mandate, as_of=TODAY, staffing=desk.staffing, by=desk.editor)
    cases = Case.objects.select_related("round__mandate", "pledge__mandate", "criterion").filter(round=round)
    for case, status in zip(cases.order_by("pledge__number"), found, strict=True):
        for coder in (desk.first, desk.second):
            case.refresh_from_db()
            code_case(case=case, verdict=a_verdict(status, case.pledge.evidence.get()), by=coder)
    request = send_for_reply(
        round=_fresh(round), letter=Letter("zyra@besa.example", "sq", "besa"), by=desk.editor
    )
    give_reply(request=request, text="Pajtohemi.", author="Zyra", language="sq")
    finish_replies(request=request)
    approve_round(round=_fresh(round), by=desk.editor)
    publish_round(round=_fresh(round), by=desk.editor)


def _fresh(round: Round) -> Round:
    round.refresh_from_db()
    return round
