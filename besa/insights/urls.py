"""Pages of figures."""

from django.urls import path, register_converter

from besa.insights.queries.breakdown import BREAKDOWNS
from besa.insights.views import editions, statistics

app_name = "insights"


class TableConverter:
    """A table that can be downloaded."""

    regex = "|".join(["figures", *BREAKDOWNS])

    def to_python(self, value: str) -> str:
        """The text as it is."""
        return value

    def to_url(self, value: str) -> str:
        """The text as it is."""
        return value


register_converter(TableConverter, "statistics_table")

urlpatterns = [
    path("m/<slug:slug>/statistics/", statistics.statistics, name="statistics"),
    path(
        "m/<slug:slug>/statistics/<statistics_table:table>.csv",
        statistics.statistics_csv,
        name="statistics_csv",
    ),
    path("m/<slug:slug>/infographic/", editions.infographic, name="infographic"),
    path("m/<slug:slug>/posters/", editions.posters, name="posters"),
    path("statistics/", statistics.comparison, name="comparison"),
    path("statistics/comparison.csv", statistics.comparison_table, name="comparison_csv"),
    path("statistics/method/", statistics.method, name="method"),
]
