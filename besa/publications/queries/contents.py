"""An edition's content as one value: what a revision keeps, what a digest is of."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from besa.core.canonical import canonical_json
from besa.publications.models import Block, Edition


def content_of(edition: Edition) -> dict[str, Any]:
    """What the edition says now; of a translated block also which words of the original it renders. One query."""
    rows = Block.objects.filter(edition=edition).order_by("rank", "pk")
    blocks = [
        {
            "uid": block.uid,
            "kind": block.kind,
            "data": block.data,
            **({"source": block.source_digest} if block.source_digest else {}),
        }
        for block in rows
    ]
    return {
        "title": edition.title,
        "subtitle": edition.subtitle,
        "summary": edition.summary,
        "authors": list(edition.authors),
        "blocks": blocks,
    }


def digest_of_content(content: dict[str, Any]) -> str:
    """SHA-256 in canonical JSON."""
    return sha256(canonical_json(content).encode()).hexdigest()
