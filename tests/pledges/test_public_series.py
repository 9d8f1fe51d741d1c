"""A published series of counts: read strictly, kept once, shown with its shares exactly."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from besa.ledger.models import Entry
from besa.pledges.models import SeriesPoint
from besa.pledges.public_series import BadSeries, read_series
from besa.pledges.public_tally import level_parts

HEAD = "mandate,as_of,municipalities,promises,fulfilled,partially_fulfilled,initiated,not_initiated,source\n"
GOOD = HEAD + "2017-2021,2019-06-30,3,200,25,51,49,75,Made up\n"


def shares() -> dict[str, list[str]]:
    found = {}
    for point in SeriesPoint.objects.all():
        found[f"{point.term} {point.as_of}"] = [part.percent for part in level_parts(point.by_level)]
    return found


@pytest.mark.django_db
def test_a_series_is_kept_once_and_shown_with_its_denominator(tmp_path: Path) -> None:
    file = tmp_path / "series.csv"
    file.write_text(GOOD)
    call_command("import_pledge_series", str(file))
    call_command("import_pledge_series", str(file))
    assert SeriesPoint.objects.count() == 1
    assert Entry.objects.filter(verb="pledges.series_kept").count() == 1
    assert shares() == {"2017-2021 2019-06-30": ["13 %", "26 %", "25 %", "38 %"]}
    html = Client().get("/en/pledges/compare/").content.decode()
    for text in ("13 %", "(25)", "200", "3 municipalities", "Made up", "GAP Institute"):
        assert text in html
    file.write_text(GOOD.replace("25,51,49,75", "26,50,49,75"))
    call_command("import_pledge_series", str(file))
    assert SeriesPoint.objects.get().fulfilled == 26


@pytest.mark.django_db
def test_the_published_shares_of_gap_come_out_exactly(shared_data: Path) -> None:
    call_command("import_pledge_series", str(shared_data / "pledges" / "gap_mayors_promises.csv"))
    assert shares()["2021-2025 2024-06-30"] == ["42 %", "17 %", "18 %", "23 %"]
    assert SeriesPoint.objects.get(as_of="2024-06-30").promises == 1816
    html = Client().get("/en/pledges/compare/").content.decode()
    assert "1,816" in html
    assert "27 municipalities" in html


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "missing"),
        ("a,b\n1,2\n", "missing"),
        (GOOD.replace(",75,", ",76,"), "Row 2: the four levels add up to 201, not to 200"),
        (GOOD.replace("2019-06-30", "30.06.2019"), "Row 2: as_of is no day"),
        (GOOD.replace(",200,", ",-200,"), "Row 2: promises is no count"),
        (GOOD.replace(",200,", ",2e2,"), "Row 2: promises is no count"),
        (GOOD + GOOD.removeprefix(HEAD), "Twice: 2017-2021, 2019-06-30"),
        (GOOD.replace("Made up", ""), "Row 2: a mandate of up to 20 letters"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_kept(text: str, says: str) -> None:
    with pytest.raises(BadSeries, match=says):
        read_series(text.encode())


@pytest.mark.django_db
def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(CommandError, match="not CSV in UTF-8"):
        call_command("import_pledge_series", str(file))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_pledge_series", str(tmp_path / "none.csv"))
    assert not SeriesPoint.objects.exists()


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: (HEAD + text).encode()))
def test_any_file_is_read_or_refused(content: bytes) -> None:
    try:
        points = read_series(content)
    except BadSeries as bad:
        assert bad.problems
    else:
        assert all(sum(point.levels.values()) == point.promises for point in points)
