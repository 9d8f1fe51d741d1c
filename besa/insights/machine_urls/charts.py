"""Addresses of charts."""

from django.urls import path, register_converter

from besa.insights.charts.keeping import FILES
from besa.insights.views import charts


class DigestConverter:
    """What a chart says, as a digest."""

    regex = "[0-9a-f]{32}"

    def to_python(self, value: str) -> str:
        """The text as it is."""
        return value

    def to_url(self, value: str) -> str:
        """The text as it is."""
        return value


class FileConverter(DigestConverter):
    """The name of one of a chart's files."""

    regex = "|".join(name.replace(".", r"\.") for name in FILES)


register_converter(DigestConverter, "chart_digest")
register_converter(FileConverter, "chart_file")

urlpatterns = [path("charts/<chart_digest:digest>/<chart_file:name>", charts.chart_file, name="chart")]
