"""Tables as people type or paste them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from besa.publications.cells import rows_of, text_of
from tests.factories.publications import BOUND


@pytest.mark.parametrize(
    ("written", "rows"),
    [
        ("Fusha | Numri\nRrugët | 3", [["Fusha", "Numri"], ["Rrugët", "3"]]),
        ("| a | b |\n| 1 |  |", [["a", "b"], ["1", ""]]),
        ("a\tb\n1\t2 | 3", [["a", "b"], ["1", "2 | 3"]]),
        (f"a | b\n1 | {BOUND}|", [["a", "b"], ["1", BOUND, ""]]),
        ("a \\| b | c", [["a | b", "c"]]),
        ("\n \n", []),
    ],
)
def test_a_row_on_each_line_and_upright_lines_between_cells(written: str, rows: list[list[str]]) -> None:
    assert rows_of(written) == rows


_CELL = st.text(alphabet="aë|1 ", max_size=6).map(lambda text: " ".join(text.split())) | st.just(BOUND)


@given(st.lists(st.lists(_CELL, min_size=2, max_size=4), min_size=1, max_size=4))
def test_a_table_is_edited_as_it_was_written(rows: list[list[str]]) -> None:
    filled = [["x", *row, "y"] for row in rows]  # a row of empty cells is no line
    assert rows_of(text_of(filled)) == filled
