"""What other programs send."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import translation

from besa.core import languages
from besa.core.brands import DEFAULT
from besa.core.idempotency import KeyReusedError, Submission, answer_before
from besa.core.images import ImageRefused
from besa.core.throttling import ThrottledError
from besa.open311.errors import Open311Error, bad
from besa.open311.forms import Posted, read_request, read_submission
from besa.open311.models import ApiKey, Scope
from besa.open311.parameters import posted_values, value_of
from besa.open311.queries.keys import key_with
from besa.open311.services.receiving import receive_report
from besa.reports.models import Report
from besa.reports.models.report import Visibility
from besa.reports.services.photos import KeptUpload, forget_uploads, keep_upload

Row = dict[str, Any]


def receive(request: HttpRequest) -> list[Row]:
    """Make a report of a POST request: its number, or a token while not everybody may see it."""
    data, files = posted_values(request), request.FILES
    key = key_with(Scope.REPORT, value_of(data, "api_key"))
    submission = read_submission(request.headers.get("Idempotency-Key", ""), data, files, key)
    before = _made_before(submission)
    if before is not None:
        return [_receipt(before)]
    brand = getattr(request, "brand", DEFAULT)
    posted = read_request(data, files, key, brand=brand.key)
    return [_receipt(_made(key, posted, submission))]


def _made_before(submission: Submission | None) -> Report | None:
    try:
        answer = answer_before(submission) if submission else None
    except KeyReusedError:
        raise _reused() from None
    return Report.objects.get(uid=answer["report"]) if answer else None


def _made(key: ApiKey, posted: Posted, submission: Submission | None) -> Report:
    uploads = _keep(posted)
    try:
        return receive_report(
            key=key,
            draft=posted.draft,
            phone=posted.phone,
            device=posted.device,
            media_urls=posted.media_urls,
            origin=posted.origin,
            submission=submission,
            uploads=uploads,
        )
    except KeyReusedError:
        forget_uploads(uploads=uploads)
        raise _reused() from None
    except ThrottledError:
        forget_uploads(uploads=uploads)
        wait = {"Retry-After": str(-(-3600 // key.per_hour))}
        raise Open311Error(429, "This api_key has sent too much. Wait.", headers=wait) from None


def _keep(posted: Posted) -> list[KeptUpload]:
    kept: list[KeptUpload] = []
    try:
        for file in posted.files:
            kept.append(keep_upload(file))
    except ImageRefused as refused:
        forget_uploads(uploads=kept)
        with translation.override(languages.EN):
            raise bad(f"media: {refused}") from None
    return kept


def _receipt(report: Report) -> Row:
    """GeoReport gives either a number or a token."""
    is_public = report.visibility == Visibility.PUBLIC
    name, value = ("service_request_id", str(report.pk)) if is_public else ("token", report.uid)
    return {name: value, "service_notice": None, "account_id": None}


def _reused() -> Open311Error:
    return Open311Error(409, "This Idempotency-Key came with another content before.")
