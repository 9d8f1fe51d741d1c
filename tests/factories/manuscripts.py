"""Manuscripts for tests: one of every piece, in any language, as long as is wanted. Names are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from PIL import Image

from besa.core.brands import DEFAULT
from besa.insights.charts import keeping
from besa.insights.series import Kind
from besa.publications import prose
from besa.publications.manuscript import (
    Callout,
    Chapter,
    Chart,
    Correction,
    Figure,
    File,
    Manuscript,
    OtherLanguage,
    Photo,
    Piece,
    PledgeList,
    PledgeRow,
    Quote,
    ReportMap,
    Table,
)
from tests.factories.charts import make_chart

AS_OF: Final = datetime(2026, 11, 20, 22, 0, tzinfo=UTC)
SITE: Final = "https://besa.example"

TEXTS: Final = {
    "sq": (
        "Drita në rrugët e Pejës: gjashtë premtime pas dy vjetësh",
        "Raport monitorimi, janar–qershor 2026",
        "Shoqata për Qeverisje të Hapur",
        "Ndriçimi publik",
        "Gjatë gjashtë muajve të fundit qytetarët raportuan më shumë për ndriçimin publik se për çdo çështje tjetër."
        " **Shumica u rregullua brenda afatit**, por dallimet mes lagjeve mbeten të mëdha,[^a] dhe disa rrugë presin"
        " prej vitit të kaluar; shih [të dhënat](/sq/peja/).",
        "Buxheti i komunës, *2026*, faqe 44.",
    ),
    "sr": (
        "Светло на улицама Пећи: шест обећања после две године",
        "Извештај о праћењу, јануар–јун 2026.",
        "Удружење за отворену управу",
        "Јавна расвета",
        "Током последњих шест месеци грађани су највише пријављивали јавну расвету. **Већина је поправљена у року**,"
        " али разлике међу насељима остају велике,[^a] а неке улице чекају од прошле године;"
        " види [податке](/sr/peja/).",
        "Буџет општине, *2026*, страна 44.",
    ),
    "sr-latn": (
        "Svetlo na ulicama Peći: šest obećanja posle dve godine",
        "Izveštaj o praćenju, januar–jun 2026.",
        "Udruženje za otvorenu upravu",
        "Javna rasveta",
        "Tokom poslednjih šest meseci građani su najviše prijavljivali javnu rasvetu. **Većina je popravljena u roku**,"
        " ali razlike među naseljima ostaju velike,[^a] a neke ulice čekaju od prošle godine;"
        " vidi [podatke](/sr/peja/).",
        "Budžet opštine, *2026*, strana 44.",
    ),
}


def make_drawing(kind: Kind = Kind.LINE, language: str = "sq") -> str:
    """A chart as it is drawn on white."""
    return keeping.file_of(keeping.keep(make_chart(kind, language), DEFAULT), "wide.svg").decode()


def make_photo(folder: Path) -> Photo:
    """A photo of ours, on disk."""
    path = folder / "street.webp"
    Image.new("RGB", (900, 600), "#456").save(path, "WEBP")
    return Photo(
        path, 900, 600, "Një rrugë me shtylla drite", "Foto: Dardana Berisha", "Rruga e re, nëntor 2026"
    )


def make_manuscript(
    language: str = "sq", *, drawing: str, pieces: tuple[Piece, ...] = (), parts: int = 1
) -> Manuscript:
    """A whole manuscript; `pieces` come after those of every part."""
    title, subtitle, organisation, heading, text, source = TEXTS[language]
    read = prose.read(f"{text} {{{{figure reports.count}}}}\n\n- {heading}\n  - {heading}\n\n[^a]: {source}")
    filled = prose.changed(
        read.blocks,
        lambda child: (
            prose.Number("1.816", "reports.count", AS_OF, 1816)
            if isinstance(child, prose.BoundNumber)
            else child
        ),
    )
    body = [piece for number in range(parts) for piece in _part(f"{heading} {number + 1}", filled, drawing)]
    return Manuscript(
        uid="abcde",
        kind="monitoring_report",
        kind_label=subtitle.split(",")[0],
        language=language,
        title=title,
        subtitle=subtitle,
        summary=f"{text.partition('[^a]')[0].replace('*', '')}.\n\n{subtitle}.",
        authors=("Arta Gashi", "Милица Јовановић" if language == "sr" else "Milica Jovanović"),
        organisation=organisation,
        municipality="",
        published=AS_OF,
        as_of=AS_OF,
        version=3,
        address=f"{SITE}/{language}/publications/drita/",
        citation=f"{organisation} (2026). {title}.",
        brand="besa",
        pieces=(*body, *pieces),
        footnotes=(read.footnotes["a"],),
        corrections=(Correction(date(2026, 11, 21), subtitle.split(",")[0], heading),),
        other_languages=(OtherLanguage("en", "English", f"{SITE}/en/publications/drita/"),),
    )


def _part(heading: str, blocks: tuple[prose.Block, ...], drawing: str) -> list[Piece]:
    words = prose.Words
    statuses = ("fulfilled", "in_progress", "not_fulfilled")
    rows = tuple(
        PledgeRow(status, heading, f"{heading}: LED", "2026", "/sq/pledges/x/") for status in statuses
    )
    return [
        prose.Heading(2, (words(heading),), "x"),
        *blocks,
        Figure(heading, "1.816", f"{heading}: 27.", AS_OF, 412, address="/sq/peja/"),
        Chart(
            drawing, f"{heading} 66 %", f"{heading}: 20 % → 66 %", AS_OF, address=f"{SITE}/sq/peja/statistics"
        ),
        prose.Heading(3, (words(f"{heading}, LED"),), "y"),
        *blocks,
        Table(
            heading,
            ((words(heading),), (words("2025"),), (words("2026"),)),
            tuple(((words(f"{heading} {n}"),), (words("1.412"),), (words("3,5"),)) for n in range(4)),
        ),
        Quote(f"{heading}. {heading}.", "Arta Gashi", "2026", f"{SITE}/x"),
        PledgeList(
            heading, rows, tuple((row.status, row.label, 2) for row in rows), 6, AS_OF, address="/sq/x/"
        ),
        ReportMap(drawing, heading, f"{heading}: 412", 412, AS_OF),
        Callout("finding", heading, blocks[:1]),
        File(f"{heading} (CSV)", "/sq/f.csv", 48_000, "9f86d081884c7d65" * 4, "CSV"),
    ]


def as_manual(manuscript: Manuscript) -> Manuscript:
    """The same as a manual of two chapters."""
    chapters = (Chapter(manuscript.title, "a"), *manuscript.pieces, Chapter(manuscript.organisation, "b"))
    return replace(manuscript, kind="manual", pieces=(*chapters, *manuscript.pieces))
