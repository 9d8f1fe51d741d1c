"""The demonstration's assembly: invented members of invented lists, four sessions, and how they voted."""

from __future__ import annotations

from dataclasses import dataclass, field

#: list → who stood on it; the first of all presides
SEATS: dict[str, tuple[str, ...]] = {
    "Lista Qyteti Ynë": (
        "Valbona Kurti", "Genc Dushku", "Arlinda Bajra", "Petrit Sahiti", "Mirjeta Loshi", "Ilir Zogaj", "Teuta Vrella",
        "Agim Podrimja",
    ),
    "Lista për Fshatin": (
        "Rexhep Ukaj", "Lindita Gjoni", "Besart Muriqi", "Shpend Kabashi", "Drita Lekaj", "Nexhat Shala",
    ),
    "Gjelbër Peja": ("Albana Ramaj", "Faton Dreshaj", "Elira Nikqi"),
    "Građanska lista": ("Milan Đurić", "Snežana Vasić", "Emina Hodžić", "Ivan Popović"),
}  # fmt: skip
#: who left in mid-term, who followed, and how long ago in days
CHANGE = ("Petrit Sahiti", "Arta Bala", 210)


@dataclass(frozen=True)
class Told:
    """A decision: its words, the page and area of the pledge it is about, and what the minutes say of the votes."""

    number: int
    motion: str
    page: int
    result: str
    numbers: dict[str, int] = field(default_factory=dict)
    against: tuple[str, ...] = ()
    abstained: tuple[str, ...] = ()

    @property
    def by_name(self) -> bool:
        """Whether the minutes name who voted how."""
        return bool(self.against or self.abstained)


@dataclass(frozen=True)
class Sitting:
    """A session so many days ago: who stayed away, with a reason or without, and what was decided."""

    days_ago: int
    excused: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    decisions: tuple[Told, ...] = ()


SESSIONS = (
    Sitting(
        330, ("Drita Lekaj",), ("Ivan Popović", "Ilir Zogaj"),
        (
            Told(
                4, "Miratohet ndarja e 900.000 eurove për asfaltimin e rrugës Vitomiricë–Loxhë.", 4, "passed",
                against=("Albana Ramaj", "Faton Dreshaj", "Elira Nikqi"), abstained=("Milan Đurić",),
            ),
        ),
    ),
    Sitting(
        240, ("Genc Dushku", "Emina Hodžić"), ("Nexhat Shala",),
        (Told(6, "Miratohet rregullorja që i liron bizneset e reja nga taksa komunale për dy vjet.", 8, "passed", {"yes": 14, "no": 4}),),
    ),
    Sitting(
        120, (), ("Ilir Zogaj", "Besart Muriqi", "Ivan Popović"),
        (
            Told(
                3, "Të publikohen në internet të gjitha kontratat e komunës, edhe ato nën 10.000 euro.", 11, "failed",
                against=(
                    "Valbona Kurti", "Genc Dushku", "Arlinda Bajra", "Mirjeta Loshi", "Arta Bala", "Teuta Vrella",
                    "Agim Podrimja", "Rexhep Ukaj", "Lindita Gjoni",
                ),
                abstained=("Shpend Kabashi", "Drita Lekaj"),
            ),
            Told(5, "Miratohet kontrata për ndërtimin e çerdhes në lagjen Dardania.", 3, "passed"),
        ),
    ),
    Sitting(25, ("Snežana Vasić",), ("Ilir Zogaj",)),
)  # fmt: skip
#: a correction of the first session's attendance: who was there after all
CORRECTED = (
    "Ilir Zogaj",
    "Procesverbali i nënshkruar tregon se ishte i pranishëm nga pika e dytë e rendit të ditës.",
)
