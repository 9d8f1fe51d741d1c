"""The starting categories: ndreqe's seven and five more, with the extra questions that save a second visit.

Serbian is in Cyrillic; Latin is derived. Municipalities change all of it for themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from besa.reports.models.category import Category, Question

_G = Category.Group
_K = Question.Kind


def _names(sq: str, sr: str, en: str) -> dict[str, str]:
    return {"sq": sq, "sr": sr, "en": en}


@dataclass(frozen=True)
class BuiltinQuestion:
    """An extra question; `options` of a choice are (key, labels)."""

    key: str
    kind: Question.Kind
    labels: dict[str, str]
    options: tuple[tuple[str, dict[str, str]], ...] = ()


@dataclass(frozen=True)
class BuiltinCategory:
    """A category as it comes with the software."""

    key: str
    group: Category.Group
    names: dict[str, str]
    questions: tuple[BuiltinQuestion, ...] = field(default=())


CATEGORIES = (
    BuiltinCategory(
        "pothole",
        _G.STREETS,
        _names("Gropë në rrugë", "Рупа на путу", "Pothole"),
        (
            BuiltinQuestion(
                "danger",
                _K.YES_NO,
                _names(
                    "A rrezikon makinat ose njerëzit?",
                    "Да ли угрожава возила или људе?",
                    "Is it a danger to cars or people?",
                ),
            ),
        ),
    ),
    BuiltinCategory(
        "pavement",
        _G.STREETS,
        _names("Trotuar i dëmtuar", "Оштећен тротоар", "Damaged pavement"),
    ),
    BuiltinCategory(
        "lighting",
        _G.STREETS,
        _names("Ndriçimi publik", "Јавна расвета", "Street lighting"),
        (
            BuiltinQuestion(
                "extent",
                _K.CHOICE,
                _names("Çfarë nuk punon?", "Шта не ради?", "What does not work?"),
                (
                    ("one", _names("Një llambë", "Једна светиљка", "One lamp")),
                    ("street", _names("E gjithë rruga", "Цела улица", "The whole street")),
                    ("always_on", _names("Ndriçon edhe ditën", "Гори и дању", "It is on by day too")),
                ),
            ),
            BuiltinQuestion(
                "pole",
                _K.TEXT,
                _names(
                    "Numri i shtyllës, nëse shihet",
                    "Број стуба, ако се види",
                    "Pole number, if you can see it",
                ),
            ),
        ),
    ),
    BuiltinCategory(
        "road_sign",
        _G.STREETS,
        _names("Shenjë rrugore", "Саобраћајни знак", "Road sign"),
        (
            BuiltinQuestion(
                "fault",
                _K.CHOICE,
                _names("Çfarë ka shenja?", "Шта је са знаком?", "What is wrong with the sign?"),
                (
                    ("missing", _names("Mungon", "Недостаје", "It is missing")),
                    ("damaged", _names("Është e dëmtuar", "Оштећен је", "It is damaged")),
                    ("hidden", _names("Nuk shihet", "Не види се", "It cannot be seen")),
                ),
            ),
        ),
    ),
    BuiltinCategory(
        "barrier",
        _G.STREETS,
        _names(
            "Pengesa për persona me aftësi të kufizuara",
            "Препреке за особе са инвалидитетом",
            "Barriers for persons with disabilities",
        ),
        (
            BuiltinQuestion(
                "kind",
                _K.CHOICE,
                _names("Çfarë pengese?", "Каква препрека?", "What kind of barrier?"),
                (
                    ("no_ramp", _names("Mungon pjerrina", "Нема рампе", "No ramp")),
                    ("blocked", _names("Rruga është e zënë", "Пролаз је заузет", "The way is blocked")),
                    ("no_guidance", _names("Mungojnë udhëzuesit", "Нема вођица", "No tactile guidance")),
                    ("other", _names("Tjetër", "Друго", "Something else")),
                ),
            ),
        ),
    ),
    BuiltinCategory(
        "waste",
        _G.CLEANLINESS,
        _names("Mbeturina", "Отпад", "Waste"),
        (
            BuiltinQuestion(
                "kind",
                _K.CHOICE,
                _names("Çfarë mbeturinash?", "Какав отпад?", "What kind of waste?"),
                (
                    ("household", _names("Shtëpiake", "Кућни", "Household")),
                    ("construction", _names("Ndërtimore", "Грађевински", "Building rubble")),
                    (
                        "bulky",
                        _names(
                            "Të mëdha (mobile, pajisje)",
                            "Кабасти (намештај, уређаји)",
                            "Bulky (furniture, machines)",
                        ),
                    ),
                    ("hazardous", _names("Të rrezikshme", "Опасни", "Dangerous")),
                    ("bin", _names("Kontejner i tejmbushur", "Препун контејнер", "Overflowing container")),
                ),
            ),
        ),
    ),
    BuiltinCategory(
        "animals",
        _G.CLEANLINESS,
        _names("Kafshë endacake", "Животиње луталице", "Stray animals"),
        (
            BuiltinQuestion(
                "number",
                _K.NUMBER,
                _names("Sa janë?", "Колико их је?", "How many are there?"),
            ),
        ),
    ),
    BuiltinCategory(
        "sewage",
        _G.WATER,
        _names("Ujëra të zeza", "Отпадне воде", "Sewage"),
        (
            BuiltinQuestion(
                "home",
                _K.YES_NO,
                _names("A po hyn në shtëpi?", "Да ли улази у куће?", "Is it coming into homes?"),
            ),
        ),
    ),
    BuiltinCategory(
        "water",
        _G.WATER,
        _names("Furnizimi me ujë", "Водоснабдевање", "Water supply"),
        (
            BuiltinQuestion(
                "fault",
                _K.CHOICE,
                _names("Çfarë ndodh?", "Шта се дешава?", "What is happening?"),
                (
                    ("none", _names("Nuk ka ujë", "Нема воде", "There is no water")),
                    ("leak", _names("Uji rrjedh", "Вода цури", "Water is leaking")),
                    ("dirty", _names("Uji nuk është i pastër", "Вода није чиста", "The water is not clean")),
                ),
            ),
            BuiltinQuestion("since", _K.DATE, _names("Që kur?", "Од када?", "Since when?")),
        ),
    ),
    BuiltinCategory(
        "green", _G.PUBLIC_SPACE, _names("Hapësira të gjelbra", "Зелене површине", "Green spaces")
    ),
    BuiltinCategory(
        "building", _G.PUBLIC_SPACE, _names("Ndërtim pa leje", "Бесправна градња", "Illegal building")
    ),
    BuiltinCategory("other", _G.OTHER, _names("Tjetër", "Друго", "Something else")),
)
