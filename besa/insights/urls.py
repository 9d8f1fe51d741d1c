"""Pages of figures."""

from django.urls import path, register_converter

from besa.insights.infographics.templates import TEMPLATES
from besa.insights.queries.breakdown import BREAKDOWNS
from besa.insights.views import arranging, boards, clips, editions, kits, statistics

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


class TemplateConverter(TableConverter):
    """A template of infographics that has an address of its own."""

    regex = "|".join(key for key in TEMPLATES if key != "reporting")


class AnyTemplateConverter(TableConverter):
    """A template of infographics."""

    regex = "|".join(TEMPLATES)


register_converter(TableConverter, "statistics_table")
register_converter(TemplateConverter, "board_template")
register_converter(AnyTemplateConverter, "any_template")

urlpatterns = [
    path("m/<slug:slug>/statistics/", statistics.statistics, name="statistics"),
    path(
        "m/<slug:slug>/statistics/<statistics_table:table>.csv",
        statistics.statistics_csv,
        name="statistics_csv",
    ),
    path("m/<slug:slug>/infographic/", boards.infographic, name="infographic"),
    path("m/<slug:slug>/share-kit/", kits.share_kit, name="share_kit"),
    path("m/<slug:slug>/clips/", clips.clips, name="clips"),
    path("infographics/findings/", arranging.findings, name="findings"),
    path("infographics/findings/<slug:uid>/withdraw/", arranging.withdraw, name="withdraw_finding"),
    path("infographics/<board_template:template>/<slug:subject>/", boards.board, name="board"),
    path("infographics/<any_template:template>/<slug:subject>/words/", arranging.arrange, name="arrange"),
    path("m/<slug:slug>/posters/", editions.posters, name="posters"),
    path("statistics/", statistics.comparison, name="comparison"),
    path("statistics/comparison.csv", statistics.comparison_table, name="comparison_csv"),
    path("statistics/method/", statistics.method, name="method"),
]
