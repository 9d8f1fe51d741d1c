"""What is held in memory is never staler than it says, whatever path a write takes."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from django.db import connections, transaction

from besa.core import held
from besa.core.models import Revision
from besa.places.gazetteer import gazetteer, municipality_of
from besa.places.models import Municipality
from besa.reports.models import Category
from besa.reports.rulebook import category_of, rulebook
from tests.factories.places import make_municipality

pytestmark = pytest.mark.django_db


def _save(municipality: Municipality) -> None:
    municipality.active = False
    municipality.save()


def _update(municipality: Municipality) -> None:
    Municipality.objects.filter(pk=municipality.pk).update(active=False)


def _bulk(municipality: Municipality) -> None:
    municipality.active = False
    Municipality.objects.bulk_update([municipality], ["active"])


def _by_hand(municipality: Municipality) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("UPDATE places_municipality SET active = %s WHERE id = %s", [False, municipality.pk])


@pytest.mark.parametrize("write", [_save, _update, _bulk, _by_hand])
def test_every_way_to_write_is_noticed(write: Callable[[Municipality], None]) -> None:
    here = make_municipality("here", active=True)
    assert gazetteer().municipalities[here.pk].active
    write(Municipality.objects.get(pk=here.pk))
    assert not gazetteer().municipalities[here.pk].active


def test_what_is_new_and_what_is_gone() -> None:
    assert not rulebook().categories
    category = Category.objects.create(key="one", group="other", icon="other")
    assert list(rulebook().categories) == [category.pk]
    category.delete()
    assert not rulebook().categories


def test_other_tables_leave_it_alone(django_assert_num_queries: Callable[[int], object]) -> None:
    make_municipality("here", active=True)
    known = gazetteer()
    Category.objects.create(key="one", group="other", icon="other")
    assert gazetteer() is known


def test_reading_needs_no_query_between_two_looks(
    django_assert_num_queries: Callable[[int], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held, "CHECK_EVERY_S", 3600.0)
    make_municipality("here", active=True)
    known = gazetteer()
    with django_assert_num_queries(0):
        assert gazetteer() is known


def test_a_change_that_is_taken_back_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    here = make_municipality("here", active=True)
    monkeypatch.setattr(held, "CHECK_EVERY_S", 0.0)
    with pytest.raises(RuntimeError), transaction.atomic():
        Municipality.objects.filter(pk=here.pk).update(active=False)
        assert not gazetteer().municipalities[here.pk].active
        raise RuntimeError
    assert gazetteer().municipalities[here.pk].active


def test_another_process_is_heard_at_the_next_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "CHECK_EVERY_S", 3600.0)
    here = make_municipality("here", active=True)
    assert gazetteer().municipalities[here.pk].active
    monkeypatch.setattr(connections["default"], "execute_wrappers", [])
    Municipality.objects.filter(pk=here.pk).update(active=False)
    Revision.objects.filter(name="gazetteer").update(token="another")
    assert gazetteer().municipalities[here.pk].active
    monkeypatch.setattr(held, "CHECK_EVERY_S", 0.0)
    assert not gazetteer().municipalities[here.pk].active


def test_what_another_process_has_just_made_is_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "CHECK_EVERY_S", 3600.0)
    gazetteer(), rulebook()
    monkeypatch.setattr(connections["default"], "execute_wrappers", [])
    here = make_municipality("here", active=True)
    category = Category.objects.create(key="one", group="other", icon="other")
    assert municipality_of(here.pk) == here
    assert category_of(category.pk) == category


def test_what_is_written_while_it_is_read_is_read_again() -> None:
    """Another thread writes after the rows were read and before they are kept: nobody may keep what is old by now."""
    here = make_municipality("here", active=True)
    seen: list[bool] = []

    def load(revision: str) -> bool:
        active = Municipality.objects.get(pk=here.pk).active
        if not seen:
            Municipality.objects.filter(pk=here.pk).update(active=False)
        seen.append(active)
        return active

    slow = held.Held("test_slow", (Municipality,), load)
    try:
        assert [slow.current(), slow.current()] == [True, False]
        assert seen == [True, False]
    finally:
        held._all.pop("test_slow")
        held._watchers[Municipality._meta.db_table].remove(slow)


@pytest.mark.django_db(transaction=True)
def test_who_read_before_the_commit_reads_again_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another thread keeps the rows as they were before the commit, under the revision of before."""
    monkeypatch.setattr(held, "CHECK_EVERY_S", 3600.0)
    here = make_municipality("here", active=True)
    before = gazetteer()
    with transaction.atomic():
        Municipality.objects.filter(pk=here.pk).update(active=False)
        keeper = held._all["gazetteer"]
        keeper._value, held._looked_at = before, time.monotonic()  # what that thread does
    assert not gazetteer().municipalities[here.pk].active


def test_a_row_that_may_be_there_already_is_noticed() -> None:
    make_municipality("here")
    gazetteer()
    Municipality.objects.bulk_create(
        [Municipality(slug="new", country="XK", lat=42.6, lon=21.0, active=True)], ignore_conflicts=True
    )
    assert "new" in {one.slug for one in gazetteer().municipalities.values()}
