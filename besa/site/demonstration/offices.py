"""The demonstration's municipal offices: departments, where their mail goes, and the answers they have prepared."""

from __future__ import annotations

#: departments of every pilot: name by language, and the categories they answer for
DEPARTMENTS: tuple[tuple[dict[str, str], tuple[str, ...]], ...] = (
    ({"sq": "Drejtoria e Shërbimeve Publike", "sr": "Дирекција за јавне услуге", "en": "Directorate of Public Services"},
     ("pothole", "pavement", "lighting", "road_sign", "green", "barrier")),
    ({"sq": "Ndërmarrja e mbeturinave", "sr": "Предузеће за отпад", "en": "Waste company"}, ("waste", "animals")),
    ({"sq": "Ujësjellësi dhe kanalizimi", "sr": "Водовод и канализација", "en": "Water and sewerage"},
     ("water", "sewage")),
    ({"sq": "Drejtoria e Urbanizmit", "sr": "Дирекција за урбанизам", "en": "Directorate of Urban Planning"},
     ("building",)),
)  # fmt: skip

#: prepared answers of every pilot: name, category (empty: all), state they lead to (empty: none), words by language
ANSWERS: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    (
        "Ekipi del në teren", "pothole", "in_progress",
        {"sq": "Ekipi ynë del këtë javë ({place}, raporti numër {number}). Duhet të jetë rregulluar deri më {deadline}.",
         "sr": "Наша екипа излази ове недеље ({place}, пријава број {number}). Рок за поправку је {deadline}."},
    ),
    (
        "U rregullua", "", "fixed",
        {"sq": "U rregullua. Nëse nuk jeni të kënaqur, na tregoni te raporti numër {number}.",
         "sr": "Решено је. Ако нисте задовољни, реците нам код пријаве број {number}."},
    ),
    (
        "Grafiku i mbeturinave", "waste", "",
        {"sq": "Mbeturinat merren të martën dhe të premten ({place}). Ju lutemi nxirrni kontejnerët para orës 7.",
         "sr": "Отпад се односи уторком и петком ({place}). Молимо изнесите канте пре 7 часова."},
    ),
)  # fmt: skip

#: the municipality whose departments get reports by mail, and the addresses of its first departments
MAILED_TO = (
    "peja",
    ("sherbimet@peja.besa.example", "mbeturinat@peja.besa.example", "ujesjellesi@peja.besa.example"),
)
