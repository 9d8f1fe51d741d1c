"""A rated pledge as schema.org ClaimReview, by which search engines and fact-checkers find it."""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst

from besa.core import languages
from besa.pledges.queries.public_pledge import PledgePage
from besa.pledges.queries.public_social import office_of
from besa.pledges.reasons import reasons_of
from besa.pledges.statuses import Level, label_of, level_of

#: GAP Institute's levels as numbers: what is not scored has none
_VALUES = {level: number for number, level in enumerate(Level, 1)}


def claim_review(page: PledgePage, url: str, publisher: str) -> dict[str, Any] | None:
    """The review, or None for a pledge that was not rated."""
    pledge, rating = page.pledge, page.rating
    if rating is None:
        return None
    mandate, reason = pledge.mandate, reasons_of(rating)[0]
    author = languages.choose(mandate.monitored_by.names) if mandate.monitored_by else publisher
    said_on = pledge.source_date or (pledge.programme.published_on if pledge.programme else None)
    claim: dict[str, Any] = {
        "@type": "Claim",
        "author": {"@type": "Person", "name": mandate.person.name, "jobTitle": capfirst(office_of(mandate))},
        "firstAppearance": pledge.source_url or (pledge.programme.url if pledge.programme else "") or url,
    }
    if said_on:
        claim["datePublished"] = said_on.isoformat()
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": url,
        "datePublished": rating.recorded_at.date().isoformat(),
        "inLanguage": languages.TAGS.get(reason.language, reason.language),
        "author": {"@type": "Organization", "name": author},
        "claimReviewed": pledge.quote,
        "itemReviewed": claim,
        "reviewBody": reason.text,
        "reviewRating": _value(rating.new),
    }


def _value(status: str) -> dict[str, Any]:
    """The word always; a number of 1 to 4 only for what is scored."""
    found: dict[str, Any] = {"@type": "Rating", "alternateName": capfirst(str(label_of(status)))}
    if level := level_of(status, begun=False):
        found |= {"ratingValue": _VALUES[level], "worstRating": 1, "bestRating": len(_VALUES)}
    return found
