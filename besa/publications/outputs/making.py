"""Makes the files of a publication. Runs in the worker; what sets and writes runs in limited processes of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from PIL import Image

from besa.core.confinement import CrashedError, Limits, OverranError, run_confined
from besa.insights import typesetting
from besa.insights.charts.drawing import DRAUGHTSMAN
from besa.insights.typesetting import NotSetError, Output, set_pages
from besa.publications.manuscript import Manuscript, Photo
from besa.publications.outputs.checks import Problem, problems_of
from besa.publications.outputs.content import content_of
from besa.publications.outputs.formats import Format, file_name
from besa.publications.outputs.lettering import document_fonts

WALL_SECONDS: Final = 60
SOURCES: Final = Path(__file__).resolve().parent.parent / "typst"
CUTTING: Final = typesetting.SOURCES / "cutting.typ"
_HERE: Final = Path(__file__).resolve().parent
_LIMITS: Final = Limits(
    data_bytes=1024 * 1024 * 1024, cpu_seconds=40, open_files=64, file_bytes=64 * 1024 * 1024
)
_LONGEST_SIDE: Final = 2000  # pixels: 300 dots an inch on 160 mm
_SHARP: Final = 2  # pixels of a drawing for each of its own, for programs that cannot draw

Progress = Callable[[], None]


class NotMadeError(Exception):
    """A file cannot be made of this manuscript as it is; `problems` say what to put right."""

    def __init__(self, problems: tuple[Problem, ...], why: str = "") -> None:
        super().__init__(why or ", ".join(problem.kind for problem in problems))
        self.problems = problems


def make(format_: Format, manuscript: Manuscript, folder: Path, progress: Progress) -> Path:
    """The file of a format, in a folder. `progress` is told when the content is ready, and when the pictures are.

    Raises NotMadeError for what the editor must put right, RuntimeError when a process took too much or failed.
    """
    content = content_of(manuscript)
    if problems := problems_of(content, format_):
        raise NotMadeError(problems)
    progress()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / file_name(format_, manuscript.language)
    with TemporaryDirectory() as name:
        desk = Path(name)
        _lay_out(manuscript, content, desk, painted=format_.key == "docx")
        progress()
        if format_.typeset:
            _typeset(format_, content, desk, path)
        else:
            _write(format_, content, path)
    return path


def _lay_out(manuscript: Manuscript, content: dict[str, Any], desk: Path, *, painted: bool) -> None:
    """Put the pictures beside the source: photos as JPEG, which every program reads, and drawings where one cannot
    draw."""
    photos = [piece for piece in manuscript.pieces if isinstance(piece, Photo)]
    parts = [part for part in content["body"] if part["t"] == "photo"]
    for photo, part in zip(photos, parts, strict=True):
        part["path"] = str(desk / part["file"])
        try:
            with Image.open(photo.path) as picture:
                smaller = picture.convert("RGB")
                smaller.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
                smaller.save(part["path"], "JPEG", quality=88, optimize=True)
        except OSError as error:
            raise NotMadeError((Problem("photo", part["caption"] or part["alt"]),), str(error)) from error
    drawings = [part for part in content["body"] if part["t"] == "drawing" and not part["png"]]
    for number, part in enumerate(drawings if painted else (), start=1):
        path = desk / f"drawing-{number}.png"
        path.write_bytes(DRAUGHTSMAN.paint(part["svg"], scale=_SHARP))
        part["png"] = str(path)


def _typeset(format_: Format, content: dict[str, Any], desk: Path, path: Path) -> None:
    for source in (*SOURCES.glob("*.typ"), CUTTING):
        shutil.copy(source, desk)
    unused = "body" if format_.key == "slides" else "slides"
    shown = {name: value for name, value in content.items() if name != unused}
    output = Output(path.name, "document", "pdf", bleed=format_.key == "print")
    source = desk / ("slides.typ" if format_.key == "slides" else "document.typ")
    try:
        set_pages(source, shown, [output], path.parent, fonts=document_fonts())
    except NotSetError as error:
        raise NotMadeError((Problem("page"),), str(error)) from error


def _write(format_: Format, content: dict[str, Any], path: Path) -> None:
    job = {"content": content, "path": str(path)}
    programs = [f"{format_.key}_worker.py"]
    if format_.key == "docx":
        programs.append("docx_finishing_worker.py")
    try:
        for program in programs:
            run_confined(_HERE / program, job, limits=_LIMITS, seconds=WALL_SECONDS)
    except (OverranError, CrashedError) as error:
        raise RuntimeError(f"writing {path.name} took too much") from error
