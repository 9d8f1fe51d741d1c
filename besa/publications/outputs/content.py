"""A manuscript as plain data, the same for every output: what Typst, the book and the Word file are made from.

Each part has `t`, its kind. All texts are free of control characters and composed (NFC); addresses are absolute. The
programs that read this know no Django.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext, pgettext

from besa.core import tokens
from besa.core.brands import brand_of_key
from besa.core.languages import EN, SQ, SR, SR_LATN, TAGS
from besa.insights.charts.framing import short_address
from besa.insights.ingredients import ingredients
from besa.insights.writing import day
from besa.publications import prose
from besa.publications.manuscript import Chapter, Manuscript
from besa.publications.outputs.parts import Parts, clean
from besa.publications.outputs.slides import slides_of

#: as Word names languages
WORD_LANGUAGES: Final = {SQ: "sq-AL", SR: "sr-Cyrl-RS", SR_LATN: "sr-Latn-RS", EN: "en-GB"}
#: kinds with a page of contents; the others are too short for one
WITH_CONTENTS: Final = ("monitoring_report", "policy_analysis", "manual")
_TITLE_SIZES: Final = ((30, 38), (60, 32), (100, 27), (150, 23))
_SMALLEST_TITLE: Final = 20
_LONGEST_RUNNING_HEAD: Final = 90


def content_of(manuscript: Manuscript) -> dict[str, Any]:
    """All that an output shows, in the manuscript's language."""
    brand = brand_of_key(manuscript.brand)
    chapters = any(isinstance(piece, Chapter) for piece in manuscript.pieces)
    parts = Parts(address=manuscript.address, chapters=chapters, notes=len(manuscript.footnotes))
    with translation.override(manuscript.language):
        content = {
            **ingredients(brand, manuscript.language, manuscript.address),
            **_facts(manuscript),
            "chapters": chapters,
            "body": [*_marked(manuscript, parts)],
            "notes": [parts.line(note) for note in manuscript.footnotes],
            "words": _words(),
        }
    content["colours"]["light"] |= {name: colour.light for name, colour in tokens.PLEDGE_STATUS.items()}
    content["slides"] = slides_of(content["body"], content["title"], content["words"])
    return content


def _marked(work: Manuscript, parts: Parts) -> Iterator[dict[str, Any]]:
    """The parts; `outdated` is on those that the original says differently by now, `begins` on the first of a block."""
    before = ""
    for place, piece in enumerate(work.pieces):
        block = work.blocks[place] if work.blocks else ""
        outdated = {"outdated": True, "begins": block != before} if block in work.outdated else {}
        yield {**parts.piece(piece), **outdated}
        before = block


def _facts(work: Manuscript) -> dict[str, Any]:
    """What stands on the title page, in the margins and at the end."""
    title = clean(work.title)
    summary = [clean(part) for part in re.split(r"\n\s*\n", prose.cleaned(work.summary)) if part.strip()]
    place = [clean(work.municipality)] if work.municipality else []
    return {
        "lang": TAGS[work.language],
        "word_language": WORD_LANGUAGES[work.language],
        "identifier": f"{work.address}#{work.uid}-{work.language}-{work.version}",
        "title": title,
        "title_size": next((size for most, size in _TITLE_SIZES if len(title) <= most), _SMALLEST_TITLE),
        "running": _shortened(title),
        "subtitle": clean(work.subtitle),
        "kicker": " · ".join([clean(work.kind_label), *place]),
        "summary": " ".join(summary),
        "summary_paragraphs": summary,
        "authors": [clean(name) for name in work.authors],
        "byline": clean(", ".join(work.authors)),
        "organisation": clean(work.organisation),
        "day": (work.published or work.as_of).date().isoformat(),
        "date": day(work.published) if work.published else gettext("Not published yet"),
        "as_of": gettext("Figures as of %(day)s") % {"day": day(work.as_of)},
        "behind": clean(work.behind),
        "draft": "" if work.published else gettext("Draft: not for publication"),
        "contents": work.kind in WITH_CONTENTS,
        "address": work.address,
        "short_address": short_address(work.address),
        "citation": clean(work.citation),
        "others": clean(", ".join(other.name for other in work.other_languages)),
        "corrections": [clean(f"{day(said.day)}, {said.label}: {said.text}") for said in work.corrections],
    }


def _shortened(title: str) -> str:
    if len(title) <= _LONGEST_RUNNING_HEAD:
        return title
    return f"{title[: _LONGEST_RUNNING_HEAD - 2].rsplit(' ', 1)[0]} …"


def _words() -> dict[str, str]:
    """The words of outputs that are not the authors'."""
    return {
        "outdated": gettext("translation outdated"),
        "qr": gettext("QR code that opens the page of this publication"),
        "contents": pgettext("heading", "Contents"),
        "summary": pgettext("heading", "Summary"),
        "about": gettext("About this publication"),
        "cite": gettext("How to cite"),
        "figures": pgettext("heading", "Figures"),
        "languages": gettext("In other languages"),
        "corrections": pgettext("heading", "Corrections"),
        "address": gettext("Read it with its data at"),
        "read_on": gettext("Read the whole publication"),
        "status": pgettext("heading of a column", "Status"),
        "pledge": pgettext("heading of a column", "Pledge"),
        "pledges": pgettext("heading of a column", "Pledges"),
        "accessible": gettext("Every picture has a description; the text can be read from start to end."),
    }
