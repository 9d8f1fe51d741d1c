"""Hiding, showing, blurring, approving, complaining: what everybody sees afterwards, and who may do it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from besa.alerts.models import Notice
from besa.core.models import OutboxEvent
from besa.ledger.models import Entry
from besa.people.models import Role
from besa.reports import photo_files
from besa.reports.blurring import ALL_CELLS, COLUMNS, FULL, ROWS, regions_of_boxes, regions_of_cells
from besa.reports.models import AbuseReport, Photo, Report, StateCount, Update
from besa.reports.models.report import Visibility
from besa.reports.photo_links import photo_url
from besa.reports.queries.moderation import moderation_queue
from besa.reports.services.additions import add_to_report
from besa.reports.services.moderation import (
    blur_photo,
    hide_photo,
    hide_report,
    hide_update,
    report_abuse,
    settle_abuse,
    show_photo,
    show_report,
    show_update,
)
from besa.reports.services.notes import note_internally
from besa.reports.services.photos import draw_photo, keep_upload
from tests.factories.alerts import follow
from tests.factories.delivery import hear
from tests.factories.people import a_member, browser_of
from tests.factories.photos import drawn_photo_on, files_of
from tests.factories.photos_small import jpeg
from tests.factories.public import make_municipality, make_report

pytestmark = pytest.mark.django_db
DESK = "/en/desk/moderation/"


def counted() -> int:
    return sum(StateCount.objects.values_list("n", flat=True))


def verbs() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("verb", flat=True))


def moderator() -> Client:
    return browser_of(a_member(Role.MODERATOR), second_factor=True)


def test_a_hidden_report_leaves_the_counts_and_comes_back() -> None:
    report = make_report()
    assert counted() == 1
    assert hide_report(report=report, role="moderator")
    assert (report.visibility, counted()) == (Visibility.HIDDEN, 0)
    assert not hide_report(report=report, role="moderator")
    assert show_report(report=report, role="moderator")
    assert (report.visibility, counted()) == (Visibility.PUBLIC, 1)
    assert not show_report(report=report, role="moderator")
    assert verbs() == ["reports.hidden", "reports.shown"]


def test_of_two_who_hide_at_once_only_one_does() -> None:
    report = make_report()
    other = Report.objects.get(pk=report.pk)
    assert hide_report(report=report, role="moderator")
    assert not hide_report(report=other, role="coordinator")
    assert (counted(), len(verbs())) == (0, 1)


def test_a_refused_report_is_published_properly_when_it_is_shown_after_all() -> None:
    report = make_report(visibility=Visibility.AWAITING_MODERATION, published_at=None)
    assert hide_report(report=report, role="moderator")
    assert show_report(report=report, role="moderator")
    report.refresh_from_db()
    assert report.visibility == Visibility.PUBLIC
    assert report.published_at is not None
    assert OutboxEvent.objects.filter(name="reports.published").count() == 1
    assert Entry.objects.get(verb="reports.hidden").municipality == ""


def test_a_hidden_photo_is_gone_at_once_and_can_come_back() -> None:
    photo = drawn_photo_on(make_report())
    assert hide_photo(photo=photo, role="moderator")
    assert Client().get(photo_url(photo, "page")).status_code == 404
    assert not hide_photo(photo=photo, role="moderator")
    assert show_photo(photo=photo, role="moderator")
    assert Client().get(photo_url(photo, "page")).status_code == 200
    assert verbs()[-2:] == ["photos.hidden", "photos.shown"]


def test_a_blurred_photo_leaves_at_once_and_the_clear_one_is_deleted() -> None:
    photo = drawn_photo_on(make_report())
    clear = photo_url(photo, "large")
    assert blur_photo(photo=photo, regions=[(0, 0, 500, 500)], role="moderator")
    assert Client().get(clear).status_code == 404
    photo.refresh_from_db()
    assert photo.state == Photo.State.WAITING
    draw_photo(photo_id=photo.pk)
    photo.refresh_from_db()
    assert (photo.state, photo.version, photo.blurred) == ("ready", 2, [[0, 0, 500, 500]])
    assert Client().get(clear).status_code == 404
    assert Client().get(photo_url(photo, "large")).status_code == 200
    names = {path.name.split("-")[1] for path in files_of(Path(settings.MEDIA_ROOT))}
    assert names == {"2"}


def test_blurring_again_keeps_what_was_blurred() -> None:
    photo = drawn_photo_on(make_report())
    for region in ((0, 0, 1000, 500), (0, 500, 1000, 500)):
        assert blur_photo(photo=photo, regions=[region], role="moderator")
        draw_photo(photo_id=photo.pk)
        photo.refresh_from_db()
    assert len(photo.blurred) == 2
    with Image.open(photo_files.drawn_path(photo.key, photo.version, "large")) as image:
        top, bottom = image.convert("RGB").getpixel((160, 60)), image.convert("RGB").getpixel((160, 180))
    assert top not in ((254, 0, 0), (0, 128, 0))
    assert bottom not in ((0, 0, 254), (255, 255, 0))


def test_nobody_blurs_what_changed_meanwhile_or_does_not_exist() -> None:
    photo = drawn_photo_on(make_report())
    stale = Photo.objects.get(pk=photo.pk)
    assert blur_photo(photo=photo, regions=[(0, 0, 10, 10)], role="moderator")
    assert not blur_photo(photo=stale, regions=[(0, 0, 10, 10)], role="moderator")
    assert not hide_photo(photo=stale, role="moderator")
    for regions in ([], [(-1, 0, 5, 5)], [(900, 0, 200, 5)], [(0, 0, 0, 5)], [(0, 0, 1, 1)] * 41):
        with pytest.raises(ValueError, match="region"):
            blur_photo(photo=stale, regions=regions, role="moderator")


def test_an_update_can_be_hidden() -> None:
    report = make_report()
    update = Update.objects.create(
        report=report, text="call 044 123 456", author_role="reporter", created_at=report.created_at
    )
    assert hide_update(update=update, role="moderator")
    assert not hide_update(update=update, role="moderator")
    update.refresh_from_db()
    assert update.audience == Update.Audience.HIDDEN
    assert show_update(update=update, role="moderator")
    assert not show_update(update=update, role="moderator")
    update.refresh_from_db()
    assert (update.audience, update.created_at) == (Update.Audience.PUBLIC, report.created_at)
    assert verbs() == ["updates.hidden", "updates.shown"]


def test_what_a_reporter_adds_waits_where_a_moderator_reads_first(client: Client) -> None:
    """Words and photo: in the queue, with the municipality, and nowhere else until they are let through, once."""
    kukes = make_municipality("kukes", moderation="before")
    report = make_report(municipality=kukes, created_at=timezone.now() - timedelta(days=2))
    follow(report, "neighbour@example.org")
    update = add_to_report(report=report, text="It grows", uploads=[keep_upload(jpeg())])
    draw_photo(photo_id=Photo.objects.get().pk)
    hear(app="besa.alerts")
    page, updates = f"/en/reports/{report.pk}/", "/open311/v2/servicerequestupdates.json"
    assert b"It grows" not in client.get(page).content
    assert client.get(updates).json() == []
    assert not Notice.objects.exists()
    asked = timezone.now().isoformat()

    desk = browser_of(a_member(Role.MODERATOR, kukes), second_factor=True)
    assert b"1 addition waits for approval" in desk.get(DESK).content
    assert not moderation_queue([make_municipality("peja").pk]).additions
    one = f"{DESK}reports/{report.pk}/"
    assert b"not yet published" in desk.get(one).content
    assert desk.post(one, {"action": "show_update", "update": update.pk}).status_code == 302
    hear(app="besa.alerts")
    assert b"It grows" in client.get(page).content
    (row,) = client.get(updates, {"start_date": asked}).json()
    assert row["description"] == "It grows"
    assert row["media_url"]
    assert Notice.objects.count() == 1
    assert b"waits for approval" not in desk.get(DESK).content


def test_an_internal_note_is_never_shown_by_a_moderator() -> None:
    report = make_report()
    note = note_internally(report=report, role="officer", text="Ask Ilir")
    assert not show_update(update=note, role="moderator")
    answer = moderator().post(
        f"{DESK}reports/{report.pk}/", {"action": "show_update", "update": note.pk}, follow=True
    )
    assert b"Look at it again" in answer.content
    assert b"Ask Ilir" not in answer.content


def test_complaints_wait_once_per_device_until_somebody_decides() -> None:
    report = make_report()
    assert report_abuse(report=report, reason="insult", text="", device="a")
    assert report_abuse(report=report, reason="insult", text="again", device="a") is None
    assert report_abuse(report=report, reason="personal", text="", device="b")
    queue = moderation_queue(None)
    assert [(row.pk, row.complaints) for row in queue.complaints] == [(report.pk, 2)]
    assert settle_abuse(report=report, role="moderator") == 2
    assert moderation_queue(None).complaints == []
    assert report_abuse(report=report, reason="insult", text="", device="a")
    hide_report(report=report, role="moderator")
    assert not AbuseReport.objects.filter(settled_at__isnull=True).exists()


def test_the_queue_shows_a_moderator_of_one_place_only_that_place() -> None:
    here, there = make_municipality("peja"), make_municipality("gjakova")
    for town in (here, there):
        make_report(municipality=town, visibility=Visibility.AWAITING_MODERATION)
        drawn_photo_on(make_report(municipality=town))
        report_abuse(report=make_report(municipality=town), reason="other", text="", device=town.slug)
        make_report(municipality=town, visibility=Visibility.HIDDEN)
    queue = moderation_queue([here.pk])
    for rows in (queue.awaiting, queue.complaints, queue.hidden, [photo.report for photo in queue.photos]):
        assert [row.municipality_id for row in rows] == [here.pk]


def test_a_coordinator_moderates_at_home_and_nowhere_else() -> None:
    here, there = make_municipality("peja"), make_municipality("gjakova")
    browser = browser_of(a_member(Role.COORDINATOR, here))
    mine, theirs = make_report(municipality=here), make_report(municipality=there)
    photo = drawn_photo_on(theirs)
    assert browser.get(DESK).status_code == 200
    assert browser.get(f"{DESK}reports/{mine.pk}/").status_code == 200
    for path in (f"reports/{theirs.pk}/", f"photos/{photo.pk}/", f"photos/{photo.pk}/large/"):
        assert browser.get(f"{DESK}{path}").status_code in {403, 404}
    assert browser.post(f"{DESK}reports/{theirs.pk}/", {"action": "hide"}).status_code in {403, 404}
    assert browser.post(f"{DESK}reports/{mine.pk}/erase/").status_code == 403
    theirs.refresh_from_db()
    assert theirs.visibility == Visibility.PUBLIC


def test_officers_and_strangers_moderate_nothing() -> None:
    report = make_report()
    officer = browser_of(a_member(Role.OFFICER, report.municipality))
    for browser in (officer, Client()):
        assert browser.get(DESK).status_code in {302, 403}
        assert browser.post(f"{DESK}reports/{report.pk}/", {"action": "hide"}).status_code in {302, 403}
    report.refresh_from_db()
    assert report.visibility == Visibility.PUBLIC


def test_a_moderator_works_through_the_pages_without_javascript() -> None:
    browser = moderator()
    waiting = make_report(visibility=Visibility.AWAITING_MODERATION, published_at=None)
    photo = drawn_photo_on(waiting)
    report_abuse(report=make_report(), reason="other", text="look", device="x")
    assert b"waits for approval" in browser.get(DESK).content
    page = f"{DESK}reports/{waiting.pk}/"
    assert browser.get(page).status_code == 200
    assert browser.post(page, {"action": "publish"}).status_code == 302
    waiting.refresh_from_db()
    assert waiting.visibility == Visibility.PUBLIC
    picture = f"{DESK}photos/{photo.pk}/"
    assert browser.get(picture).status_code == 200
    again = browser.post(picture, {"action": "blur"})
    assert b"Choose at least one part" in again.content
    assert browser.post(picture, {"action": "hide"}).status_code == 302
    seen = browser.get(f"{picture}large/")
    assert seen.status_code == 200
    assert seen["Cache-Control"] == "private, no-store"
    assert browser.post(picture, {"action": "blur", "cells": ["0-0", "0-1"], "boxes": "500,500,20,30"})
    photo.refresh_from_db()
    assert photo.blurred == [[0, 0, 167, 84], [500, 500, 20, 30]]


@pytest.mark.parametrize("action", ["", "nonsense", "show", "hide_update"])
def test_an_action_that_cannot_be_says_so_and_changes_nothing(action: str) -> None:
    report = make_report()
    page = f"{DESK}reports/{report.pk}/"
    answer = moderator().post(page, {"action": action, "update": "x" * 30}, follow=True)
    assert answer.status_code == 200
    assert b"Look at it again" in answer.content
    assert verbs() == []


def test_a_reader_complains_by_a_form_that_says_what_is_missing() -> None:
    report = make_report()
    page = f"/en/reports/{report.pk}/abuse/"
    browser = Client()
    assert b"Choose what is wrong" in browser.post(page, {}).content
    assert browser.post(page, {"reason": "personal", "text": "a number plate"}).status_code == 302
    assert browser.post(page, {"reason": "personal"}).status_code == 302
    assert AbuseReport.objects.count() == 1
    hide_report(report=report, role="moderator")
    assert browser.get(page).status_code == 404


@given(st.sets(st.sampled_from(sorted(ALL_CELLS))))
def test_regions_cover_the_chosen_cells_and_nothing_else(cells: set[str]) -> None:
    regions = regions_of_cells(cells)
    for row in range(ROWS):
        for column in range(COLUMNS):
            x, y = (column * FULL + FULL // 2) // COLUMNS, (row * FULL + FULL // 2) // ROWS
            covered = any(
                left <= x < left + width and top <= y < top + height for left, top, width, height in regions
            )
            assert covered == (f"{row}-{column}" in cells)
    assert all(x + width <= FULL and y + height <= FULL for x, y, width, height in regions)


@given(st.text(alphabet="0123456789,;-x ", max_size=40))
def test_boxes_from_a_browser_are_inside_the_picture_or_refused(text: str) -> None:
    try:
        regions = regions_of_boxes(text)
    except ValueError:
        return
    assert all(0 <= x < FULL and 0 <= y < FULL for x, y, _, _ in regions)
