"""What social cards say of publications, only ever of what everybody may read."""

from __future__ import annotations

from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from besa.core.dates import day_of
from besa.publications.cards.publication_card import PublicationCard
from besa.publications.kinds import kind_label
from besa.publications.queries.public_works import line_of, public_corrections, shown_language, shown_work


def publication_card(slug: str, language: str) -> PublicationCard | None:
    """The card in a language; None for what is not public in it. A corrected text says so, and since when."""
    shown = shown_work(slug, language)
    if shown is None or shown.withdrawn or shown_language(shown.edition.language, language) != language:
        return None
    with translation.override(language):
        line = line_of(shown.edition, language)
        correction = public_corrections(shown.edition, shown.revision).first()
        corrected = correction.revision if correction else None
        day = day_of(localdate(corrected.made_at)) if corrected else ""
        return PublicationCard(
            kind=str(kind_label(line.kind)),
            title=line.title,
            subtitle=line.summary,
            who=", ".join(filter(None, [line.organisation, line.municipality])),
            day=day_of(localdate(line.published_at)),
            corrected=_("Corrected on %(day)s") % {"day": day} if corrected else "",
            language=language,
        )
