"""Keeping and dropping an organisation's arrangement of an infographic. No number is ever among what is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from besa.insights.infographics.wording import LONGEST, typed_numbers
from besa.insights.models import Arrangement
from besa.ledger.services import record
from besa.people.models import Organisation, Role


@dataclass(frozen=True)
class Draft:
    """What an editor chose: words of one language by their part, keys that come first, keys that are marked."""

    language: str
    words: dict[str, str]
    order: tuple[str, ...]
    accents: tuple[str, ...]


class NumberTyped(ValueError):
    """The words have a number in them; `args[0]` is the part."""


def arrange_board(
    *,
    organisation: Organisation,
    template: str,
    subject: str,
    draft: Draft,
    role: Role,
    municipality: str = "",
) -> Arrangement:
    """Keep it in place of what was there; words of other languages stay. Raises NumberTyped."""
    for name, text in draft.words.items():
        if typed_numbers(text) or len(text) > LONGEST[name]:
            raise NumberTyped(name)
    with transaction.atomic():
        kept, _new = Arrangement.objects.select_for_update().get_or_create(
            organisation=organisation,
            template=template,
            subject=subject,
            defaults={"changed_at": timezone.now()},
        )
        said = {name: text for name, text in draft.words.items() if text}
        words = {**kept.words, draft.language: said}
        kept.words = {language: texts for language, texts in words.items() if texts}
        kept.order, kept.accents, kept.changed_at = list(draft.order), list(draft.accents), timezone.now()
        kept.save()
        about = {"languages": sorted(kept.words), "moved": len(kept.order), "marked": len(kept.accents)}
        _tell("insights.board_arranged", kept, role, municipality, about)
    return kept


def drop_arrangement(*, arrangement: Arrangement, role: Role, municipality: str = "") -> bool:
    """Let the board be as Besa makes it again; False when somebody else was faster."""
    with transaction.atomic():
        deleted, _ = Arrangement.objects.filter(pk=arrangement.pk).delete()
        if deleted:
            _tell("insights.arrangement_dropped", arrangement, role, municipality, {})
    return bool(deleted)


def _tell(verb: str, kept: Arrangement, role: Role, municipality: str, about: dict[str, Any]) -> None:
    record(
        verb=verb,
        subject=f"board:{kept.template}:{kept.subject}"[:80],
        actor_role=role,
        municipality=municipality,
        public={"template": kept.template, "organisation": kept.organisation.slug, **about},
    )
