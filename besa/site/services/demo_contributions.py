"""The demonstration's citizens: one sent a photo that is evidence now, another's waits; and figures beside a pledge."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from besa.core.vouching import Sender, Trust
from besa.people.models import User
from besa.pledges.contributions import ContributionDraft
from besa.pledges.models import Contribution, Mandate, Pledge
from besa.pledges.services.contributing import send_contribution
from besa.pledges.services.deciding import accept_contribution
from besa.pledges.services.documents import keep_document, read_document
from besa.pledges.services.evidence import EvidenceDraft
from besa.pledges.services.indicating import bind_indicator
from besa.reports.drawn_scenes import picture_of

_ROADS = (
    "Kam kaluar sot me veturë prej Vitomirice deri në Loxhë. Asfalti është i ri deri te shkolla në Loxhë."
)
_LIGHTS = (
    "Në lagjen tonë llambat e reja janë vendosur vetëm në njërën anë të rrugës. Ana tjetër është në errësirë."
)
_SUMMARY = "Fotografia tregon rrugën e asfaltuar në hyrje të Loxhës."


def load_contributions(mandate: Mandate, people: dict[str, User]) -> None:
    """What citizens sent on two pledges of a frozen list, and two figures beside the one on lights."""
    roads, lights = (
        mandate.pledges.get(state=Pledge.State.FROZEN, area=area) for area in ("roads", "lighting")
    )
    accepted = _sent(roads, "pothole", _ROADS, mended=True)
    day = timezone.localdate() - timedelta(days=45)
    draft = EvidenceDraft("citizen", day, _SUMMARY, "sq", place_name="Loxhë")
    keys = [document.key for document in accepted.documents.all()]
    accept_contribution(contribution=accepted, draft=draft, documents=keys, by=people["second"])
    _sent(lights, "lighting", _LIGHTS)
    for key, period in (("reports.open", ""), ("reports.received", "365d")):
        parameters = {"category": "lighting", "period": period}
        bind_indicator(pledge=lights, key=key, parameters=parameters, by=people["editor"])


def _sent(pledge: Pledge, scene: str, words: str, *, mended: bool = False) -> Contribution:
    """Sent with a photo, which is read as the worker reads it."""
    document = keep_document(file=picture_of(scene, 7, mended=mended), by=None, bare=True)
    read_document(document_id=document.pk)
    draft = ContributionDraft(words, seen_on=timezone.localdate() - timedelta(days=45))
    return send_contribution(
        pledge=pledge,
        draft=draft,
        documents=[document],
        sender=Sender(device="", account_email="", language="sq", brand="besa"),
        trust=Trust.PROOF_OF_WORK,
    )
