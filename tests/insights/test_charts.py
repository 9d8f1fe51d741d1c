"""Charts: really drawn, in every language, safe whatever they are called, and drawn again when a number changes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import fromstring

import numpy as np
import pytest
from django.db import transaction
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils import translation
from PIL import Image

from besa.core import languages, tokens
from besa.core.brands import BRANDS, DEFAULT
from besa.core.outbox import deliver_event
from besa.core.services import publish
from besa.insights.charts import keeping
from besa.insights.charts.describing import described
from besa.insights.charts.drawing import Draughtsman, NotDrawnError
from besa.insights.charts.scales import step_of, tick_labels, ticks
from besa.insights.charts.specifications import specification
from besa.insights.charts.svg import UnsafeDrawingError, drawing_of
from besa.insights.charts.tables import csv_of, table_of
from besa.insights.charts.theme import NARROW, SIZES, STEPS, WIDE, Ground, Theme
from besa.insights.measures import Durations
from besa.insights.queries.breakdown import Line, Part
from besa.insights.queries.charts import _busiest, _most
from besa.insights.series import Chart, Kind, Mark, Point, Series, Unit
from besa.reports.events import ReportErased
from tests.core.colour_vision import contrast
from tests.factories.charts import make_chart

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = [
    "</text><script>alert(1)</script>",
    '" onload="alert(1)" x="',
    "{{datum.value}} \\(datum) ${1+1}",
    "<image href='http://127.0.0.1/x'/>",
    "&lt;b&gt; ]]> <!-- -->",
]


def page_of(chart: Chart) -> str:
    with translation.override(chart.language):
        return Template("{% load charts %}{% chart chart %}").render(Context({"chart": chart}))


def file_of(chart: Chart, name: str) -> bytes:
    kept = keeping.keep(chart, DEFAULT)
    response = Client().get(reverse("insights-data:chart", args=[kept.digest, name]))
    assert response.status_code == 200
    return response.content


def elements_of(svg: bytes | str) -> set[str]:
    return {element.tag.rpartition("}")[2] for element in fromstring(svg).iter()}


def words_of(svg: bytes) -> str:
    return " ".join(element.text or "" for element in fromstring(svg).iter() if element.tag.endswith("text"))


@pytest.mark.parametrize("language", languages.ALL)
@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_drawn_in_every_language(kind: Kind, language: str) -> None:
    chart = make_chart(kind, language)
    alone = file_of(chart, "chart.svg")
    said = words_of(alone)
    assert chart.sentence in said
    assert "besa.example" in said
    assert ("123.456" in said) == (language in (languages.SR, languages.SR_LATN))
    assert elements_of(alone) <= {"svg", "g", "path", "rect", "line", "text", "title", "desc", "style"}
    picture = Image.open(BytesIO(file_of(chart, "chart.png")))
    assert picture.width == 2 * round(float(fromstring(alone).get("width", "0")))
    assert len(picture.convert("L").getcolors(100_000) or []) > 20


def test_a_phone_gets_its_own_drawing() -> None:
    chart = make_chart(Kind.BARS)
    for size in SIZES.values():
        root = fromstring(file_of(chart, f"{size.key}.svg"))
        assert float(root.get("width", "0")) == size.width


@pytest.mark.parametrize("kind", Kind)
def test_every_text_stays_inside_the_drawing(kind: Kind) -> None:
    for size in (WIDE, NARROW):
        theme = Theme(Ground.LIGHT, "besa")
        drawn = specification(make_chart(kind, "sq"), theme, size)
        places = [row for layer in drawn["layer"] for row in layer["data"]["values"]]
        assert all(-0.01 <= row["x"] <= size.width and -0.01 <= row["y"] <= drawn["height"] for row in places)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_only_text(name: str) -> None:
    for kind in Kind:
        plain = make_chart(kind)
        series = tuple(
            replace(s, label=name, points=tuple(replace(p, label=name, note=name) for p in s.points))
            for s in plain.series
        )
        chart = replace(
            plain, series=series, sentence=name, of_values=name, marks=(Mark(name, 0.5),), note=name
        )
        svg = file_of(chart, "chart.svg")
        assert elements_of(svg) <= {"svg", "g", "path", "rect", "line", "text", "title", "desc", "style"}
        attributes = {key for element in fromstring(svg).iter() for key in element.attrib}
        assert not {key for key in attributes if key.startswith("on") or "href" in key}
        file_of(chart, "wide.svg")
        html = page_of(chart)
        assert "<script" not in html
        assert re.search(r"<[^>]*\sonload=", re.sub(r'"[^"]*"', '""', html)) is None
        assert "<image" not in html


def test_a_drawing_loses_all_that_is_not_drawing() -> None:
    hostile = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'
        "<script>1</script><style>*{}</style><foreignObject/><image xlink:href='//x'/><a href='//x'><text>a</text></a>"
        "<use href='#a'/><rect width='3' height='3' onclick='1' style='x' fill='url(#a)' stroke='#FF0000'/>"
        "<text y='1'>b<script>2</script>c</text></svg>"
    )
    drawing = drawing_of(hostile)
    assert drawing.body == '<rect width="3" height="3" stroke="#ff0000"/><text y="1">bc</text>'
    with pytest.raises(UnsafeDrawingError):
        drawing_of("<html/>")
    with pytest.raises(UnsafeDrawingError):
        drawing_of(
            '<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
        )


def test_the_page_shows_the_table_first_and_then_the_drawing() -> None:
    chart = make_chart(Kind.LINE, "sq")
    before = page_of(chart)
    assert "<picture>" in before
    assert "<details open>" in before
    file_of(chart, "narrow.svg")
    after = page_of(chart)
    assert "<picture>" not in after
    assert after.count("<svg") == 2
    assert 'stroke="var(--brand,#0f5c55)"' in after
    assert not re.search(r"\s(style|class=\"[^\"]*mark)", after)
    assert "font-family" not in after
    for svg in re.findall(r"<svg.*?</svg>", after, re.S):
        assert elements_of(svg) <= {"svg", "g", "path", "rect", "line", "text"}


def test_the_page_says_it_when_there_is_nothing_to_show() -> None:
    empty = replace(make_chart(Kind.BARS), series=(Series("", "", (Point("a", "A", None),)),), n=0)
    for kind in Kind:
        html = page_of(replace(empty, kind=kind))
        assert "There is nothing to show yet." in html
        assert "<picture>" not in html
    assert fromstring(file_of(replace(empty, series=()), "chart.svg")) is not None


def test_a_changed_number_is_another_chart_and_another_moment_of_the_day_is_not() -> None:
    chart = make_chart(Kind.BARS)
    first = keeping.keep(chart, DEFAULT)
    assert keeping.keep(replace(chart, as_of=chart.as_of.replace(minute=31)), DEFAULT).digest == first.digest
    points = chart.series[0].points
    changed = replace(chart, series=(Series("", "", (replace(points[0], value=9.0), *points[1:])),))
    assert keeping.keep(changed, DEFAULT).digest != first.digest
    assert keeping.keep(chart, BRANDS["ndreqe"]).digest != first.digest
    assert keeping.keep(replace(chart, n=chart.n + 1), DEFAULT).digest != first.digest


def test_a_drawn_chart_is_read_and_not_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    chart = make_chart(Kind.DOTS)
    picture = file_of(chart, "wide.svg")
    monkeypatch.setattr(keeping, "DRAUGHTSMAN", None)
    assert file_of(chart, "wide.svg") == picture
    assert "<svg" in page_of(chart)


def test_charts_that_no_page_shows_are_forgotten() -> None:
    kept = keeping.keep(make_chart(Kind.BARS), DEFAULT)
    assert keeping.forget_old() == 0
    os.utime(kept.folder / "chart.json", (1, 1))
    assert keeping.forget_old() == 1
    assert keeping.find(kept.digest) is None


@pytest.mark.django_db(transaction=True)
def test_charts_are_drawn_anew_once_a_report_is_erased() -> None:
    kept = keeping.keep(make_chart(Kind.MAP), DEFAULT)
    with transaction.atomic():
        row = publish(ReportErased(report=1, uid="an-opaque-id"))
    deliver_event(row.pk)
    assert keeping.find(kept.digest) is None


def test_files_say_what_they_are_and_may_do_nothing() -> None:
    kept = keeping.keep(make_chart(Kind.BARS), DEFAULT)
    response = Client().get(reverse("insights-data:chart", args=[kept.digest, "chart.svg"]))
    assert response["Content-Type"] == "image/svg+xml"
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Content-Disposition"] == 'attachment; filename="some-bars-2026-11-20.svg"'
    assert "immutable" in response["Cache-Control"]
    assert Client().get(f"/charts/{'0' * 32}/chart.svg").status_code == 404
    assert Client().get(f"/charts/{kept.digest}/chart.pdf").status_code == 404
    assert Client().get(f"/charts/{kept.digest}/..%2fchart.json").status_code == 404


def test_numbers_are_written_as_each_language_writes_them() -> None:
    cells = {}
    for language in languages.ALL:
        with translation.override(language):
            cells[language] = table_of(make_chart(Kind.BARS, language)).rows[0][1]
    assert cells == {"sq": "123\xa0456", "sr": "123.456", "sr-latn": "123.456", "en": "123,456"}
    with translation.override("sr"):
        assert table_of(make_chart(Kind.DOTS, "sr")).rows[0][1].startswith("3,4 ")


def test_a_spreadsheet_gets_plain_numbers_and_no_formula() -> None:
    chart = make_chart(Kind.BARS)
    points = (Point("a", '=HYPERLINK("x")', 1.5, note="@x"), *chart.series[0].points)
    lines = csv_of(replace(chart, series=(Series("", "", points),))).splitlines()
    assert lines[0] == "key,Category,Reports,low,high,n,note"
    assert lines[1] == 'a,"\'=HYPERLINK(""x"")",1.5,,,,\'@x'
    assert lines[2].startswith("c0,") and ",123456," in lines[2]
    assert csv_of(make_chart(Kind.MAP)).splitlines()[0].endswith("lon,lat")


def test_who_does_not_see_a_chart_hears_its_values() -> None:
    with translation.override("en"):
        assert "Pothole: 54,321" in described(make_chart(Kind.BARS))
        assert described(make_chart(Kind.LINE)).endswith("11.25: 50%, 11.26: 64%.")
        assert "Mon 10: 41" in described(make_chart(Kind.HEAT))


def test_axes_are_round() -> None:
    assert ticks(37, Unit.COUNT) == [0, 10, 20, 30, 40]
    assert ticks(3, Unit.COUNT) == [0, 1, 2, 3]
    assert ticks(0, Unit.COUNT) == [0, 1]
    assert ticks(0.9, Unit.SHARE)[-1] == 1
    assert ticks(123_456, Unit.COUNT)[-1] >= 123_456
    with translation.override("en"):
        assert tick_labels([0, 5], Unit.DAYS) == ["0", "5 days"]
    assert [step_of(value, 100) for value in (0, 1, 4, 5, 36, 65, 100)] == [0, 1, 1, 2, 3, 5, 5]


@pytest.mark.parametrize("brand", BRANDS)
@pytest.mark.parametrize("ground", Ground)
def test_a_number_on_a_cell_can_be_read(brand: str, ground: Ground) -> None:
    theme = Theme(ground, brand)

    def mixed(part: float) -> str:
        pairs = zip(_channels(theme.main), _channels(theme.paper), strict=True)
        return "#" + "".join(f"{round(a * part + b * (1 - part)):02x}" for a, b in pairs)

    for strength in STEPS:
        assert contrast(theme.paper if strength > 0.5 else theme.ink, mixed(strength)) >= 4.5


def _channels(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def test_every_colour_of_a_drawing_follows_the_page() -> None:
    theme = Theme(Ground.LIGHT, "besa")
    assert set(theme.variables()) >= {theme.ink, theme.muted, theme.line, theme.main, theme.paper}
    assert tokens.STATUS["fixed"].light in theme.variables()


def test_what_cannot_be_drawn_is_refused_and_the_next_chart_is_drawn() -> None:
    draughtsman = Draughtsman()
    try:
        with pytest.raises(NotDrawnError):
            draughtsman.draw({"mark": "nonsense"})
        bomb = {
            "data": {"sequence": {"start": 0, "stop": 1e9, "as": "x"}},
            "mark": "point",
            "encoding": {"x": {"field": "x", "type": "quantitative"}},
        }
        with pytest.raises(NotDrawnError):
            draughtsman.draw(bomb, seconds=3)
        chart = make_chart(Kind.BARS)
        assert "<svg" in draughtsman.draw(specification(chart, Theme(Ground.LIGHT, "besa"), WIDE))
    finally:
        draughtsman.stop()


def test_nothing_is_fetched_for_a_drawing() -> None:
    draughtsman = Draughtsman()
    try:
        for address in ("http://127.0.0.1:9/x.json", "file:///etc/passwd"):
            spec = {
                "data": {"url": address, "format": {"type": "dsv", "delimiter": ":"}},
                "mark": "point",
                "encoding": {},
            }
            try:
                assert "mark-symbol" in (drawn := draughtsman.draw(spec))
                assert "<path transform" not in drawn  # a mark for each line that was read
            except NotDrawnError:
                continue
    finally:
        draughtsman.stop()


def test_a_process_that_hangs_is_ended(tmp_path: Path) -> None:
    stuck = tmp_path / "stuck.py"
    stuck.write_text("import time\ntime.sleep(60)\n")
    draughtsman = Draughtsman(stuck)
    with pytest.raises(NotDrawnError, match="too long"):
        draughtsman.draw({}, seconds=0.3)
    assert draughtsman._process is None


def test_the_web_process_never_loads_the_engines() -> None:
    code = (
        "import sys, django; django.setup(); import besa.config.urls, besa.config.wsgi\n"
        "from django.urls import get_resolver; get_resolver().url_patterns\n"
        "import besa.insights.templatetags.charts\n"
        "print(sorted({'vl_convert', 'typst'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "besa.config.settings", "PATH": "/usr/bin:/bin", **_besa_data()},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


def _besa_data() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key.startswith("BESA_")}


@pytest.mark.parametrize(
    ("reports", "said"),
    [
        ([3, 2, 1], "most reports: A"),
        ([2, 2, 1], "most reports, and equally many: A, B"),
        ([1, 1, 1, 1], "4 have equally many reports, and none has more"),
        ([], "most reports: –"),
    ],
)
def test_parts_with_equally_many_reports_are_named_together(reports: list[int], said: str) -> None:
    none = Durations(0, 0, None, None)
    lines = [
        Line(Part(number, name, name), {"reports": n}, none, none)
        for number, (name, n) in enumerate(zip("ABCD", reports, strict=False), 1)
    ]
    with translation.override("en"):
        assert _most(lines) == said


def test_an_hour_is_named_only_when_no_other_has_as_many() -> None:
    table = np.zeros((7, 24), dtype=int)
    table[2, 9] = table[4, 11] = 5
    with translation.override("en"):
        assert _busiest(table) == "no hour of the week has more reports than all others"
        table[2, 9] = 6
        assert _busiest(table) == "the hour of the week with most reports: Wednesday, 9 to 10 o’clock"
