"""Pledges before they are frozen: marked in a programme, split, merged, tested, dropped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from besa.people.models import Department, User
from besa.places.models import Place
from besa.pledges.areas import AREAS
from besa.pledges.method import MAX_QUOTE
from besa.pledges.models import Criterion, DocumentPage, Mandate, Pledge, Programme
from besa.pledges.services.acting import Refused, Stale
from besa.pledges.similarity import folded_words
from besa.pledges.testability import QUESTIONS, failed
from besa.pledges.uids import new_uid


@dataclass(frozen=True)
class Source:
    """Where the words stand: on a page of a programme, at a second of a recording, or at an address."""

    programme: Programme | None = None
    page: int | None = None
    starts_at: int | None = None
    second: int | None = None
    url: str = ""
    day: date | None = None


@dataclass(frozen=True)
class PledgeDraft:
    """A pledge as a monitor writes it down."""

    quote: str
    language: str
    area: str
    source: Source = Source()
    titles: Mapping[str, str] = field(default_factory=dict)
    places: tuple[Place, ...] = ()
    department: Department | None = None
    budget: Decimal | None = None
    currency: str = ""
    due_on: date | None = None


def draft_pledge(*, mandate: Mandate, draft: PledgeDraft, by: User | None) -> Pledge:
    """Write a pledge down. Raises Refused when the words are missing, too long or not where they are said to be."""
    _refuse_incomplete(mandate, draft)
    now = timezone.now()
    with transaction.atomic():
        pledge = Pledge.objects.create(
            uid=new_uid(), mandate=mandate, drafted_by=by, created_at=now, changed_at=now, **_columns(draft)
        )
        pledge.places.set(draft.places)
    return pledge


def mark_quote(
    *, programme: Programme, page: int, starts_at: int, ends_at: int, area: str, by: User | None
) -> Pledge:
    """Make a draft of a stretch of a page's text, word for word; white space is made even."""
    found = DocumentPage.objects.filter(document=programme.document, number=page).first()
    text = found.text[starts_at:ends_at] if found and 0 <= starts_at < ends_at else ""
    if not text.strip():
        raise Refused("no_quote")
    source = Source(programme=programme, page=page, starts_at=starts_at, day=programme.published_on)
    draft = PledgeDraft(quote=" ".join(text.split()), language=programme.language, area=area, source=source)
    return draft_pledge(mandate=programme.mandate, draft=draft, by=by)


def change_draft(*, pledge: Pledge, draft: PledgeDraft, seen: datetime) -> None:
    """Change a draft that is still as it was seen; Stale when it is not, or frozen meanwhile."""
    _refuse_incomplete(pledge.mandate, draft)
    with transaction.atomic():
        _change(pledge, seen, **_columns(draft))
        pledge.places.set(draft.places)
    pledge.refresh_from_db()


def set_criterion(
    *, pledge: Pledge, fulfilled_when: str, partly_when: str, language: str, by: User | None
) -> Criterion:
    """Write or change what a draft will be judged by. It is published when the list is frozen."""
    if not fulfilled_when.strip():
        raise Refused("no_criterion")
    words = {
        "fulfilled_when": fulfilled_when.strip(),
        "partly_when": partly_when.strip(),
        "language": language,
    }
    with transaction.atomic():
        _change(pledge, None)
        criterion, made = Criterion.objects.get_or_create(
            pledge=pledge, version=1, defaults={**words, "by": by, "created_at": timezone.now()}
        )
        if not made and not Criterion.objects.filter(pk=criterion.pk, published_at__isnull=True).update(
            **words
        ):
            raise Stale
    criterion.refresh_from_db()
    pledge.refresh_from_db()
    return criterion


def judge_testability(*, pledge: Pledge, answers: Mapping[str, bool], note: str = "") -> list[str]:
    """Answer the questions of the gate; the reasons for which the pledge cannot be rated, none when it passes.

    Raises Refused when a question has no answer, Stale for a pledge that is no draft any more.
    """
    if any(not isinstance(answers.get(key), bool) for key in QUESTIONS):
        raise Refused("unanswered")
    reasons = failed(answers)
    if reasons and not note.strip():
        raise Refused("no_gate_reason")
    with transaction.atomic():
        _change(
            pledge,
            None,
            testability={key: answers[key] for key in QUESTIONS},
            unratable_reasons=reasons,
            testability_note=note.strip(),
        )
    pledge.refresh_from_db()
    return reasons


