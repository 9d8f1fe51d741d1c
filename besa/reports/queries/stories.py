"""What happened to a report, in order, as its page on the desk tells it: the internal included."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet
from django.utils.functional import Promise

from besa.core import languages
from besa.reports.labels import reason_label, role_label, state_label
from besa.reports.models import Confirmation, Mention, Photo, Report, Transition, Update
from besa.reports.photo_links import drawn_size, photo_url
from besa.reports.queries.changes import changes_for_desk


@dataclass(frozen=True)
class DeskPhoto:
    """A photo as the desk shows it; addresses are empty until it is drawn, and while it is hidden."""

    state: str
    src: str
    large: str
    width: int
    height: int


def desk_photo(photo: Photo) -> DeskPhoto:
    """A photo with addresses that open for an official, whatever the report's visibility."""
    if photo.state != Photo.State.READY:
        return DeskPhoto(photo.state, "", "", 0, 0)
    small, large = (photo_url(photo, size, signed=True) for size in ("thumb", "large"))
    return DeskPhoto(photo.state, small, large, *drawn_size(photo, "thumb"))


@dataclass
class Step:
    """One line of the story. `state` is set for a change of state, `verdict` for a citizen's, `note` for another
    change.

    `also` are the words in other languages, by the language's tag; `other` is a report that the note is about.
    """

    at: datetime
    who: Promise | str
    state: str = ""
    label: Promise | str = ""
    reason: Promise | str = ""
    forwarded_to: str = ""
    text: str = ""
    audience: str = ""
    is_official: bool = False
    verdict: bool | None = None
    note: str = ""
    other: int | None = None
    also: list[tuple[str, str]] = field(default_factory=list)
    mentioned: list[str] = field(default_factory=list)
    photos: list[DeskPhoto] = field(default_factory=list)


def photos_of(report: Report) -> dict[int | None, list[DeskPhoto]]:
    """Photos of a report by the update they belong to; None for the reporter's first ones."""
    photos: dict[int | None, list[DeskPhoto]] = {}
    for photo in Photo.objects.filter(report=report).exclude(state=Photo.State.REFUSED):
        photos.setdefault(photo.update_id, []).append(desk_photo(photo))
    return photos


def story_of(report: Report, photos: dict[int | None, list[DeskPhoto]]) -> list[Step]:
    """The whole story, oldest first. Five queries, and a few more for the names of what was changed.

    Internal notes that another municipality keeps for itself are not part of it.
    """
    changes = list(Transition.objects.filter(report=report).select_related("update", "actor"))
    told = {change.update_id for change in changes}
    ours = Q(kept_by__isnull=True) | Q(kept_by=report.municipality_id)
    updates = Update.objects.filter(ours, report=report).exclude(pk__in=[pk for pk in told if pk])
    steps = [_of_change(change, photos) for change in changes]
    steps += [_of_update(update, photos) for update in _with_people(updates)]
    steps += [Step(one.at, one.who, note=one.text, other=one.other) for one in changes_for_desk(report)]
    verdicts = Confirmation.objects.filter(report=report)
    steps += [Step(one.at, role_label(one.by_role), verdict=one.fixed) for one in verdicts]
    return sorted(steps, key=lambda step: step.at)


def _of_change(change: Transition, photos: dict[int | None, list[DeskPhoto]]) -> Step:
    update = change.update
    return Step(
        at=change.at,
        who=_name_or_role(change.actor.name if change.actor else "", change.actor_role),
        state=change.new,
        label=state_label(change.new),
        reason=reason_label(change.reason),
        forwarded_to=change.forwarded_to,
        text=update.text if update else "",
        also=_also(update),
        audience=update.audience if update else "",
        is_official=change.actor_role in ("officer", "coordinator"),
        photos=photos.get(change.update_id, []) if change.update_id else [],
    )


def _of_update(update: Update, photos: dict[int | None, list[DeskPhoto]]) -> Step:
    return Step(
        at=update.created_at,
        who=_name_or_role(update.author.name if update.author else "", update.author_role),
        text=update.text,
        also=_also(update),
        mentioned=[str(mention.user) for mention in update.mentions.all()],
        audience=update.audience,
        is_official=update.author_role in ("officer", "coordinator"),
        photos=photos.get(update.pk, []),
    )


def _with_people(updates: QuerySet[Update]) -> QuerySet[Update]:
    mentions = Mention.objects.select_related("user").order_by("pk")
    return updates.select_related("author").prefetch_related(Prefetch("mentions", mentions))


def _also(update: Update | None) -> list[tuple[str, str]]:
    texts = update.texts if update else {}
    return [(languages.TAGS.get(code, code), text) for code, text in texts.items()]


def _name_or_role(name: str, role: str) -> Promise | str:
    """Colleagues are called by their names on the desk; everybody else by what they are."""
    return name or role_label(role)
