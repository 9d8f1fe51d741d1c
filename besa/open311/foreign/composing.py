"""A report as it is sent to another system: what everybody can see here, and nothing of the reporter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from besa.core.channels import NotDelivered, Parcel
from besa.core.links import absolute_url
from besa.open311.foreign.formats import Row, text_of
from besa.open311.foreign.options import Options
from besa.open311.origins import origin_of
from besa.reports.models import Report
from besa.reports.queries.given_answers import public_questions
from besa.reports.queries.photo_addresses import photos_of_reports

Values = list[tuple[str, str]]
_LONGEST: Final = 4_000
_TRUTHS: Final = {True: "yes", False: "no"}


def values_of(parcel: Parcel, options: Options, attributes: Sequence[Row]) -> Values:
    """The fields of a POST. Raises NotDelivered where an attribute that the other side requires is not known."""
    report: Report = parcel.subject
    page = absolute_url("reports:detail", report.pk, language=parcel.language, brand=parcel.brand)
    values = {
        "api_key": options.api_key,
        "service_code": options.code_for(report.category.key),
        "lat": f"{report.lat:.6f}",
        "long": f"{report.lon:.6f}",
        "address_string": report.address or (report.place.name if report.place else ""),
        "description": f"{report.text[: _LONGEST - len(page) - 2]}\n\n{page}".strip(),
        # Not of the standard: by this a chain of systems knows a report that comes back to where it began.
        "origin": origin_of(report),
    }
    photos = photos_of_reports([report.pk]).get(report.pk, [])
    media = [("media_url", photo.large) for photo in photos if not photo.by_official]
    given = [(name, value) for name, value in values.items() if value]
    return [*given, *media, *_attributes(report, options, attributes)]


def _attributes(report: Report, options: Options, attributes: Sequence[Row]) -> Values:
    public = public_questions([report.category_id])
    answers = {key: value for key, value in report.answers.items() if (report.category_id, key) in public}
    values = []
    for attribute in attributes:
        code = text_of(attribute, "code")
        value = _value(options.attributes.get(code, f"${code}"), answers)
        if value:
            values.append((f"attribute[{code}]", value))
        elif _is_required(attribute):
            raise NotDelivered("attribute_missing", code, permanent=True)
    return values


def _value(rule: str, answers: dict[str, Any]) -> str:
    if not rule.startswith("$"):
        return rule
    answer = answers.get(rule[1:])
    if isinstance(answer, bool):
        return _TRUTHS[answer]
    return "" if answer is None else str(answer)


def _is_required(attribute: Row) -> bool:
    """JSON says true, XML says "true"; what only informs (`variable` false) is asked of nobody."""
    words = {name: str(attribute.get(name, "")).lower() for name in ("required", "variable")}
    return words["required"] == "true" and words["variable"] != "false"
