"""Taking reports, photos and updates from view, and putting them back. Every act is on the public ledger."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone

from besa.core.services import publish
from besa.ledger.services import record
from besa.people.models import User
from besa.reports import exposure
from besa.reports.card_files import delete_report_cards
from besa.reports.events import AbuseReported, PhotoUploaded, UpdateShown
from besa.reports.models import AbuseReport, Photo, Report, Update
from besa.reports.models.report import Visibility
from besa.reports.services.publication import publish_report
from besa.reports.services.showing import note_public_change

_HIDEABLE = (Visibility.PUBLIC, Visibility.AWAITING_MODERATION)
MAX_REGIONS = 40
FULL = 1000  # thousandths of a picture's side


def hide_report(*, report: Report, role: str, by: User | None = None) -> bool:
    """Take a report from view, or refuse one that waits for approval; False when it was not in view.

    Readers' complaints about it are settled by that.
    """
    before = report.visibility
    if before not in _HIDEABLE:
        return False
    now = timezone.now()
    with transaction.atomic():
        hidden = Report.objects.filter(pk=report.pk, visibility=before).update(
            visibility=Visibility.HIDDEN, changed_at=now
        )
        if not hidden:
            return False
        report.refresh_from_db()
        if before == Visibility.PUBLIC:
            exposure.disappear(report)
        report.abuse_reports.filter(settled_at__isnull=True).update(settled_at=now)
        _record(report, "reports.hidden", role, by)
    delete_report_cards(report.pk)
    return True


def show_report(*, report: Report, role: str, by: User | None = None) -> bool:
    """Put a hidden report back in view; False when it was not hidden.

    One that had never been in view is published, with all that follows from it.
    """
    with transaction.atomic():
        if report.published_at is None:
            waiting = Report.objects.filter(pk=report.pk, visibility=Visibility.HIDDEN).update(
                visibility=Visibility.AWAITING_MODERATION
            )
            return bool(waiting) and publish_report(report=report, role=role)
        shown = Report.objects.filter(pk=report.pk, visibility=Visibility.HIDDEN).update(
            visibility=Visibility.PUBLIC, changed_at=timezone.now()
        )
        if shown:
            report.refresh_from_db()
            exposure.appear(report)
            _record(report, "reports.shown", role, by)
    return bool(shown)


def hide_photo(*, photo: Photo, role: str, by: User | None = None) -> bool:
    """Take a photo from view at once; False when it was not in view."""
    return _move_photo(photo, Photo.State.READY, Photo.State.HIDDEN, "photos.hidden", role, by)


def show_photo(*, photo: Photo, role: str, by: User | None = None) -> bool:
    """Put a hidden photo back in view; False when it was not hidden."""
    return _move_photo(photo, Photo.State.HIDDEN, Photo.State.READY, "photos.shown", role, by)


def blur_photo(*, photo: Photo, regions: Sequence[Sequence[int]], role: str, by: User | None = None) -> bool:
    """Have regions of a photo made unrecognisable for good; False when somebody changed the photo meanwhile.

    `regions` are [x, y, width, height] in thousandths of the picture. The photo leaves the view at once and comes
    back when the worker has drawn it anew; the picture without the blur is then deleted. Raises ValueError for
    regions outside the picture, or too many.
    """
    _check_regions(regions)
    blurred = [*photo.blurred, *(list(region) for region in regions)]
    if not regions or len(blurred) > MAX_REGIONS:
        raise ValueError("too few or too many regions")
    with transaction.atomic():
        moved = Photo.objects.filter(
            pk=photo.pk, state__in=(Photo.State.READY, Photo.State.HIDDEN), version=photo.version
        ).update(state=Photo.State.WAITING, blurred=blurred)
        if moved:
            note_public_change(photo.report_id)
            publish(PhotoUploaded(photo=photo.pk))
            _record(photo.report, "photos.blurred", role, by, regions=len(regions))
    delete_report_cards(photo.report_id)
    return bool(moved)


def hide_update(*, update: Update, role: str, by: User | None = None) -> bool:
    """Take an update and its photos from view, or refuse one that waits; False when it was neither."""
    in_question = (Update.Audience.PUBLIC, Update.Audience.WAITING)
    with transaction.atomic():
        hidden = Update.objects.filter(pk=update.pk, audience__in=in_question).update(
            audience=Update.Audience.HIDDEN
        )
        if hidden:
            note_public_change(update.report_id)
            _record(update.report, "updates.hidden", role, by)
    delete_report_cards(update.report_id)
    return bool(hidden)


def show_update(*, update: Update, role: str, by: User | None = None) -> bool:
    """Put an update in view that waits or was hidden; False when it was neither.

    What waited is said to everybody now: it carries this moment, so that whoever asks for news by their time gets it.
    """
    known = Update.objects.filter(pk=update.pk)
    with transaction.atomic():
        let_through = known.filter(audience=Update.Audience.WAITING).update(
            audience=Update.Audience.PUBLIC, created_at=timezone.now()
        )
        shown = let_through or known.filter(audience=Update.Audience.HIDDEN).update(
            audience=Update.Audience.PUBLIC
        )
        if shown:
            note_public_change(update.report_id)
            _record(update.report, "updates.shown", role, by)
        if let_through:
            publish(UpdateShown(report=update.report_id, update=update.pk))
    delete_report_cards(update.report_id)
    return bool(shown)


def report_abuse(*, report: Report, reason: str, text: str, device: str) -> AbuseReport | None:
    """Note a reader's complaint; None when this device's earlier one is still waiting."""
    try:
        with transaction.atomic():
            abuse = AbuseReport.objects.create(
                report=report, reason=reason, text=text, device=device, created_at=timezone.now()
            )
            publish(AbuseReported(report=report.pk, abuse=abuse.pk))
            _record(report, "reports.complained_about", "reader", None)
    except IntegrityError:
        return None
    return abuse


def settle_abuse(*, report: Report, role: str, by: User | None = None) -> int:
    """A moderator looked at the complaints about a report and leaves it in view; how many they were."""
    with transaction.atomic():
        settled = report.abuse_reports.filter(settled_at__isnull=True).update(settled_at=timezone.now())
        if settled:
            _record(report, "reports.kept_in_view", role, by, complaints=settled)
    return settled


def _move_photo(photo: Photo, old: str, new: str, verb: str, role: str, by: User | None) -> bool:
    with transaction.atomic():
        moved = Photo.objects.filter(pk=photo.pk, state=old).update(state=new)
        if moved:
            note_public_change(photo.report_id)
            _record(photo.report, verb, role, by)
    delete_report_cards(photo.report_id)
    return bool(moved)


def _check_regions(regions: Sequence[Sequence[int]]) -> None:
    for x, y, width, height in regions:
        inside = 0 <= x < FULL and 0 <= y < FULL and x + width <= FULL and y + height <= FULL
        if not inside or width < 1 or height < 1:
            raise ValueError("a region lies outside the picture")


def _record(report: Report, verb: str, role: str, by: User | None, **public: int) -> None:
    # A report that was never public stays an opaque id: its municipality is part of what is not told.
    told = report.published_at is not None
    record(
        verb=verb,
        subject=f"report:{report.uid}",
        actor_role=role,
        municipality=report.municipality.slug if told else "",
        public={"uid": report.uid, **public},
        private={"by": by.pk} if by else None,
    )
