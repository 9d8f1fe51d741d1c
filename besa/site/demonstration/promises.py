"""What the demonstration's mayor promised, and what two rounds found. Everybody and everything here is invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from besa.people.models import Role


@dataclass(frozen=True)
class Promise:
    """Words on a page of the programme, from one stretch to another, and how they pass the test."""

    page: int
    begins: str
    ends: str
    area: str
    #: short names in Albanian, Serbian and English
    titles: tuple[str, str, str]
    criterion: str = ""
    partly: str = ""
    fails: tuple[str, ...] = ()
    note: str = ""
    due_on: date | None = None


#: key, address, name, role
MEMBERS = (
    ("editor", "editor@besa.example", "Teuta Marku", Role.EDITOR),
    ("first", "monitor1@besa.example", "Liridon Bytyqi", Role.MONITOR),
    ("second", "monitor2@besa.example", "Jelena Ilić", Role.MONITOR),
    ("adjudicator", "monitor3@besa.example", "Shpresa Duka", Role.MONITOR),
)

PROMISES = (
    Promise(
        3, "Do të ndërtojmë", "2027.", "education",
        ("Çerdhe e re në Dardani me 120 vende", "Ново обданиште у Дарданији са 120 места", "A new nursery in Dardania with 120 places"),
        "Çerdhja në Dardania është hapur dhe ka së paku 120 vende.", "Ndërtesa është gati, por nuk punon.", due_on=date(2027, 12, 31),
    ),
    Promise(
        3, "Cilësia", "kurrë.", "education",
        ("Cilësi më e mirë e mësimit", "Бољи квалитет наставе", "Better teaching"),
        fails=("outcome", "verifiable"), note="“Më e mirë se kurrë” nuk mund të matet.",
    ),
    Promise(
        4, "Do të asfaltojmë", "komunës.", "roads",
        ("Asfaltimi i rrugës Vitomiricë–Loxhë", "Асфалтирање пута Витомирица–Лођа", "The road from Vitomirica to Loxha paved"),
        "Rruga Vitomiricë–Loxhë është asfaltuar në tërë gjatësinë.", "Së paku gjysma e rrugës është asfaltuar.",
    ),
    Promise(
        6, "Do të mbyllim", "viteve.", "waste",
        ("Mbyllja e deponive të egra përgjatë Lumbardhit", "Затварање дивљих депонија дуж Пећке Бистрице", "No wild dumps along the river"),
        "Asnjë deponi e egër përgjatë Lumbardhit në dy vizita me një muaj mes tyre.",
    ),
    Promise(
        7, "Do të ndërrojmë", "2028.", "lighting",
        ("Ndriçim publik me llamba LED", "Јавна расвета са LED лампама", "LED street lighting"),
        "Të gjitha llambat janë LED.", "Së paku gjysma e llambave janë LED.",
        due_on=date(2028, 6, 30),
    ),
    Promise(
        8, "Do të lirojmë", "para.", "economy",
        ("Pa taksa komunale për bizneset e reja", "Без општинских такси за нова предузећа", "No municipal taxes for new businesses"),
        "Rregullorja për taksat i liron bizneset e reja për dy vjet.",
    ),
    Promise(
        9, "Do t'i rrisim", "vendin.", "health",
        ("Paga më të larta për mjekët", "Веће плате за лекаре", "Higher pay for doctors"),
        fails=("competence",), note="Pagat e mjekëve i cakton qeveria, jo komuna.",
    ),
    Promise(
        11, "Do të publikojmë", "nënshkrimi.", "administration",
        ("Kontratat e komunës në internet", "Општински уговори на интернету", "Municipal contracts online"),
        "Të gjitha kontratat e një viti janë në internet brenda shtatë ditëve.", "Së paku dy të tretat e tyre.",
    ),
    Promise(11, "Do të ndërtojmë", "2027.", "education",
        ("Çerdhe e re në Dardani me 120 vende", "Ново обданиште у Дарданији са 120 места", "A new nursery in Dardania with 120 places"),
        "Çerdhja është hapur."),
)  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """What a round found: each ratable pledge's status and why, in order, on which evidence, and the office's answer."""

    days_ago: int
    verdicts: tuple[tuple[str, str], ...]
    #: kind and words of the evidence
    evidence: tuple[str, str]
    source: str
    office: str
    reply: str


FINDINGS = (
    Finding(
        200,
        (
            ("not_started", "Në buxhet nuk ka asnjë shpenzim për çerdhen."),
            ("in_progress", "Punimet kanë nisur nga Vitomirica."),
            ("in_progress", "Dy nga shtatë deponitë janë mbyllur."),
            ("not_started", "Nuk ka tender për llambat."),
            ("in_progress", "Drafti i rregullores është në diskutim publik."),
            ("stalled", "Pas dy muajsh, asnjë kontratë e re nuk u publikua."),
        ),
        ("budget_execution", "Raporti gjashtëmujor i shpenzimeve tregon sa është paguar."),
        "Komuna e Pejës", "Zyra e kryetares",
        "Falënderojmë monitoruesit. Për çerdhen po përgatitet projekti, dhe tenderi del në vjeshtë.",
    ),
    Finding(
        10,
        (
            ("in_progress", "Kontrata për ndërtimin e çerdhes është nënshkruar."),
            ("fulfilled", "E gjithë rruga është asfaltuar dhe pranuar."),
            ("stalled", "Që nga raundi i parë nuk u mbyll asnjë deponi tjetër."),
            ("in_progress", "Kontrata për 3.200 llamba LED është nënshkruar."),
            ("fulfilled", "Rregullorja ka hyrë në fuqi."),
            ("partly", "Janë publikuar 71 për qind e kontratave."),
        ),
        ("contract", "Kontrata e nënshkruar tregon çka është porositur dhe deri kur."),
        "Komuna e Pejës", "Zyra e kryetares",
        "Për deponitë presim makineritë që i ka premtuar ministria. Do t'ju njoftojmë.",
    ),
)  # fmt: skip
