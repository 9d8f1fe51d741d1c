"""The JSON Schema (2020-12) of a mandate's data, by which other programs know what to expect."""

from __future__ import annotations

from typing import Any

from besa.pledges.areas import AREAS
from besa.pledges.exports.public_json import VERSION
from besa.pledges.models import Correction, Document, Mandate, Post
from besa.pledges.statuses import Flag, Grade, Level, Status

_TEXT = {"type": "string"}
_MAYBE_TEXT = {"type": ["string", "null"]}
_DAY = {"type": "string", "format": "date"}
_MAYBE_DAY = {"type": ["string", "null"], "format": "date"}
_MOMENT = {"type": "string", "format": "date-time"}
_MAYBE_MOMENT = {"type": ["string", "null"], "format": "date-time"}
_COUNT = {"type": "integer", "minimum": 0}
_TRUTH = {"type": "boolean"}
_MAYBE_NUMBER = {"type": ["number", "null"]}
_NAMES = {"type": "object", "additionalProperties": _TEXT}


def _object(**properties: Any) -> dict[str, Any]:
    """An object with exactly these properties."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _one_of(values: Any, *, null: bool = False) -> dict[str, Any]:
    return {"enum": [*(str(value) for value in values), *([None] if null else [])]}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


_REPLY = _object(text=_TEXT, language=_TEXT, author=_TEXT, received_at=_MOMENT)
_ALPHA = _object(value=_MAYBE_NUMBER, low=_MAYBE_NUMBER, high=_MAYBE_NUMBER, n=_COUNT, agreed=_COUNT)
_RATING = _object(
    id={"type": "integer"},
    old=_one_of(Status, null=True),
    new=_one_of(Status),
    flags=_list(_one_of(Flag)),
    reason=_TEXT,
    language=_TEXT,
    other_reasons={"type": "object", "additionalProperties": _TEXT},
    effective_on=_DAY,
    recorded_at=_MOMENT,
    method_version=_TEXT,
    evidence=_list(_TEXT),
    corrects={"type": ["integer", "null"]},
    correction=_or_null(_object(kind=_one_of(Correction.Kind.values), text=_TEXT, language=_TEXT)),
)
_FILE = _object(sha256=_TEXT, kind=_one_of(Document.Kind.values), url=_MAYBE_TEXT, archived_at=_MAYBE_MOMENT)
_EVIDENCE = _object(
    uid=_TEXT,
    grade=_one_of(Grade),
    kind=_TEXT,
    happened_on=_DAY,
    summary=_TEXT,
    quote=_MAYBE_TEXT,
    language=_TEXT,
    source=_MAYBE_TEXT,
    place=_MAYBE_TEXT,
    by_citizen=_TRUTH,
    retracted_because=_MAYBE_TEXT,
    files=_list(_FILE),
)
_CRITERION = _object(
    version={"type": "integer", "minimum": 1}, language=_TEXT, fulfilled_when=_TEXT, partly_when=_MAYBE_TEXT
)
_INDICATOR = _object(
    key=_TEXT,
    parameters={"type": "object", "additionalProperties": _TEXT},
    unit=_TEXT,
    value=_MAYBE_NUMBER,
    n=_COUNT,
    as_of=_MOMENT,
    before=_MAYBE_NUMBER,
    before_as_of=_MAYBE_MOMENT,
    trend=_one_of(("up", "down", "same"), null=True),
    is_the_rating={"const": False},
)
_PLEDGE = _object(
    uid=_TEXT,
    number={"type": "integer", "minimum": 1},
    quote=_TEXT,
    language=_TEXT,
    titles=_NAMES,
    page={"type": ["integer", "null"]},
    second={"type": ["integer", "null"]},
    source_url=_MAYBE_TEXT,
    area=_one_of(AREAS),
    cofog=_list(_TEXT),
    places=_list(_TEXT),
    budget=_MAYBE_TEXT,
    currency=_MAYBE_TEXT,
    due_on=_DAY,
    due_is_end_of_term=_TRUTH,
    added_later=_TRUTH,
    unratable_reasons=_list(_TEXT),
    status=_one_of(Status, null=True),
    flags=_list(_one_of(Flag)),
    gap_level=_one_of(Level, null=True),
    effective_on=_MAYBE_DAY,
    checked_at=_MAYBE_MOMENT,
    criterion=_or_null(_CRITERION),
    ratings=_list(_RATING),
    evidence=_list(_EVIDENCE),
    indicators=_list(_INDICATOR),
    replies=_list(_REPLY),
)
_ROUND = _object(
    number=_COUNT,
    as_of=_DAY,
    published_at=_MOMENT,
    method_version=_TEXT,
    coded_again=_TRUTH,
    alpha_nominal=_ALPHA,
    alpha_ordinal=_ALPHA,
    reply=_or_null(_object(asked_at=_MOMENT, due_at=_MOMENT, silent=_TRUTH, on_all=_list(_REPLY))),
)
_MANDATE = _object(
    slug=_TEXT,
    person=_object(slug=_TEXT, names=_NAMES),
    post=_one_of(Post.Kind.values),
    municipality=_TEXT,
    party=_MAYBE_TEXT,
    starts=_DAY,
    ends=_MAYBE_DAY,
    term_ends=_DAY,
    programme=_one_of(Mandate.ProgrammeState.values),
    monitored_by=_MAYBE_TEXT,
)


def schema(address: str) -> dict[str, Any]:
    """The schema under its own address."""
    counts = _object(
        total=_COUNT,
        scored=_COUNT,
        unscored=_COUNT,
        not_rated=_COUNT,
        by_status=_object(**{status.value: _COUNT for status in Status}),
        by_gap_level=_object(**{level.value: _COUNT for level in Level}),
    )
    whole = {
        "$schema": _TEXT,
        "version": {"const": VERSION},
        "as_of": _DAY,
        "mandate": _MANDATE,
        "counts": counts,
        "rounds": _list(_ROUND),
        "pledges": _list(_PLEDGE),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "title": "Pledges of one mandate, with every published rating",
        **_object(**whole),
    }
