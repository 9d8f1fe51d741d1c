"""A work for those who cite it: BibTeX, RIS, CSL-JSON, the meta tags that indexes read, schema.org."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import msgspec
from django.utils.timezone import localdate

from besa.core.languages import TAGS
from besa.publications.manuscript import Manuscript

#: what braces and a backslash would do to a field of BibTeX
_TEX: Final = {letter: f"\\{letter}" for letter in "{}%&#$_"} | {"\\": "\\textbackslash{}"}
_TEX_TABLE: Final = str.maketrans(_TEX)
#: schema.org's type for each kind of work
_TYPES: Final = {
    "news": "NewsArticle",
    "manual": "Book",
    "monitoring_report": "Report",
    "policy_analysis": "Report",
}


def bibtex(work: Manuscript) -> str:
    """One entry."""
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in _authors(work)),
        "title": f"{{{_tex(work.title)}}}",
        "institution": f"{{{_tex(work.organisation)}}}",
        "year": f"{{{_day(work)[:4]}}}",
        "date": f"{{{_day(work)}}}",
        "number": f"{{{work.version}}}",
        "langid": f"{{{TAGS[work.language]}}}",
        "url": f"{{{work.address}}}",
    }
    fields["author"] = f"{{{fields['author']}}}"
    lines = ",\n".join(f"  {name} = {value}" for name, value in fields.items())
    return f"@techreport{{{work.uid}-{work.language}-{work.version},\n{lines}\n}}\n"


def ris(work: Manuscript) -> str:
    """One record; lines end as the format demands."""
    rows = [
        ("TY", "RPRT"),
        *(("AU", name) for name in _authors(work)),
        ("TI", work.title),
        ("PB", work.organisation),
        ("PY", _day(work)[:4]),
        ("DA", _day(work).replace("-", "/")),
        ("ET", str(work.version)),
        ("LA", TAGS[work.language]),
        ("AB", work.summary),
        ("UR", work.address),
        ("ID", work.uid),
        ("ER", ""),
    ]
    return "".join(f"{name}  - {_line(value)}\r\n" for name, value in rows)


def csl_json(work: Manuscript) -> str:
    """One item, as citation styles take it."""
    item = {
        "id": f"{work.uid}-{work.language}-{work.version}",
        "type": "report",
        "title": work.title,
        "author": [{"literal": name} for name in _authors(work)],
        "publisher": work.organisation,
        "issued": {"date-parts": [[int(part) for part in _day(work).split("-")]]},
        "version": str(work.version),
        "language": TAGS[work.language],
        "abstract": work.summary,
        "URL": work.address,
    }
    return msgspec.json.encode([item]).decode()


#: by the end of the address: how it is written, and its media type
FORMS: Final[dict[str, tuple[Callable[[Manuscript], str], str]]] = {
    "bib": (bibtex, "application/x-bibtex; charset=utf-8"),
    "ris": (ris, "application/x-research-info-systems; charset=utf-8"),
    "json": (csl_json, "application/vnd.citationstyles.csl+json"),
}


def citation_tags(work: Manuscript) -> Iterator[tuple[str, str]]:
    """Name and content of the meta tags by which indexes of literature know a work."""
    yield "citation_title", work.title
    for name in _authors(work):
        yield "citation_author", name
    yield "citation_publication_date", _day(work).replace("-", "/")
    yield "citation_technical_report_institution", work.organisation
    yield "citation_technical_report_number", str(work.version)
    yield "citation_language", TAGS[work.language]
    yield "citation_public_url", work.address
    yield "citation_abstract_html_url", work.address


def article(work: Manuscript, *, picture: str, publisher: str) -> dict[str, Any]:
    """The work as schema.org has it."""
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": _TYPES.get(work.kind, "Article"),
        "headline": work.title,
        "name": work.title,
        "description": work.summary,
        "inLanguage": TAGS[work.language],
        "author": [{"@type": "Person", "name": name} for name in work.authors]
        or [{"@type": "Organization", "name": work.organisation}],
        "publisher": {"@type": "Organization", "name": work.organisation or publisher},
        "datePublished": _day(work),
        "dateModified": localdate(work.as_of).isoformat(),
        "version": str(work.version),
        "url": work.address,
        "image": picture,
        "citation": [one.address for one in work.numbers],
    }
    if work.municipality:
        found["about"] = {"@type": "AdministrativeArea", "name": work.municipality}
    if work.corrections:
        found["correction"] = [one.text for one in work.corrections]
    return found


def _authors(work: Manuscript) -> tuple[str, ...]:
    return work.authors or (work.organisation,)


def _day(work: Manuscript) -> str:
    return localdate(work.published or work.as_of).isoformat()


def _tex(text: str) -> str:
    return _line(text).translate(_TEX_TABLE)


def _line(text: str) -> str:
    return " ".join(text.split())
