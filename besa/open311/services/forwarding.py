"""Keeping what became of reports that were sent to other systems."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.utils import timezone

from besa.core.channels import Parcel
from besa.delivery.services.following_up import note_number
from besa.open311.foreign.options import Options
from besa.open311.models import ForeignRequest, ForeignUpdate
from besa.open311.services.telling import Word, tell_report
from besa.reports.models import Report

#: how often another system is asked
EVERY = timedelta(minutes=15)
#: how long after the last word on a closed report it is still asked
ASKED_AFTER_END = timedelta(days=60)
#: a request that never came to an end is not asked about for ever
ASKED_AT_MOST = timedelta(days=730)


def keep_request(*, parcel: Parcel, options: Options, number: str, token: str) -> ForeignRequest:
    """Note that another system has taken a report on; the first note of a parcel stays."""
    now = timezone.now()
    return ForeignRequest.objects.get_or_create(
        key=parcel.key,
        defaults={
            "report": parcel.subject,
            "address": parcel.address,
            "form": options.form,
            "jurisdiction": options.jurisdiction,
            "states": dict(options.states),
            "token": token,
            "number": number,
            "created_at": now,
            "heard_until": now,
            "next_poll_at": now + EVERY,
        },
    )[0]


def keep_number(*, request: ForeignRequest, number: str) -> None:
    """The token has become a number, which its delivery shows from now on."""
    with transaction.atomic():
        if ForeignRequest.objects.filter(pk=request.pk, number="").update(number=number):
            note_number(round_key=request.key, number=number)


def take_word(*, request: ForeignRequest, name: str, status: str, word: Word) -> bool:
    """Take over what another system said, once; `name` names it there. False when it was taken before."""
    foreign_id = sha256(name.encode()).hexdigest()
    now = timezone.now()
    try:
        with transaction.atomic():
            ForeignUpdate.objects.create(request=request, foreign_id=foreign_id, taken_at=now)
            ForeignRequest.objects.filter(pk=request.pk).update(status=status[:60])
            report = Report.objects.select_related("municipality", "category").get(pk=request.report_id)
            tell_report(report=report, word=word)
    except IntegrityError:
        if ForeignUpdate.objects.filter(request=request, foreign_id=foreign_id).exists():
            return False
        raise
    return True
