"""What pledges put on the pages of the apps above, and on the list of what waits for somebody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from besa.core.dates import day_of
from besa.core.registries import PanelPart, panels, waiting
from besa.core.templatetags.besa import number
from besa.core.waiting import Waits
from besa.people.models import User
from besa.people.permissions import standing_of
from besa.places.models import Municipality
from besa.pledges.models import Assignment, Pledge, Round
from besa.pledges.permissions import EDIT, MONITOR
from besa.pledges.public_cards import title_of
from besa.pledges.queries.contributions import waiting_in_inbox
from besa.pledges.queries.public_mandates import has_mayors
from besa.pledges.queries.public_tallies import lines_of_municipality
from besa.pledges.queries.waiting import (
    CasesToDo,
    cases_waiting_for,
    corrections_for,
    evidence_not_archived,
    rounds_due,
    rounds_for_editors,
    rounds_to_revise,
)


def municipality_panel(request: HttpRequest, municipality: Municipality) -> PanelPart | None:
    """What the mayor promised and what became of it; nothing where no mandate is known."""
    if not has_mayors(municipality):
        return None
    context = {"lines": lines_of_municipality(municipality), "municipality": municipality}
    return PanelPart("pledges/components/public_municipality.html", context)


#: what an editor does with a round that stands there
_NEXT_STEP: Final[dict[str, Promise]] = {
    Round.State.DECIDED: gettext_lazy("Send the drafts to the mayor's office"),
    Round.State.ANSWERED: gettext_lazy("Approve the round"),
    Round.State.APPROVED: gettext_lazy("Publish the ratings"),
}


def waiting_for(user: User) -> list[Waits]:
    """What a monitor or editor has to do on pledges, what others wait for first."""
    return [*_as_judge(user), *_as_editor(user), *_as_monitor(user)]


def _as_judge(user: User) -> Iterator[Waits]:
    for cases in cases_waiting_for(user):
        url = reverse("pledges:case", args=[cases.first.pk])
        yield Waits("edit", _cases_in_words(cases), _round_in_words(cases.round), url, _whose(cases.round))
    for round in rounds_to_revise(user):
        task = _("The office has replied: see whether a verdict changes")
        yield _of_round(round, task, "comment")


def _as_editor(user: User) -> Iterator[Waits]:
    own = standing_of(user).organisations_for(EDIT)
    for round in rounds_for_editors(own, user):
        yield _of_round(round, str(_NEXT_STEP[round.state]), "check")
    for draft in corrections_for(own, user):
        url = reverse("pledges:correction", args=[draft.corrects.pledge.uid, draft.pk])
        yield _of_pledge(draft.corrects.pledge, _("Approve a correction or refuse it"), "check", url)
    for due in rounds_due(own, timezone.localdate()):
        url = reverse("pledges:new_round", args=[due.mandate.slug])
        note = _("last looked at as of %(day)s") % {"day": day_of(due.since)}
        yield Waits("clock", _("A new round is due"), due.mandate.person.name, url, note)


def _as_monitor(user: User) -> Iterator[Waits]:
    sent = waiting_in_inbox(standing_of(user).organisations_for(MONITOR))
    if sent:
        said = ngettext("%(n)s thing waits for a decision", "%(n)s things wait for a decision", sent)
        yield Waits("camera", said % {"n": number(sent)}, _("Sent by citizens"), reverse("pledges:inbox"))
    for evidence in evidence_not_archived(user):
        task = _("Evidence could not be archived: find another source")
        url = reverse("pledges:pledge_desk", args=[evidence.pledge.uid])
        yield _of_pledge(evidence.pledge, task, "alert", url)


def _cases_in_words(cases: CasesToDo) -> str:
    if cases.task == Assignment.Task.ADJUDICATE:
        said = ngettext("%(n)s dispute to decide", "%(n)s disputes to decide", cases.n)
    else:
        said = ngettext(
            "%(n)s pledge to code, without the other coder",
            "%(n)s pledges to code, without the other coder",
            cases.n,
        )
    return said % {"n": number(cases.n)}


def _of_round(round: Round, task: str, sign: str) -> Waits:
    return Waits(sign, task, _round_in_words(round), reverse("pledges:round", args=[round.pk]), _whose(round))


def _of_pledge(pledge: Pledge, task: str, sign: str, url: str) -> Waits:
    title, language = title_of(pledge)
    return Waits(sign, task, title, url, pledge.mandate.person.name, language)


def _round_in_words(round: Round) -> str:
    return _("Round %(n)s, as of %(day)s") % {"n": round.number, "day": day_of(round.as_of)}


def _whose(round: Round) -> str:
    return f"{round.mandate.person.name}, {round.mandate.municipality.name}"


waiting.register("pledges", waiting_for, rank=10)
panels("municipality").register("pledges.mayors", municipality_panel, rank=40)
