"""Has another process set pages; see `besa/insights/typst_worker.py`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from besa.core.confinement import CrashedError, Limits, OverranError, run_confined
from besa.insights.lettering import font_folders, require_letters

WALL_SECONDS: Final = 50
SOURCES: Final = Path(__file__).resolve().parent / "typst"

_WORKER = Path(__file__).resolve().parent / "typst_worker.py"
_CUTTING_WORKER = Path(__file__).resolve().parent / "cutting_worker.py"
_LIMITS = Limits(
    data_bytes=2 * 1024 * 1024 * 1024, cpu_seconds=40, open_files=64, file_bytes=32 * 1024 * 1024
)


class NotSetError(Exception):
    """A page could not be set as it is: trying again will not help."""


@dataclass(frozen=True)
class Output:
    """One file of a document: `layout` is a page size that the source knows, `pixels` how many a point of it has.

    A PNG of several `pages` is as many files, with `{n}` in the name for the number of each. A PDF with `bleed` is
    for a print shop: it goes on 3 mm beyond its edges, and has marks where it is cut.
    """

    name: str
    layout: str
    format: str
    dark: bool = False
    pixels: float = 1
    pages: int = 1
    bleed: bool = False


def typeset(source: str, content: dict[str, Any], outputs: Sequence[Output], folder: Path) -> None:
    """Write `folder/<name>` for each output, each of exactly as many pages as it says, in a process of its own.

    Raises NotSetError when the content or the source is to blame, such as a letter our type does not have, and
    RuntimeError when the process ended otherwise.
    """
    require_letters(*_texts(content))
    set_pages(SOURCES / source, content, outputs, folder, fonts=font_folders())


def set_pages(
    source: Path, content: dict[str, Any], outputs: Sequence[Output], folder: Path, *, fonts: Sequence[Path]
) -> None:
    """The same for any source, with other type: what it shows besides the content stands in its own folder, which is
    all that it can read. The caller has seen to it that the type has the letters. A PDF may have several pages."""
    folder.mkdir(parents=True, exist_ok=True)
    job = {
        "source": str(source),
        "content": content,
        "fonts": [str(path) for path in fonts],
        "about": {"title": str(content.get("title", "")), "description": str(content.get("alt", ""))},
        "outputs": [
            {
                "format": output.format,
                "path": str(folder / output.name),
                "layout": output.layout,
                "dark": output.dark,
                "pixels": output.pixels,
                "pages": output.pages,
                "bleed": output.bleed,
            }
            for output in outputs
        ],
    }
    try:
        answer = run_confined(_WORKER, job, limits=_LIMITS, seconds=WALL_SECONDS)
        cut = [str(folder / output.name) for output in outputs if output.bleed]
        if cut and "refused" not in answer:
            run_confined(_CUTTING_WORKER, {"paths": cut}, limits=_LIMITS, seconds=WALL_SECONDS)
    except (OverranError, CrashedError) as error:
        raise RuntimeError("setting a page took too much") from error
    if "refused" in answer:
        raise NotSetError(answer["refused"])


def _texts(content: Any) -> Iterator[str]:
    """Every text in the content that is shown. Drawings are not letters."""
    if isinstance(content, str):
        if not content.startswith("<svg"):
            yield content
    elif isinstance(content, dict):
        for value in content.values():
            yield from _texts(value)
    elif isinstance(content, list | tuple):
        for value in content:
            yield from _texts(value)
