"""The data contract for one finding of a survey: what a file must hold so that an infographic can be made of it.

docs/survey-findings.md explains it, `schema()` is its JSON Schema. What the structure cannot say is checked by
`wrong_with`: that the answers add up, that the fieldwork ended, that an opt-in sample claims no design.
"""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Annotated, Any, Final, Literal

import msgspec
from django.utils.translation import gettext as _

FORMAT: Final = "besa-survey-finding/1"
#: fewer answers make no infographic, and fewer people behind an answer are not counted out
ENOUGH, FEW = 30, 5
#: of a file; a finding has a few kilobytes
MOST_BYTES: Final = 100_000

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
Texts = Annotated[
    dict[Annotated[str, msgspec.Meta(pattern="^(sq|sr|sr-latn|en)$")], Text],
    msgspec.Meta(
        min_length=1, description="A text by language. Serbian Latin is made from Cyrillic (sr) by itself."
    ),
]
Whole = Annotated[int, msgspec.Meta(ge=0, le=10_000_000)]


class SurveyAnswer(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One answer that people could give."""

    key: Annotated[
        str,
        msgspec.Meta(pattern="^[a-z][a-z0-9_]{0,29}$", description="A short name, used nowhere on paper."),
    ]
    label: Annotated[Texts, msgspec.Meta(description="The answer as it was worded.")]
    n: Annotated[Whole, msgspec.Meta(description="How many people gave it, unweighted.")]
    share: Annotated[
        Annotated[float, msgspec.Meta(ge=0, le=1)] | None,
        msgspec.Meta(description="Its weighted share, from 0 to 1; only when the finding is weighted."),
    ] = None


class Missing(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Who was asked and counts in no share. Four different things."""

    dont_know: Whole = 0
    refused: Whole = 0
    not_applicable: Whole = 0
    skipped: Whole = 0


class Fieldwork(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The first and the last day on which people were asked."""

    first: date
    last: date


class Finding(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What people answered to one question of a survey."""

    format: Literal["besa-survey-finding/1"]
    title: Annotated[Texts, msgspec.Meta(description="What the survey is about, such as its name.")]
    place: Annotated[Texts, msgspec.Meta(description="Where it was, such as a municipality.")]
    question: Annotated[Texts, msgspec.Meta(description="The question, word for word.")]
    answers: Annotated[list[SurveyAnswer], msgspec.Meta(min_length=2, max_length=12)]
    n: Annotated[
        Whole, msgspec.Meta(description="How many people gave one of the answers: the sum of their n.")
    ]
    population: Annotated[
        Texts, msgspec.Meta(description="Whom the survey speaks of, such as adults in Kukës.")
    ]
    sample: Annotated[
        Literal["probability", "opt_in"],
        msgspec.Meta(description="opt_in: people chose to take part. It never gets a margin of error."),
    ]
    mode: Literal["face_to_face", "phone", "web", "paper", "mixed"]
    fieldwork: Fieldwork
    conducted_by: Text
    paid_by: Text
    weighted: bool = False
    design_effect: Annotated[
        float,
        msgspec.Meta(ge=1, le=20, description="By how much weights and clusters widen the margin of error."),
    ] = 1.0
    missing: Missing = Missing()
    source: Annotated[str, msgspec.Meta(pattern="^https?://[^\\s]+$", max_length=300)] | None = None


class NotAFinding(ValueError):
    """A file that is no finding; each of `problems` says what is wrong, in the active language."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def read_finding(content: bytes) -> Finding:
    """The finding in a file; NotAFinding with every problem that was seen."""
    if len(content) > MOST_BYTES:
        raise NotAFinding([_("The file is larger than 100 kB. A finding is one question with its answers.")])
    try:
        raw = json.loads(content.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise NotAFinding([_("The file is not JSON in UTF-8.")]) from None
    try:
        finding = msgspec.convert(raw, Finding)
    except msgspec.ValidationError as error:
        raise NotAFinding([_structure(str(error))]) from None
    if problems := wrong_with(finding):
        raise NotAFinding(problems)
    return finding


def wrong_with(finding: Finding) -> list[str]:
    """What the structure cannot say."""
    problems = []
    total = sum(answer.n for answer in finding.answers)
    keys = {answer.key for answer in finding.answers}
    if total != finding.n:
        problems.append(
            _("The answers add up to %(total)s, but n is %(n)s.") % {"total": total, "n": finding.n}
        )
    if finding.n < ENOUGH:
        problems.append(
            _("n is %(n)s: fewer than %(enough)s answers say too little.")
            % {"n": finding.n, "enough": ENOUGH}
        )
    if len(keys) != len(finding.answers):
        problems.append(_("Two answers have the same key."))
    if finding.fieldwork.first > finding.fieldwork.last:
        problems.append(_("The fieldwork ends before it begins."))
    if finding.fieldwork.last > date.today():
        problems.append(_("The fieldwork has not ended yet."))
    return [*problems, *_wrong_weights(finding)]


def schema() -> dict[str, Any]:
    """The contract as JSON Schema."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(Finding)}


def _wrong_weights(finding: Finding) -> list[str]:
    shares = [answer.share for answer in finding.answers]
    given = [share for share in shares if share is not None]
    problems = []
    if finding.weighted and len(given) < len(shares):
        problems.append(_("A weighted finding needs a share for each answer."))
    if not finding.weighted and given:
        problems.append(
            _("Shares are given, but “weighted” is not true. Without weights Besa computes them from n.")
        )
    if finding.weighted and len(given) == len(shares) and abs(sum(given) - 1) > 0.005:
        problems.append(_("The shares add up to %(sum)s instead of 1.") % {"sum": f"{sum(given):.3f}"})
    if finding.sample == "opt_in" and finding.design_effect != 1:
        problems.append(_("An opt-in sample has no design effect: it gets no margin of error."))
    return problems


def _no_constant(name: str) -> Any:
    raise ValueError(name)


_AT: Final = re.compile(r"^(?P<what>.*?)(?: - at `\$?\.?(?P<where>.*)`)?$", re.DOTALL)


def _structure(message: str) -> str:
    """What msgspec found, in the reader's language, with the place in the file."""
    found = _AT.match(message)
    what, where = (found["what"], found["where"]) if found else (message, "")
    names = re.findall(r"`([^`]*)`", what)
    place = where or _("the file")
    if "missing required field" in what:
        return _("%(place)s: “%(name)s” is missing.") % {"place": place, "name": names[0]}
    if "unknown field" in what:
        return _("%(place)s: “%(name)s” is not part of the contract.") % {"place": place, "name": names[0]}
    return _("%(place)s: this is not what the contract asks for (%(what)s).") % {"place": place, "what": what}
