"""What the answers look like, for the description of the API; `tests/api` holds the answers to it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, WithJsonSchema

from besa.reports.models.report import STATES

StateKey = Annotated[str, WithJsonSchema({"type": "string", "enum": [str(state.value) for state in STATES]})]


class Named(Schema):
    """A key and its name in the reader's language."""

    key: str
    name: str


class Photo(Schema):
    """A public photo, by its addresses."""

    url: str = Field(description="WebP, at most 1,600 pixels")
    thumbnail: str
    width: int
    height: int
    by_municipality: bool


class Settlement(Schema):
    """A settlement or neighbourhood."""

    id: int
    slug: str
    name: str
    kind: Literal["town", "village", "neighbourhood"]
    municipality: str = Field(description="slug")
    lat: float
    lon: float


class Municipality(Schema):
    """A komunë / opština or bashki."""

    slug: str
    name: str
    names: dict[str, str] = Field(description="by language tag")
    country: Literal["XK", "AL"]
    lat: float
    lon: float
    population: int | None
    population_source: str
    languages: list[str] = Field(description="official ones, by tag")
    time_zone: str
    active: bool = Field(description="takes reports here")
    reads_first: bool = Field(description="somebody reads each report before it is public")
    url: str = Field(description="its reports on the map")


class Question(Schema):
    """An extra question of a category."""

    key: str
    kind: Literal["text", "number", "yes_no", "choice", "date"]
    label: str
    required: bool
    public: bool = Field(description="the answer may be seen by everybody")
    options: list[Named]


class Category(Schema):
    """What can be reported."""

    key: str
    name: str
    group: Named
    questions: list[Question]


class PlaceOfReport(Schema):
    """The settlement of a report."""

    id: int
    name: str


class Answer(Schema):
    """A public answer to an extra question, as it is kept."""

    key: str
    value: bool | int | float | str


class Update(Schema):
    """A change of state, public words, or both."""

    id: str
    report: int
    kind: Literal["change", "words"]
    at: dt.datetime
    state: StateKey = Field(description="in which the report was from then on")
    state_label: str
    reason: str | None = Field(description="key of the reason for declining")
    reason_label: str | None
    text: str
    by: str = Field(description="role of who did it: reporter, neighbour, officer …")
    photos: list[Photo]


class Report(Schema):
    """A public report. Times are UTC; `null` is not known, or not so."""

    id: int
    url: str = Field(description="its page")
    municipality: Named
    settlement: PlaceOfReport | None
    category: Named
    department: str | None
    state: StateKey
    state_label: str
    open: bool
    text: str = Field(description="the reporter's words, as they were written")
    language: str = Field(description="in which the reporter wrote")
    address: str
    lat: float
    lon: float
    reported_at: dt.datetime
    published_at: dt.datetime | None
    changed_at: dt.datetime = Field(description="last change that anybody could see")
    response_due_at: dt.datetime | None
    responded_at: dt.datetime | None = Field(description="first meaningful official answer")
    fix_due_at: dt.datetime | None
    closed_at: dt.datetime | None
    confirmed_fixed: bool | None = Field(description="a citizen's verdict after the municipality said fixed")
    duplicate_of: int | None = Field(description="number of the public report that goes on instead")
    me_too_count: int
    photos: list[Photo]
    answers: list[Answer]


class ReportInFull(Report):
    """A report with its story."""

    updates: list[Update]


class Page(Schema):
    """A part of a list."""

    next_cursor: str | None = Field(description="for the next part; `null` on the last one")
    next: str | None = Field(description="address of the next part")


class ReportPage(Page):
    """A part of the reports."""

    items: list[Report]


class UpdatePage(Page):
    """A part of the updates."""

    items: list[Update]


class SettlementPage(Page):
    """A part of the settlements."""

    items: list[Settlement]


class MunicipalityList(Schema):
    """All municipalities."""

    items: list[Municipality]


class CategoryList(Schema):
    """Categories in their order."""

    items: list[Category]


class FigureNote(Schema):
    """A figure that can be asked for."""

    key: str
    label: str
    description: str = Field(description="how it is counted")
    unit: str
    parameters: list[str] = Field(description="what it can be asked about")


class FigureList(Schema):
    """All figures."""

    items: list[FigureNote]


class Figure(Schema):
    """A figure, and what it says about itself: from how many reports (`n`), as of when, with which interval."""

    model_config = ConfigDict(extra="allow")

    key: str
    value: float | None = Field(description="null: there is nothing to say")


class InfographicFile(Schema):
    """A file of an infographic. Its address stays; the file is made anew when the numbers change and somebody asks."""

    name: str
    size: str
    format: str
    dark: bool
    for_print_shop: bool
    url: str


class Infographic(Schema):
    """What an infographic says, and its files. `ready`: all files are there; `waiting`: they are being made."""

    template: str
    subject: str
    language: str
    title: str
    lead: list[str]
    alt: str = Field(description="the text for those who do not see the picture, with all its numbers")
    counted: str = Field(description="as of when, from how many")
    numbers: dict[str, str] = Field(description="the numbers by name, as they are written in this language")
    state: str = Field(description="`ready`, `waiting` or `failed`")
    done: int
    total: int
    files: list[InfographicFile]


class InfographicTemplate(Schema):
    """A template. Its subject is a mandate's slug, a pledge's uid, a municipality's slug, `all`, or a finding's uid."""

    key: str
    label: str
    about: str
    periods: list[str]


class InfographicList(Schema):
    """All templates."""

    items: list[InfographicTemplate]


class ParameterError(Schema):
    """What is wrong with one parameter."""

    parameter: str
    detail: str


class Problem(Schema):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[ParameterError] | None = None
