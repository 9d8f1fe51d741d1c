"""Parts of a photo to blur: cells of a grid that anybody can tick, or boxes drawn on the picture."""

from __future__ import annotations

from collections.abc import Iterable

COLUMNS = ROWS = 12
FULL = 1000  # thousandths of the picture's side
Region = tuple[int, int, int, int]


def cell_name(row: int, column: int) -> str:
    """The value of one cell's checkbox."""
    return f"{row}-{column}"


ALL_CELLS = frozenset(cell_name(row, column) for row in range(ROWS) for column in range(COLUMNS))


def regions_of_cells(names: Iterable[str]) -> list[Region]:
    """Few regions [x, y, width, height] that cover just the named cells: runs in a row, equal runs joined."""
    cells = {tuple(map(int, name.split("-"))) for name in names if name in ALL_CELLS}
    joined: dict[tuple[int, int], list[int]] = {}
    regions: list[Region] = []
    for row in range(ROWS + 1):
        runs = _runs({column for at, column in cells if at == row})
        for run in [run for run in joined if run not in runs]:
            regions.append(_region(run, joined.pop(run)))
        for run in runs:
            joined.setdefault(run, []).append(row)
    return regions


def regions_of_boxes(text: str) -> list[Region]:
    """Regions from `x,y,width,height;…` in thousandths; ValueError for anything else."""
    regions = []
    for part in filter(None, text.split(";")):
        x, y, width, height = (int(number) for number in part.split(","))
        if min(x, y) < 0 or min(width, height) < 1 or x + width > FULL or y + height > FULL:
            raise ValueError("a box lies outside the picture")
        regions.append((x, y, width, height))
    return regions


def _runs(columns: set[int]) -> list[tuple[int, int]]:
    """First and last column of each unbroken run."""
    firsts = sorted(column for column in columns if column - 1 not in columns)
    lasts = sorted(column for column in columns if column + 1 not in columns)
    return list(zip(firsts, lasts, strict=True))


def _region(run: tuple[int, int], rows: list[int]) -> Region:
    left, right = run[0] * FULL // COLUMNS, -(-(run[1] + 1) * FULL // COLUMNS)
    top, bottom = rows[0] * FULL // ROWS, -(-(rows[-1] + 1) * FULL // ROWS)
    return left, top, right - left, bottom - top
