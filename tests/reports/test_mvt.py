"""Our encoder writes what the library mapbox-vector-tile reads."""

from __future__ import annotations

import mapbox_vector_tile
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from besa.reports.mvt import encode_layer

_points = st.lists(
    st.tuples(
        st.integers(0, 2**48),
        st.integers(-4096, 8192),
        st.integers(-4096, 8192),
        st.integers(0, 2**40),
        st.integers(0, 8),
    ),
    min_size=1,
    max_size=300,
)


@settings(max_examples=150, deadline=None)
@given(points=_points)
def test_a_layer_is_read_back_as_it_was(points: list[tuple[int, int, int, int, int]]) -> None:
    ids, x, y, category, state = (np.array(column, dtype=np.int64) for column in zip(*points, strict=True))
    made = encode_layer("reports", x=x, y=y, tags={"c": category, "s": state}, ids=ids)
    layer = mapbox_vector_tile.decode(made, default_options={"y_coord_down": True})["reports"]
    assert layer["extent"] == 4096
    read = [
        (f["id"], *f["geometry"]["coordinates"], f["properties"]["c"], f["properties"]["s"])
        for f in layer["features"]
    ]
    assert read == points


def test_more_than_a_hundred_values_of_a_tag() -> None:
    many = np.arange(500, dtype=np.int64)
    made = encode_layer("clusters", x=many, y=many, tags={"n": many * 1000})
    layer = mapbox_vector_tile.decode(made)["clusters"]
    assert [f["properties"]["n"] for f in layer["features"]] == [n * 1000 for n in range(500)]


def test_no_points_make_no_layer() -> None:
    nothing = np.array([], dtype=np.int64)
    assert encode_layer("reports", x=nothing, y=nothing, tags={}) == b""
