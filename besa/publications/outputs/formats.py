"""What a publication can be taken along as."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from besa.core import languages

#: how far a file is: the figures are read and drawn, the content is checked, the pictures are there, it is written
STEPS: Final = 4
#: kinds that are read from front to back, and so have a book
_BOOKS: Final = ("monitoring_report", "policy_analysis", "manual")


@dataclass(frozen=True)
class Format:
    """A kind of file. `design` changes whenever such files are to look different, so that they are made again.
    `typeset`: its letters are those of our type."""

    key: str
    label: str | Promise
    ending: str
    media_type: str
    design: int
    kinds: tuple[str, ...] = ()
    typeset: bool = False

    def suits(self, kind: str) -> bool:
        """Whether it is offered for a kind of publication."""
        return not self.kinds or kind in self.kinds


FORMATS: Final = {
    format_.key: format_
    for format_ in (
        Format("pdf", _("PDF to read and print"), "pdf", "application/pdf", 3, typeset=True),
        Format(
            "print",
            _("PDF for a print shop"),
            "pdf",
            "application/pdf",
            2,
            typeset=True,
        ),
        Format("slides", _("Slides (PDF)"), "pdf", "application/pdf", 3, typeset=True),
        Format("epub", _("Book (EPUB)"), "epub", "application/epub+zip", 3, _BOOKS),
        Format(
            "docx",
            _("Word, to go on writing"),
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            4,
        ),
    )
}


def file_name(format_: Format, language: str) -> str:
    """`pdf-sq.pdf`: the last part of its address."""
    return f"{format_.key}-{language}.{format_.ending}"


#: every name of a file
NAMES: Final = tuple(
    file_name(format_, language) for format_ in FORMATS.values() for language in languages.ALL
)


def format_of_name(name: str) -> tuple[Format, str]:
    """Format and language of one of NAMES."""
    key, _dash, rest = name.partition("-")
    return FORMATS[key], rest.partition(".")[0]
