"""Whatever is sent, the answer is a report or the form with a message, never an error of ours."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from besa.places.models import Municipality
from besa.reports.drafts import MAX_ADDRESS, MAX_ANSWER, MAX_NAME, MAX_TEXT, ReportDraft
from besa.reports.forms.submission import MAX_COUNT, ReportForm, shown_categories
from besa.reports.models import Question
from besa.reports.queries.categories import OfferedCategory, OfferedQuestion
from besa.reports.queries.where import NowhereError, Spot, degrees, spot_of
from tests.factories.submission import town_of_peja

_K = Question.Kind
QUESTIONS = tuple(
    OfferedQuestion(kind, kind, kind, (("a", "A"), ("b", "B")) if kind == _K.CHOICE else (), False, True)
    for kind in _K.values
)
CATEGORIES = [OfferedCategory(1, "water", "water", "water", "Water", QUESTIONS)]
SPOT = Spot(Municipality(pk=1, slug="peja"), 42.66, 20.29, None, exact=True)
anything = st.one_of(st.text(max_size=40), st.integers().map(str), st.floats().map(str), st.dates().map(str))
fields = st.sampled_from(
    ["category", "text", "address", "name", "show_name", "email", "lat", "lon", "place", "municipality"]
    + [f"q-water-{kind}" for kind in _K.values]
)


def query(values: dict[str, str]) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update(values)
    return data


def is_checked(draft: ReportDraft) -> bool:
    """True when a draft holds nothing that the database or a page could choke on."""
    kinds: dict[str, Any] = {
        _K.TEXT: lambda v: isinstance(v, str) and len(v) <= MAX_ANSWER,
        _K.NUMBER: lambda v: type(v) is int and 0 <= v <= MAX_COUNT,
        _K.YES_NO: lambda v: type(v) is bool,
        _K.CHOICE: lambda v: v in ("a", "b"),
        _K.DATE: lambda v: v <= timezone.localdate().isoformat(),
    }
    texts = (draft.text, draft.address, draft.name, draft.email)
    return (
        all(kinds[key](value) for key, value in draft.answers.items())
        and not any("\x00" in text for text in texts)
        and len(draft.text) <= MAX_TEXT
        and len(draft.address) <= MAX_ADDRESS
        and len(draft.name) <= MAX_NAME
        and (draft.email == "" or "@" in draft.email)
    )


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(fields, anything), st.booleans())
def test_the_form_gives_a_checked_draft_or_errors(values: dict[str, str], with_category: bool) -> None:
    if with_category:
        values["category"] = "water"
    form = ReportForm(query(values), categories=CATEGORIES)
    if form.is_valid():
        assert is_checked(form.draft(SPOT, language="sq", brand="besa"))
    else:
        assert form.errors
    assert shown_categories(form)["water"].key == "water"


@settings(max_examples=200, deadline=None)
@given(anything)
def test_degrees_are_on_earth_or_refused(text: str) -> None:
    with suppress(NowhereError):
        assert abs(degrees(text, 90)) <= 90


@pytest.mark.django_db
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lat=anything, lon=anything, place=anything, municipality=anything)
def test_a_spot_is_in_an_active_municipality_or_nowhere(
    lat: str, lon: str, place: str, municipality: str
) -> None:
    if not Municipality.objects.exists():
        town_of_peja()
    for given_place in ({"lat": lat, "lon": lon}, {"place": place}, {"municipality": municipality}):
        try:
            assert spot_of(**given_place).municipality.active
        except NowhereError as nowhere:
            assert nowhere.reason
