"""The practice reports: invented words about places that the municipality really has.

`{place}` is the settlement in which the pin stands, `{other}` another one. Where Serbian is an official language, those
that have Serbian words are in Serbian: an officer must deal with both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from besa.core import languages
from besa.reports.models.report import State

#: (hours after the report, what it became, what was said publicly, by whom)
Step = tuple[float, State, str, str]
_OFFICER, _REPORTER = "officer", "reporter"


@dataclass(frozen=True)
class Scene:
    """One practice report, `hours` old. `near` is the scene beside which it is, `photo` whether it has a picture."""

    key: str
    category: str
    hours: float
    reporter: str
    text: str
    serbian: str = ""
    steps: tuple[Step, ...] = ()
    near: str = ""
    photo: bool = False

    def language_in(self, spoken: list[str]) -> str:
        """In which language it is written, where these are official."""
        return languages.SR if self.serbian and languages.SR in spoken else languages.SQ

    def words(self, language: str, place: str, other: str) -> str:
        """What it says."""
        text = self.serbian if language == languages.SR else self.text
        return text.format(place=place, other=other)


SCENES: Final = (
    Scene("lamp", "lighting", 0.5, "Vlora M.",
          "Llamba para shkollës në {place} nuk ndizet që tri netë. Fëmijët e ndërrimit të dytë kthehen në terr.",
          photo=True),
    Scene("hole", "pothole", 30, "Јелена", "Gropë e thellë para furrës në {place}. Dje një çiklist ra.",
          "Дубока рупа испред пекаре, {place}. Јуче је пао један бициклиста.",
          ((4, State.ACKNOWLEDGED, "", _OFFICER),), photo=True),
    Scene("containers", "waste", 52, "Besnik",
          "Kontejnerët pranë tregut në {place} janë plot dhe qentë i shpërndajnë mbeturinat nëpër rrugë.", "",
          ((3, State.ACKNOWLEDGED, "", _OFFICER),
           (20, State.IN_PROGRESS, "Kamioni del sot pasdite dhe i zbraz të gjithë.", _OFFICER)), photo=True),
    Scene("wall", "other", 9, "Hysen",
          "Muri i oborrit të fqinjit tim në {place} është anuar nga ana ime dhe mund të bjerë në kopshtin tim. Ai nuk"
          " do ta rregullojë. Ju lutem detyrojeni."),
    Scene("sign", "road_sign", 14, "Arbër",
          "Në rrugën nacionale te dalja nga {place} ka rënë shenja e kufizimit të shpejtësisë. Kamionët kalojnë si"
          " në autostradë.", photo=True),
    Scene("pipe", "lighting", 5, "Drita",
          "Ka plasur gypi para hyrjes dhe uji rrjedh në rrugë që në mëngjes. Në {place} askush s'ka ujë.", photo=True),
    Scene("branch", "green", 7, "Fatmir",
          "Një degë e madhe e thyer rri varur mbi shtegun ku kalojnë nxënësit, në {other}, pas shkollës. E vura"
          " shenjën në hartë ku munda, por është në {other}.", photo=True),
    Scene("rubble", "waste", 26, "Mira",
          "Dikush ka hedhur tulla dhe llaç buzë rrugës në {place}, afër urës.", photo=True),
    Scene("rubble_again", "waste", 6, "Драган",
          "Afër urës në {place} është një grumbull mbeturinash ndërtimi, tulla e llaç. Rruga është ngushtuar.",
          "Поред моста, {place}, неко је избацио цигле и малтер. Пут је сужен.", near="rubble"),
    Scene("dogs", "animals", 11, "Lule",
          "Pesë qen endacakë rrinë çdo mëngjes te stacioni i autobusit në {place}. Fëmijët kanë frikë të kalojnë."),
    Scene("sewage", "sewage", 24 * 40, "Shpresa",
          "Ujërat e zeza dalin nga puseta para ambulancës në {place} sa herë që bie shi. Era nuk durohet.", photo=True),
    Scene("rude", "water", 18, "",
          "A jeni budallenj apo hajvanë? Tri javë pa ujë pas orës gjashtë në {place}, e ju rrini nëpër kafene me"
          " paratë tona! Dembelë, turp të keni!"),
    Scene("vague", "other", 4, "", "Nuk punon. Rregullojeni sa më shpejt!", "Не ради. Поправите што пре!"),
    Scene("pavement", "pavement", 24 * 6, "Agim",
          "Pllakat e trotuarit para postës në {place} lëvizin dhe nëna ime u rrëzua.", "",
          ((5, State.ACKNOWLEDGED, "", _OFFICER),
           (40, State.FIXED, "Trotuari u rregullua.", _OFFICER),
           (30, State.REOPENED, "Nuk është rregulluar: janë ndërruar vetëm dy pllaka, të tjerat ende lëvizin.",
            _REPORTER)), photo=True),
    Scene("steps", "barrier", 20, "Vjollca",
          "Në hyrje të bibliotekës në {place} nuk ka pjerrinë për karrocë. Djali im pret jashtë.",
          "На улазу у библиотеку, {place}, нема рампе за колица. Мој син чека напољу."),
)  # fmt: skip
#: how far two reports of the same thing stand apart, degrees: some 15 metres
BESIDE: Final = 0.00015
