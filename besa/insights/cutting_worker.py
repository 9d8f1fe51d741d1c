"""Says in PDFs for a print shop how far they are printed; runs as a process of its own, under limits.

The typesetting engine says where a page is cut (TrimBox), and takes the sheet around it, marks and all, for the bleed.
Print shops check the BleedBox: it ends 3 mm outside the cut. It is appended to the file, which stays as it was set.
Job: `paths`. Answer: `{"pages": n}`. Started by `besa.insights.typesetting`.
"""

from __future__ import annotations

import json
import os
import sys
from io import BytesIO
from pathlib import Path

from pypdf import PdfWriter
from pypdf.generic import RectangleObject

#: 3 mm in points, as `typst/cutting.typ` has it
BLEED = 3 / 25.4 * 72


def say_bleed(path: Path) -> int:
    """Write the BleedBox of every page; how many there are."""
    writer = PdfWriter(path, incremental=True)
    for page in writer.pages:
        left, bottom, right, top = (float(side) for side in page.trimbox)
        box = (left - BLEED, bottom - BLEED, right + BLEED, top + BLEED)
        page.bleedbox = RectangleObject(box)
    made = BytesIO()
    writer.write(made)
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("wb") as file:
        file.write(made.getvalue())
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    return len(writer.pages)


def main() -> None:
    """Read the job, do it, print the answer."""
    paths = json.load(sys.stdin)["paths"]
    json.dump({"pages": sum(say_bleed(Path(path)) for path in paths)}, sys.stdout)


if __name__ == "__main__":
    main()
