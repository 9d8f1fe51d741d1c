"""How the words of an answer came about, and in which languages they are given."""

from __future__ import annotations

from dataclasses import dataclass, field

from besa.reports.models import ResponseTemplate


@dataclass(frozen=True)
class Wording:
    """What is kept beside the words of an answer.

    `texts` are the same words in other languages than `language`, which is that of the text itself. `by_template`
    says that the words are the template's own, unchanged; `bulk`, that many reports were answered at once. Neither
    is a rapid reaction.
    """

    language: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    template: ResponseTemplate | None = None
    by_template: bool = False
    bulk: bool = False

    @property
    def is_receipt(self) -> bool:
        """True for words that nobody wrote for this one report."""
        return self.by_template or self.bulk


PLAIN = Wording()
