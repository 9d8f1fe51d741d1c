"""The numbers of one text, as its author sees them: read together, each once."""

from __future__ import annotations

from besa.core.figures import AskedWrongly, FigureValue
from besa.insights.bound import figure_of
from besa.insights.reader import Reader
from besa.publications.bindings import Binding
from besa.publications.freezing import question_of


class Numbers:
    """What has been read so far of one text. Not for use by several threads."""

    def __init__(self) -> None:
        self.reader = Reader()
        self._values: dict[Binding, FigureValue | None] = {}

    def value_of(self, binding: Binding) -> FigureValue | None:
        """The number as of now, or of its day; None when nothing can be read with these parameters."""
        if binding not in self._values:
            self._values[binding] = self._read(binding)
        return self._values[binding]

    def _read(self, binding: Binding) -> FigureValue | None:
        figure = figure_of(binding.key)
        try:
            return figure.read(question_of(binding), self.reader) if figure else None
        except AskedWrongly:
            return None
