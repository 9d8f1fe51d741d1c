"""Taking a report from another program."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from besa.core.idempotency import Submission
from besa.core.throttling import Bucket
from besa.core.vouching import Trust
from besa.open311.models import ApiKey, Origin
from besa.open311.services.pictures import keep_addresses
from besa.reports.drafts import ReportDraft
from besa.reports.models import Report, Reporter
from besa.reports.services.photos import KeptUpload
from besa.reports.services.submission import submit_report

SOURCE = "open311"


def receive_report(
    *,
    key: ApiKey,
    draft: ReportDraft,
    phone: str,
    device: str,
    media_urls: Sequence[str] = (),
    origin: str = "",
    submission: Submission | None = None,
    uploads: Sequence[KeptUpload] = (),
) -> Report:
    """Make a report of what a program sent: all of it or nothing, and once for each `submission`.

    `origin` says where another system had it from, see `origins.py`. The program vouches for a person having written
    it, as a proof of work does; nobody has confirmed the address.
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
            keep_addresses(report=report, urls=media_urls)
            if origin:
                Origin.objects.create(report=report, text=origin)
    return report