def split_pledge(*, pledge: Pledge, parts: Sequence[str], by: User | None) -> list[Pledge]:
    """Make two or more pledges of one that promises several things. Each part's words stand in the quote."""
    wanted = [" ".join(part.split()) for part in parts if part.strip()]
    if len(wanted) < 2:
        raise Refused("one_part")
    if any(part not in pledge.quote for part in wanted):
        raise Refused("not_in_quote")
    now = timezone.now()
    places = list(pledge.places.all())
    with transaction.atomic():
        _change(pledge, None, state=Pledge.State.SPLIT)
        made = [_part(pledge, part, by, now) for part in wanted]
        for part in made:
            part.places.set(places)
    pledge.refresh_from_db()
    return made


def merge_pledges(*, kept: Pledge, duplicate: Pledge) -> None:
    """Say that two drafts promise the same; the duplicate stays as a further place where it was said."""
    if kept.pk == duplicate.pk or kept.mandate_id != duplicate.mandate_id:
        raise Refused("not_mergeable")
    with transaction.atomic():
        if not Pledge.objects.filter(pk=kept.pk, state=Pledge.State.DRAFT).update(changed_at=timezone.now()):
            raise Stale
        _change(duplicate, None, state=Pledge.State.MERGED, merged_into=kept)
        Pledge.objects.filter(merged_into=duplicate).update(merged_into=kept)
    duplicate.refresh_from_db()


def drop_draft(*, pledge: Pledge) -> None:
    """Take back a draft that is no pledge at all. A frozen pledge can never be dropped."""
    with transaction.atomic():
        _change(pledge, None, state=Pledge.State.DROPPED)
    pledge.refresh_from_db()


def _part(pledge: Pledge, quote: str, by: User | None, now: datetime) -> Pledge:
    offset = pledge.quote.index(quote)
    return Pledge.objects.create(
        uid=new_uid(),
        mandate=pledge.mandate,
        programme=pledge.programme,
        quote=quote,
        folded=folded_words(quote),
        language=pledge.language,
        page=pledge.page,
        starts_at=pledge.starts_at + offset if pledge.starts_at is not None else None,
        second=pledge.second,
        source_url=pledge.source_url,
        source_date=pledge.source_date,
        area=pledge.area,
        department=pledge.department,
        due_on=pledge.due_on,
        split_from=pledge,
        drafted_by=by,
        created_at=now,
        changed_at=now,
    )


def _change(pledge: Pledge, seen: datetime | None, **columns: object) -> None:
    """Write columns of a draft; Stale when it is none any more, or was changed since it was seen."""
    rows = Pledge.objects.filter(pk=pledge.pk, state=Pledge.State.DRAFT)
    if seen is not None:
        rows = rows.filter(changed_at=seen)
    if not rows.update(changed_at=timezone.now(), **columns):
        raise Stale


def _columns(draft: PledgeDraft) -> dict[str, object]:
    quote = draft.quote.strip()
    return {
        "programme": draft.source.programme,
        "quote": quote,
        "folded": folded_words(quote, draft.titles.values()),
        "language": draft.language,
        "page": draft.source.page,
        "starts_at": draft.source.starts_at,
        "second": draft.source.second,
        "source_url": draft.source.url,
        "source_date": draft.source.day,
        "titles": {code: words.strip() for code, words in draft.titles.items() if words.strip()},
        "area": draft.area,
        "department": draft.department,
        "budget": draft.budget,
        "currency": draft.currency if draft.budget is not None else "",
        "due_on": draft.due_on,
    }


def _refuse_incomplete(mandate: Mandate, draft: PledgeDraft) -> None:
    source = draft.source
    if not draft.quote.strip():
        raise Refused("no_quote")
    if len(draft.quote) > MAX_QUOTE:
        raise Refused("long_quote")
    if draft.area not in AREAS:
        raise Refused("no_area")
    if draft.due_on and not mandate.starts <= draft.due_on:
        raise Refused("due_before_term")
    if source.programme is None and not source.url:
        raise Refused("no_source")
    if source.programme and source.programme.mandate_id != mandate.pk:
        raise Refused("other_mandate")
    if any(place.municipality_id != mandate.municipality_id for place in draft.places):
        raise Refused("other_municipality")
    if draft.department and draft.department.municipality_id != mandate.municipality_id:
        raise Refused("other_municipality")
