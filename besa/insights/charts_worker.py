"""Draws charts; runs as a process of its own, under limits, for as long as somebody asks.

It knows no Django, no settings and no database: a line of JSON on its standard input is a task, a line on its
standard output the answer. Started by `besa.insights.charts.drawing`; not part of the package beside it, so that it
starts without importing Django, and so that no web process ever loads the drawing engine.

Tasks: `{"fonts": [folder]}` once, `{"draw": specification}` → `{"svg": text}`, `{"paint": svg, "scale": 2}` →
`{"png": base64}`; what cannot be drawn answers `{"refused": why}`.
"""

from __future__ import annotations

import base64
import json
import sys
from typing import Any

import vl_convert


def main() -> None:
    """Answer tasks until the input ends."""
    for line in sys.stdin:
        try:
            answer = do(json.loads(line))
        except Exception as error:  # the engine raises almost anything for what it cannot draw
            answer = {"refused": f"{type(error).__name__}: {error}"[:2000]}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def do(task: dict[str, Any]) -> dict[str, Any]:
    """Do one task."""
    if "fonts" in task:
        for folder in task["fonts"]:
            vl_convert.register_font_directory(folder)
        return {}
    if "draw" in task:
        return {"svg": vl_convert.vegalite_to_svg(task["draw"], allowed_base_urls=[])}
    picture = vl_convert.svg_to_png(task["paint"], scale=task["scale"])
    return {"png": base64.b64encode(picture).decode()}


if __name__ == "__main__":
    main()
