"""The folded words by which a report is found, each once. Its number is added where they are kept."""

from __future__ import annotations

from besa.core.folding import fold
from besa.places.models import Municipality, Named, Place
from besa.reports.models import Category, Report


def words_of_report(report: Report) -> str:
    """All that one report is found by, except its number."""
    return _joined(
        f"{report.text} {report.address}",
        _category_words(report.category),
        _municipality_words(report.municipality),
        report.place.folded if report.place else "",
        filter_words(report.municipality_id, report.category_id),
    )


def filter_words(municipality_id: int | None = None, category_id: int | None = None) -> list[str]:
    """Words that stand for a municipality and a category, so that the index itself filters by them."""
    municipality = [f"qm{municipality_id}"] if municipality_id else []
    return municipality + ([f"qc{category_id}"] if category_id else [])


class WordMaker:
    """Makes the words of many reports: the names of categories, municipalities and places are folded once."""

    def __init__(self) -> None:
        self._categories = {item.pk: _category_words(item) for item in Category.objects.all()}
        self._municipalities = {item.pk: _municipality_words(item) for item in Municipality.objects.all()}
        self._places = dict(Place.objects.values_list("pk", "folded"))

    def words(self, own: str, municipality_id: int, category_id: int, place_id: int | None) -> str:
        """What `words_of_report` says of a report whose text and address are `own`."""
        return _joined(
            own,
            self._categories[category_id],
            self._municipalities[municipality_id],
            self._places.get(place_id or 0, ""),
            filter_words(municipality_id, category_id),
        )


def _category_words(category: Category) -> str:
    return fold(" ".join(_names(category)))


def _municipality_words(municipality: Municipality) -> str:
    return fold(" ".join([*_names(municipality), *municipality.other_names]))


def _names(named: Named) -> list[str]:
    # By key: each database gives a JSON object's keys in an order of its own.
    return [named.names[key] for key in sorted(named.names)]


def _joined(own: str, category: str, municipality: str, place: str, filters: list[str]) -> str:
    words = f"{fold(own)} {category} {municipality} {place}".split()
    return " ".join(dict.fromkeys([*words, *filters]))
