"""Taking a report from another program."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from besa.core.idempotency import Submission
from besa.core.throttling import Bucket
from besa.open311.models import ApiKey
from besa.reports.drafts import ReportDraft, Trust
from besa.reports.models import Report, Reporter, Update
from besa.reports.services.photos import KeptUpload
from besa.reports.services.state_change import record_act
from besa.reports.services.submission import submit_report

SOURCE = "open311"


def receive_report(
    *,
    key: ApiKey,
    draft: ReportDraft,
    phone: str,
    device: str,
    media_urls: Sequence[str] = (),
    submission: Submission | None = None,
    uploads: Sequence[KeptUpload] = (),
) -> Report:
    """Make a report of what a program sent: all of it or nothing, and once for each `submission`.

    The program vouches for a person having written it, as a proof of work does; nobody has confirmed the address.
    Raises KeyReusedError and ThrottledError as `submit_report` does.
    """
    with transaction.atomic():
        report = submit_report(
            draft=draft,
            device=device,
            trust=Trust.PROOF_OF_WORK,
            submission=submission,
            buckets=[Bucket(f"open311:{key.pk}", per_hour=key.per_hour, capacity=key.per_hour)],
            uploads=uploads,
        )
        # A report sent a second time has its source already, and the rest with it.
        if Report.objects.filter(pk=report.pk).exclude(source=SOURCE).update(source=SOURCE):
            Reporter.objects.filter(report=report).update(phone=phone)
            _note_links(report, media_urls)
    return report


def _note_links(report: Report, urls: Sequence[str]) -> None:
    """Addresses of pictures elsewhere, for the municipality only: what they show, nobody has looked at."""
    if not urls:
        return
    text = "\n".join(urls)
    Update.objects.create(
        report=report,
        text=text,
        audience=Update.Audience.INTERNAL,
        author_role="reporter",
        created_at=timezone.now(),
    )
    record_act(report=report, verb="reports.added_to", role="reporter", private={"text": text})
