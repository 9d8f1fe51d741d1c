"""Charts for tests: one of each kind, in any language, with names as long and numbers as large as they come."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from besa.insights.series import Chart, Kind, Mark, Point, Series, Tone, Unit

AS_OF = datetime(2026, 11, 20, 22, 0, tzinfo=UTC)

_NAMES = {
    "sq": [
        "Mbeturina të papastruara pranë kontejnerëve",
        "Gropë në rrugë",
        "Ndriçimi publik",
        "Ujëra të zeza",
        "Fushë Kosova",
    ],
    "sr": ["Неочишћен отпад поред контејнера", "Рупа на путу", "Јавна расвета", "Отпадне воде", "„Ђаковица“"],
    "sr-latn": [
        "Neočišćen otpad pored kontejnera",
        "Rupa na putu",
        "Javna rasveta",
        "Otpadne vode",
        "„Đakovica“",
    ],
    "en": [
        "Waste that nobody collects beside the containers",
        "Pothole",
        "Public lighting",
        "Sewage",
        "Fushë Kosova",
    ],
}
_SENTENCES = {
    "sq": "Gjysma e raporteve në Pejë marrin përgjigje brenda 3 ditësh",
    "sr": "Половина пријава у Пећи добије одговор у року од 3 дана",
    "sr-latn": "Polovina prijava u Peći dobije odgovor u roku od 3 dana",
    "en": "Half of the reports in Peja are answered within 3 days",
}
_WEEK = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def make_chart(kind: Kind, language: str = "en", **changes: object) -> Chart:
    """A chart of a kind."""
    unit, series, more = _CONTENT[kind](_NAMES[language])
    chart = Chart(
        key=f"some-{kind}",
        kind=kind,
        sentence=_SENTENCES[language],
        unit=unit,
        n=123_456,
        as_of=AS_OF,
        source_url=f"https://besa.example/{language}/statistics/peja/?period=2026",
        language=language,
        of_points="Category",
        of_values="Reports",
        series=series,
        **more,
    )
    return replace(chart, **changes)


def _line(names: list[str]) -> tuple[Unit, tuple[Series, ...], dict[str, object]]:
    months = [f"2025-{m:02}" for m in (11, 12)] + [f"2026-{m:02}" for m in range(1, 12)]
    first = [0.2, 0.24, 0.31, 0.28, None, 0.41, 0.45, 0.44, 0.52, 0.5, 0.58, 0.61, 0.66]
    second = [0.5, 0.5, 0.48, 0.52, 0.55, 0.5, 0.56, 0.57, 0.6, 0.6, 0.6, 0.62, 0.64]

    def points(values: list[float | None] | list[float]) -> tuple[Point, ...]:
        return tuple(
            Point(month, f"{month[5:]}.{month[2:4]}", value, n=40)
            for month, value in zip(months, values, strict=True)
        )

    series = (
        Series("peja", names[4], points(first)),
        Series("all", names[0], points(second), Tone.OTHER),
    )
    return Unit.SHARE, series, {"marks": (Mark(names[1], 0.8),)}


def _bars(names: list[str]) -> tuple[Unit, tuple[Series, ...], dict[str, object]]:
    values = [123_456, 54_321, 9_876, 0, None]
    tones = [Tone.MAIN, Tone.ACCENT, Tone.MAIN, Tone.MAIN, Tone.FAINT]
    points = tuple(
        Point(f"c{i}", name, value, n=None, note="" if value is not None else names[1], tone=tone)
        for i, (name, value, tone) in enumerate(zip(names, values, tones, strict=True))
    )
    return Unit.COUNT, (Series("", "", points),), {}


def _dots(names: list[str]) -> tuple[Unit, tuple[Series, ...], dict[str, object]]:
    values = [(3.4, 2.8, 4.6, 412), (5.0, 4.1, 6.2, 95), (7.5, 6.0, 9.9, 51), (12.0, 8.0, 17.0, 30), None]
    points = tuple(
        Point(f"m{i}", name, value[0], value[1], value[2], n=value[3])
        if value
        else Point(f"m{i}", name, None, n=None, note=names[1], tone=Tone.FAINT)
        for i, (name, value) in enumerate(zip(names, values, strict=True))
    )
    return Unit.DAYS, (Series("", "", points),), {"marks": (Mark(names[3], 5),)}


def _heat(names: list[str]) -> tuple[Unit, tuple[Series, ...], dict[str, object]]:
    def value(day: int, hour: int) -> int:
        return max(0, (14 - abs(hour - 10)) * (7 - day) // 2 - 8)

    series = tuple(
        Series(str(day), name, tuple(Point(str(h), f"{h}", value(day, h)) for h in range(24)))
        for day, name in enumerate(_WEEK)
    )
    return Unit.COUNT, series, {}


def _map(names: list[str]) -> tuple[Unit, tuple[Series, ...], dict[str, object]]:
    points = tuple(
        Point(f"{i}-{j}", f"{names[4]} {i}", (i * j * 7) % 40, at=(20.2 + i * 0.012, 42.6 + j * 0.009))
        for i in range(12)
        for j in range(10)
    )
    outline = (((20.18, 42.58), (20.36, 42.59), (20.37, 42.7), (20.2, 42.71), (20.18, 42.58)),)
    return Unit.COUNT, (Series("", "", points),), {"cell": (0.012, 0.009), "outline": outline}


_CONTENT = {Kind.LINE: _line, Kind.BARS: _bars, Kind.DOTS: _dots, Kind.HEAT: _heat, Kind.MAP: _map}
