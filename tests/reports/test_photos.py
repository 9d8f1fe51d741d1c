"""From a file that was sent to a photo that everybody sees."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from besa.core.images import ImageRefused
from besa.core.models import OutboxEvent
from besa.core.outbox import deliver_event
from besa.ledger.models import Entry
from besa.reports import photo_files
from besa.reports.events import PhotoUploaded
from besa.reports.listeners import draw_uploaded_photo
from besa.reports.models import Photo, Report, Update
from besa.reports.models.report import Visibility
from besa.reports.photo_links import drawn_size, photo_url
from besa.reports.services.photos import (
    KeptUpload,
    attach_photos,
    draw_photo,
    forget_uploads,
    keep_upload,
    kept_upload,
    sweep_uploads,
)
from tests.factories.photos import drawn_photo_on, files_of, jpeg, upload
from tests.factories.public import make_report

pytestmark = pytest.mark.django_db


def attach(report: Report, *uploads: KeptUpload, by_official: bool = False) -> list[Photo]:
    with transaction.atomic():
        return attach_photos(report=report, uploads=uploads, by_official=by_official)


def media() -> Path:
    return Path(settings.MEDIA_ROOT)


def test_a_photo_is_invisible_until_it_is_drawn_and_then_only_pixels_are_left() -> None:
    report = make_report()
    photo = attach(report, keep_upload(upload()))[0]
    assert photo.state == Photo.State.WAITING
    assert Client().get(f"/photos/{photo.key}-0-large.webp").status_code == 404
    draw_uploaded_photo(PhotoUploaded(photo=photo.pk))
    photo.refresh_from_db()
    assert (photo.state, photo.version, photo.width, photo.height) == ("ready", 1, 320, 240)
    assert Client().get(photo_url(photo, "large")).status_code == 200
    assert not photo_files.incoming_path(photo.key).exists()
    assert len(files_of(media())) == 3


def test_the_worker_draws_what_the_outbox_tells_of_even_twice() -> None:
    photo = attach(make_report(), keep_upload(upload()))[0]
    waiting = OutboxEvent.objects.get(name="reports.photo_uploaded")
    for _ in range(2):
        deliver_event(waiting.pk)
    photo.refresh_from_db()
    waiting.refresh_from_db()
    assert (photo.state, photo.version) == (Photo.State.READY, 1)
    assert waiting.done_at is not None


def test_the_position_is_read_when_the_photo_arrives() -> None:
    kept = keep_upload(upload(jpeg(gps=(42.6629, 21.1655))))
    assert kept.position == pytest.approx((42.6629, 21.1655), abs=1e-6)
    again = kept_upload(kept.token)
    assert again == kept


def test_drawing_twice_or_after_a_crash_changes_nothing() -> None:
    photo = drawn_photo_on(make_report())
    before = files_of(media())
    draw_photo(photo_id=photo.pk)
    assert files_of(media()) == before
    # The process died after it had written files, before the row said so.
    Photo.objects.filter(pk=photo.pk).update(state=Photo.State.WAITING, version=0)
    photo_files.incoming_path(photo.key).write_bytes(jpeg())
    draw_photo(photo_id=photo.pk)
    photo.refresh_from_db()
    assert (photo.state, photo.version) == ("ready", 1)
    assert files_of(media()) == before


def test_a_refusal_is_told_and_leaves_no_file() -> None:
    data = jpeg()
    photo = attach(make_report(), keep_upload(upload(data[: len(data) // 2])))[0]
    draw_photo(photo_id=photo.pk)
    photo.refresh_from_db()
    assert (photo.state, photo.refusal) == ("refused", "damaged")
    assert OutboxEvent.objects.filter(name="reports.photo_refused").count() == 1
    assert Entry.objects.filter(verb="photos.refused").count() == 1
    assert files_of(media()) == []
    draw_photo(photo_id=photo.pk)
    assert OutboxEvent.objects.filter(name="reports.photo_refused").count() == 1


def test_a_photo_whose_file_is_gone_is_refused_as_lost() -> None:
    kept = keep_upload(upload())
    photo = attach(make_report(), kept)[0]
    photo_files.delete_all(kept.key)
    draw_photo(photo_id=photo.pk)
    photo.refresh_from_db()
    assert photo.refusal == "lost"


def test_a_photo_erased_while_it_was_drawn_leaves_no_file() -> None:
    photo = attach(make_report(), keep_upload(upload()))[0]
    key = photo.key
    photo_files.folder_of(key).mkdir(parents=True)
    Photo.objects.all().delete()
    draw_photo(photo_id=photo.pk)
    photo_files.delete_all(key)
    assert files_of(media()) == []


def test_an_upload_survives_a_form_that_comes_back_once() -> None:
    kept = keep_upload(upload())
    assert kept_upload(kept.token) == kept
    attach(make_report(), kept)
    assert kept_upload(kept.token) is None
    assert kept_upload("forged") is None
    assert kept_upload(kept.token + "x") is None


def test_an_upload_grows_old() -> None:
    kept = keep_upload(upload())
    old = time.time() - 13 * 3600
    os.utime(photo_files.incoming_path(kept.key), (old, old))
    assert kept_upload(kept.token) is None


def test_uploads_nobody_took_are_swept_and_those_that_wait_stay() -> None:
    forgotten, attached, fresh = (keep_upload(upload()) for _ in range(3))
    attach(make_report(), attached)
    old = time.time() - 25 * 3600
    for kept in (forgotten, attached):
        os.utime(photo_files.incoming_path(kept.key), (old, old))
    assert sweep_uploads() == 1
    assert {path.name for path in files_of(media())} == {attached.key, fresh.key}


def test_an_upload_can_be_taken_away_again_but_not_once_attached() -> None:
    kept, attached = keep_upload(upload()), keep_upload(upload())
    attach(make_report(), attached)
    forget_uploads(uploads=[kept, attached])
    assert [path.name for path in files_of(media())] == [attached.key]


def test_six_photos_and_no_more_for_citizens_and_six_for_each_answer() -> None:
    report = make_report()
    attach(report, *(keep_upload(upload()) for _ in range(5)))
    with pytest.raises(ImageRefused) as refused:
        attach(report, keep_upload(upload()), keep_upload(upload()))
    assert refused.value.key == "too_many"
    assert report.photos.count() == 5
    attach(report, keep_upload(upload()))
    attach(report, *(keep_upload(upload()) for _ in range(6)), by_official=True)


def test_nothing_is_attached_when_the_caller_fails() -> None:
    report = make_report()
    kept = keep_upload(upload())

    class Trouble(Exception):
        pass

    with pytest.raises(Trouble), transaction.atomic():
        attach_photos(report=report, uploads=[kept], by_official=False)
        raise Trouble
    assert Photo.objects.count() == 0
    assert not OutboxEvent.objects.filter(name="reports.photo_uploaded").exists()
    assert kept_upload(kept.token) == kept


def test_served_photos_cannot_be_anything_else() -> None:
    photo = drawn_photo_on(make_report())
    response = Client().get(photo_url(photo, "page"))
    assert response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "immutable" in response["Cache-Control"]
    body = b"".join(response.streaming_content)
    assert body[8:12] == b"WEBP"
    again = Client().get(photo_url(photo, "page"), headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("visibility", [v for v in Visibility if v != Visibility.PUBLIC])
def test_photos_of_reports_that_are_not_public_open_by_a_signed_address_only(visibility: str) -> None:
    photo = drawn_photo_on(make_report(visibility=visibility))
    assert Client().get(photo_url(photo, "page")).status_code == 404
    signed = Client().get(photo_url(photo, "page", signed=True))
    if visibility == Visibility.ERASED:
        assert signed.status_code == 404
        return
    assert signed.status_code == 200
    assert signed["Cache-Control"] == "private, no-store"
    other = photo_url(photo, "page", signed=True).replace("-page", "-large")
    assert Client().get(other).status_code == 404
    address = photo_url(photo, "page", signed=True)
    with time_machine.travel(time.time() + 16 * 60):
        assert Client().get(address).status_code == 404


@pytest.mark.parametrize("state", [Photo.State.WAITING, Photo.State.REFUSED, Photo.State.HIDDEN])
def test_what_is_not_ready_is_never_served(state: str) -> None:
    photo = drawn_photo_on(make_report())
    Photo.objects.filter(pk=photo.pk).update(state=state)
    for signed in (False, True):
        assert Client().get(photo_url(photo, "page", signed=signed)).status_code == 404


@pytest.mark.parametrize("audience", [Update.Audience.INTERNAL, Update.Audience.HIDDEN])
def test_photos_of_updates_that_are_not_public_are_not_served(audience: str) -> None:
    report = make_report()
    photo = drawn_photo_on(report)
    update = Update.objects.create(
        report=report, text="x", audience=audience, author_role="officer", created_at=timezone.now()
    )
    Photo.objects.filter(pk=photo.pk).update(update=update)
    assert Client().get(photo_url(photo, "page")).status_code == 404


@pytest.mark.parametrize(
    "path", ["{k}-1-huge.webp", "{k}-1-large.png", "../besa.sqlite3", "{k}-2-large.webp", "x-1-large.webp"]
)
def test_other_names_lead_nowhere(path: str) -> None:
    photo = drawn_photo_on(make_report())
    assert Client().get(f"/photos/{path.format(k=photo.key)}").status_code == 404


def test_sizes_for_the_page_keep_the_shape() -> None:
    photo = Photo(width=2048, height=1024)
    assert drawn_size(photo, "thumb") == (320, 160)
    assert drawn_size(Photo(width=100, height=50), "page") == (100, 50)
