"""A test message to a recipient: sent by the worker, its outcome kept for the page that asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task

from besa.core.brands import DEFAULT
from besa.core.channels import NotDelivered, Parcel
from besa.core.registries import channels
from besa.core.throttling import Bucket, take
from besa.delivery.models import Recipient
from besa.delivery.models.delivery import new_key
from besa.people.models import User

#: how long the outcome can be seen, seconds
_KEPT_S = 24 * 3600


@dataclass(frozen=True)
class TestResult:
    """How the last test went: `reason` is empty when it arrived; `at` is None while it is on its way."""

    at: datetime | None
    reason: str = ""
    detail: str = ""


def ask_for_test(*, recipient: Recipient, by: User) -> bool:
    """Let the worker send a test message; False when one went there just now."""
    if not take(Bucket(f"delivery-test:{recipient.pk}", per_hour=60, capacity=2)):
        return False
    cache.set(_name(recipient.pk), TestResult(None), _KEPT_S)
    with transaction.atomic():
        async_task("besa.delivery.services.testing.send_test", recipient.pk)
    return True


def send_test(pk: int) -> None:
    """Send it, and note how it went. A second run sends a second one, which does no harm."""
    recipient = Recipient.objects.filter(pk=pk, removed_at__isnull=True).first()
    if recipient is None:
        return
    parcel = Parcel(
        key=f"{new_key()}.0",
        occasion="test",
        subject=None,
        address=recipient.address,
        language=recipient.language,
        brand=DEFAULT.key,
        secret=recipient.secret,
        options=recipient.options,
    )
    try:
        channels.get(recipient.channel).send(parcel)
    except NotDelivered as failure:
        outcome = TestResult(timezone.now(), failure.key, failure.detail[:300])
    else:
        outcome = TestResult(timezone.now())
    cache.set(_name(pk), outcome, _KEPT_S)


def test_result(recipient: Recipient) -> TestResult | None:
    """How the last test went; None when there was none of late."""
    found: TestResult | None = cache.get(_name(recipient.pk))
    return found


def _name(pk: int) -> str:
    return f"delivery-test:{pk}"
