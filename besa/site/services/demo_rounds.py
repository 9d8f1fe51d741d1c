"""A round of the demonstration, from its opening to its publication, as an organisation holds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.utils import timezone

from besa.people.models import User
from besa.pledges.models import Document, Evidence, Mandate, Pledge, Round
from besa.pledges.rules import Verdict
from besa.pledges.services.coding import code_case
from besa.pledges.services.documents import keep_document, read_document
from besa.pledges.services.evidence import EvidenceDraft, add_evidence
from besa.pledges.services.publishing import approve_round, publish_round
from besa.pledges.services.replying import Letter, finish_replies, give_reply, send_for_reply
from besa.pledges.services.rounds import Staffing, Team, open_round
from besa.site.demonstration.promises import Finding

_FILES = Path(__file__).resolve().parent.parent / "demonstration" / "files"
_OFFICE = "zyra@besa.example"


def noon_of(day: date) -> datetime:
    """Noon of a day: history is told as of the end of a day."""
    return datetime.combine(day, time(12), timezone.get_current_timezone())


def kept(name: str, by: User, at: datetime) -> Document:
    """A file of the demonstration, read as the worker reads it; not in a transaction."""
    with (_FILES / name).open("rb") as file:
        document = keep_document(file=file, by=by, at=at)
    read_document(document_id=document.pk)
    document.refresh_from_db()
    return document


def hold_round(
    mandate: Mandate,
    pledges: Sequence[Pledge],
    finding: Finding,
    people: Mapping[str, User],
    proof: Document,
) -> None:
    """Two monitors judge each pledge alike, the office answers, and the editor publishes."""
    as_of = timezone.localdate() - timedelta(days=finding.days_ago)
    team = Team(people["first"], people["second"], people["adjudicator"])
    editor = people["editor"]
    begun, judged, told, done = (noon_of(as_of + timedelta(days=days)) for days in (0, 3, 6, 8))
    opened = open_round(mandate=mandate, as_of=as_of, staffing=Staffing(team), by=editor, at=begun)
    for pledge, (status, reason) in zip(pledges, finding.verdicts, strict=True):
        evidence = _evidence(pledge, finding, as_of, proof, people["first"], begun)
        sent = pledge.evidence.filter(by_citizen=True, happened_on__lte=as_of).values_list("pk", flat=True)
        verdict = Verdict(status, reason, as_of - timedelta(days=20), "sq", evidence=(evidence.pk, *sent))
        for coder in (team.first, team.second):
            case = opened.cases.select_related("round__mandate", "pledge__mandate", "criterion").get(
                pledge=pledge
            )
            code_case(case=case, verdict=verdict, by=coder, at=judged)
    opened.refresh_from_db()
    _reply(opened, editor, finding, judged, told)
    approve_round(round=opened, by=editor, at=done)
    publish_round(round=opened, by=editor, at=done)


def _evidence(
    pledge: Pledge, finding: Finding, as_of: date, proof: Document, by: User, at: datetime
) -> Evidence:
    kind, summary = finding.evidence
    draft = EvidenceDraft(kind, as_of - timedelta(days=30), summary, "sq", source=finding.source)
    return add_evidence(pledge=pledge, draft=draft, documents=[proof], by=by, at=at)


def _reply(opened: Round, editor: User, finding: Finding, sent: datetime, told: datetime) -> None:
    request = send_for_reply(round=opened, letter=Letter(_OFFICE, "sq", "besa"), by=editor, at=sent)
    give_reply(request=request, text=finding.reply, author=finding.office, language="sq", at=told)
    finish_replies(request=request, at=told)
    opened.refresh_from_db()
