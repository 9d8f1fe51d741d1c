"""Adding and taking back findings of surveys. A finding is never changed: another file is another finding."""

from __future__ import annotations

import secrets
from hashlib import sha256

import msgspec
from django.db import transaction
from django.utils import timezone

from besa.insights.infographics.finding import read_finding
from besa.insights.models import SurveyFinding
from besa.ledger.services import record
from besa.people.models import Organisation, Role


def add_finding(*, organisation: Organisation, content: bytes, role: Role) -> SurveyFinding:
    """Keep a file that holds to the contract; the same file twice is one finding. Raises NotAFinding."""
    finding = read_finding(content)
    digest = sha256(content).hexdigest()
    with transaction.atomic():
        kept, new = SurveyFinding.objects.get_or_create(
            organisation=organisation,
            sha256=digest,
            defaults={
                "uid": secrets.token_hex(5),
                "content": msgspec.to_builtins(finding),
                "added_at": timezone.now(),
            },
        )
        back = not new and SurveyFinding.objects.filter(pk=kept.pk, withdrawn_at__isnull=False).update(
            withdrawn_at=None
        )
        if new or back:
            _tell("insights.finding_added", kept, role, digest)
    return kept


def withdraw_finding(*, finding: SurveyFinding, role: Role) -> bool:
    """Take it back: its page and files are gone for everybody. False when it was taken back before."""
    with transaction.atomic():
        gone = SurveyFinding.objects.filter(pk=finding.pk, withdrawn_at__isnull=True).update(
            withdrawn_at=timezone.now()
        )
        if gone:
            _tell("insights.finding_withdrawn", finding, role, finding.sha256)
    return bool(gone)


def _tell(verb: str, finding: SurveyFinding, role: Role, digest: str) -> None:
    record(
        verb=verb,
        subject=f"finding:{finding.uid}",
        actor_role=role,
        municipality="",
        public={"organisation": finding.organisation.slug, "sha256": digest},
    )
