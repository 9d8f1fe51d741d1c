"""What the two municipalities promise and when they work, once for the product and once for the book."""

from __future__ import annotations

from datetime import date

from besa.reports.deadlines import Terms
from besa.reports.models import Unit

PEJA_WEEK = dict.fromkeys(range(5), (8 * 60, 16 * 60))
KUKES_WEEK = dict.fromkeys(range(5), (7 * 60 + 30, 15 * 60 + 30)) | {5: (8 * 60, 12 * 60)}
PEJA_EXTRA_DAY = date(2026, 3, 27)
#: public holidays from March to June 2026, by the law of each country
OFF_PEJA = frozenset(date(2026, *day) for day in ((3, 20), (4, 6), (4, 9), (4, 13), (5, 1), (5, 11), (5, 27)))
OFF_KUKES = frozenset(
    date(2026, *day) for day in ((3, 14), (3, 16), (3, 20), (3, 23), (4, 6), (4, 13), (5, 1), (5, 27))
)
#: by category (empty: all others) the answer and the repair
PROMISES = {
    "peja": {
        "": ((16, "working_hours"), (10, "working_days")),
        "water": ((24, "hours"), (5, "days")),
    },
    "kukes": {
        "": ((2, "working_days"), (14, "days")),
        "waste": ((10, "working_hours"), (80, "working_hours")),
    },
}
TERMS = {
    slug: {
        key: (Terms(response[0], Unit(response[1])), Terms(fix[0], Unit(fix[1])))
        for key, (response, fix) in promises.items()
    }
    for slug, promises in PROMISES.items()
}
