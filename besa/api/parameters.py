"""What can be asked for, checked strictly: a value that cannot be used is refused, never guessed at."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Final

from ninja import Schema
from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from besa.api.cursors import PATTERN
from besa.core import languages
from besa.reports.models.report import STATES

LARGEST: Final = 2**63 - 1
MOST: Final = 500
#: languages by the tags that readers know them by
LANGUAGES: Final = {
    "sq": languages.SQ,
    "sr": languages.SR_LATN,
    "sr-Cyrl": languages.SR,
    "sr-Latn": languages.SR_LATN,
    "en": languages.EN,
}
_DIGITS = re.compile(r"[0-9]{1,19}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}):(\d{2})(\.\d{1,9})?([Zz]|[+ -]\d{2}:\d{2})", re.ASCII
)


def _whole(value: Any) -> Any:
    if isinstance(value, str) and not _DIGITS.fullmatch(value):
        raise PydanticCustomError("whole_number", "not a whole number")
    return int(value) if isinstance(value, str) else value


def _moment(value: Any) -> Any:
    """RFC 3339. What lies before or after all time that can be kept is its first or last moment."""
    found = _MOMENT.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise PydanticCustomError("moment", "not a moment")
    day, minutes, seconds, _, offset = found.groups()
    if day.startswith("0000"):
        return dt.datetime.min.replace(tzinfo=dt.UTC)
    # A plus sign that nobody encoded arrives as a blank; a leap second is the one before it.
    zone = "+00:00" if offset in "Zz" else offset.replace(" ", "+")
    try:
        at = dt.datetime.fromisoformat(f"{day}T{minutes}:{min(seconds, '59')}{zone}")
    except ValueError:
        raise PydanticCustomError("moment", "not a moment") from None
    try:
        return at.astimezone(dt.UTC)
    except OverflowError:
        return (dt.datetime.min if at.year < 2000 else dt.datetime.max).replace(tzinfo=dt.UTC)


def _day(value: Any) -> Any:
    try:
        return dt.date.fromisoformat(value) if _DAY.fullmatch(value) else _refuse_day()
    except ValueError:
        return _refuse_day()


def _refuse_day() -> None:
    raise PydanticCustomError("day", "not a day")


# The limits stand before the check of the text, so that the description has them as minimum and maximum.
Number = Annotated[int, Field(ge=1, le=LARGEST), BeforeValidator(_whole)]
Limit = Annotated[int, Field(ge=1, le=MOST), BeforeValidator(_whole)]
Moment = Annotated[
    dt.datetime, BeforeValidator(_moment), WithJsonSchema({"type": "string", "format": "date-time"})
]
Day = Annotated[dt.date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z0-9_-]{1,60}$")]
MandateSlug = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z0-9_-]{1,120}$")]
FigureKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_.-]{1,80}$")]
Slugs = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z0-9_-]{1,60}(,[a-zA-Z0-9_-]{1,60}){0,49}$")]
_STATE = "|".join(("open", "closed", *(str(state.value) for state in STATES)))
States = Annotated[str, StringConstraints(pattern=rf"^({_STATE})(,({_STATE})){{0,19}}$")]
_DEGREES = r"-?(1[0-7][0-9]|[0-9]{1,2})(\.[0-9]{1,12})?"
_LATITUDE = r"-?([0-7]?[0-9]|8[0-4])(\.[0-9]{1,12})?"
Around = Annotated[
    str, StringConstraints(pattern=rf"^{_LATITUDE},{_DEGREES},([1-9][0-9]{{0,3}}|[1-4][0-9]{{4}}|50000)$")
]
Rectangle = Annotated[str, StringConstraints(pattern=rf"^{_DEGREES},{_LATITUDE},{_DEGREES},{_LATITUDE}$")]
CursorText = Annotated[str, StringConstraints(pattern=PATTERN)]
Order = Annotated[str, StringConstraints(pattern=r"^(newest|changed)$")]
Tag = Annotated[str, StringConstraints(pattern=rf"^({'|'.join(LANGUAGES)})$")]


class Asked(Schema):
    """What every address takes."""

    language: Tag | None = Field(
        None, description="Language of names, labels and problems; otherwise Accept-Language decides."
    )


class Paged(Asked):
    """A list in parts."""

    limit: Limit = Field(50, description="How many at most.")
    cursor: CursorText | None = Field(
        None, description="The `next_cursor` of the part before. Valid with the same filters."
    )


class ReportFilters(Paged):
    """Which reports."""

    municipality: Slugs | None = Field(None, description="Slugs with commas between them.")
    settlement: Number | None = Field(None, description="Number of a settlement.")
    category: Slugs | None = Field(None, description="Keys with commas between them.")
    state: States | None = Field(
        None, description="States with commas between them; `open` and `closed` too."
    )
    reported_from: Moment | None = Field(None, description="Reported at this time or later.")
    reported_to: Moment | None = Field(None, description="Reported at this time or earlier.")
    changed_from: Moment | None = Field(None, description="Changed visibly at this time or later.")
    changed_to: Moment | None = Field(None, description="Changed visibly at this time or earlier.")
    around: Around | None = Field(
        None, description="`latitude,longitude,metres`: a circle of at most 50,000 metres."
    )
    within: Rectangle | None = Field(None, description="`west,south,east,north` in degrees.")
    order: Order = Field(
        "newest",
        description="`newest`: by time of reporting, newest first. `changed`: by time of change, oldest first,"
        " for keeping a copy. A circle or rectangle comes newest first.",
    )


class UpdateFilters(Paged):
    """Which updates."""

    municipality: Slug | None = Field(None, description="Slug of one municipality.")
    report: Number | None = Field(None, description="Number of one report.")
    happened_from: Moment | None = Field(None, description="Happened at this time or later.")
    happened_to: Moment | None = Field(None, description="Happened at this time or earlier.")


class CategoryFilters(Asked):
    """Whose categories."""

    municipality: Slug | None = Field(
        None, description="Slug: its own selection, order and wording. Without it, all that exist everywhere."
    )


class MunicipalityFilters(Asked):
    """Which municipalities."""

    country: Annotated[str, StringConstraints(pattern=r"^(XK|AL)$")] | None = Field(
        None, description="`XK` Kosovo, `AL` Albania."
    )
    active: Annotated[str, StringConstraints(pattern=r"^(true|false)$")] | None = Field(
        None, description="`true`: only those that take reports here; `false`: only the others."
    )


class SettlementFilters(Paged):
    """Which settlements."""

    municipality: Slug | None = Field(None, description="Slug of one municipality.")


class InfographicFilters(Asked):
    """How an infographic is wanted."""

    period: Slug | None = Field(None, description="Key of a period, where the template has periods.")
    as_of: Day | None = Field(None, description="As it stood at the end of this day; otherwise now.")
    by: Slug | None = Field(None, description="Slug of an organisation whose words and order are used.")


class FigureFilters(Asked):
    """What a figure is asked about. The list of figures says which of these each takes; it refuses the others."""

    municipality: Slug | None = Field(None, description="Slug of one municipality.")
    mandate: MandateSlug | None = Field(None, description="Slug of one mandate, for figures of pledges.")
    area: Slug | None = Field(None, description="Key of one policy area of pledges.")
    category: Slug | None = Field(None, description="Key of one category.")
    department: Slug | None = Field(None, description="Slug of one department of the municipality.")
    place: Slug | None = Field(None, description="Slug of one settlement of the municipality.")
    period: Slug | None = Field(None, description="Key of a period, as on the statistics page.")
    since: Day | None = Field(None, description="First day of a period of your own.")
    until: Day | None = Field(None, description="Last day of a period of your own.")
    as_of: Day | None = Field(None, description="As it stood at the end of this day; otherwise now.")
    true_on: Day | None = Field(None, description="What was true of pledges on this day, as known by then.")
