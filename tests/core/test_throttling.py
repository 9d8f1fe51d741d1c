"""Token buckets refill with time, take all or nothing, and store no names."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from besa.core.models import RateBucket
from besa.core.throttling import Bucket, take

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def test_a_bucket_runs_empty_and_refills() -> None:
    bucket = Bucket("device:a", per_hour=2, capacity=3)
    assert [take(bucket, at=NOW) for _ in range(4)] == [True, True, True, False]
    assert not take(bucket, at=NOW + timedelta(minutes=29))
    assert take(bucket, at=NOW + timedelta(minutes=31))
    assert not take(bucket, at=NOW + timedelta(minutes=31))


def test_it_never_holds_more_than_its_capacity() -> None:
    bucket = Bucket("device:a", per_hour=1000, capacity=2)
    assert take(bucket, at=NOW)
    later = NOW + timedelta(days=3)
    assert [take(bucket, at=later) for _ in range(3)] == [True, True, False]


def test_all_or_nothing() -> None:
    full, empty = Bucket("device:a", 1, 5), Bucket("area:1", 1, 1)
    assert take(empty, at=NOW)
    assert not take(full, empty, at=NOW)
    assert [take(full, at=NOW) for _ in range(6)] == [True] * 5 + [False]


def test_no_bucket_is_always_enough() -> None:
    assert take()


def test_names_are_not_stored() -> None:
    take(Bucket("email:arta@example.com", 1, 1), at=NOW)
    assert "arta" not in str(list(RateBucket.objects.values_list("name", flat=True)))
    assert RateBucket.objects.get().name != ""
