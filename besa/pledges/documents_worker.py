"""Reads one PDF: text and a picture of every page. Runs as a process of its own, under limits.

A PDF can hold anything, so this process knows nothing: no Django, no settings, no database, only a job on its standard
input and an answer on its standard output, both JSON. Started by `besa.pledges.documents`.

Job: `source`, `folder` (texts), `max_pages`. Answer: `pages`, each with `text`, `width`, `height`, or `refused`.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2 as pdfium

#: longest side of a picture, in pixels: legible at the width of a page
LONGEST_SIDE = 1400
#: of one page; a programme has two thousand. More is no text for people
MAX_LETTERS = 50_000
QUALITY = 70


class Refused(Exception):
    """The file cannot be used; the argument is the reason's key."""


def main() -> None:
    """Read the job, do it, print the answer."""
    job = json.load(sys.stdin)
    sys.setrecursionlimit(2_000)
    try:
        answer = do(job)
    except Refused as refusal:
        answer = {"refused": str(refusal)}
    except (MemoryError, RecursionError):
        answer = {"refused": "too_much_work"}
    json.dump(answer, sys.stdout)


def do(job: dict[str, Any]) -> dict[str, Any]:
    """Text and picture of every page; Refused when the file cannot be read within the limits."""
    texts = texts_of(Path(job["source"]), job["max_pages"])
    try:
        sizes = draw_pages(Path(job["source"]), Path(job["folder"]), len(texts))
    except (pdfium.PdfiumError, ValueError) as error:
        raise Refused("damaged") from error
    pages = zip(texts, sizes, strict=True)
    return {"pages": [{"text": text, "width": width, "height": height} for text, (width, height) in pages]}


def texts_of(source: Path, max_pages: int) -> list[str]:
    """The text of each page; empty for one that is a scan."""
    try:
        reader = pypdf.PdfReader(source)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused("locked")
        count = len(reader.pages)
    except (Refused, MemoryError):
        raise
    except Exception as error:  # a damaged file makes a parser raise almost anything
        raise Refused("damaged") from error
    if count > max_pages:
        raise Refused("too_many_pages")
    if not count:
        raise Refused("no_pages")
    return [text_of(reader, number) for number in range(count)]


def text_of(reader: pypdf.PdfReader, number: int) -> str:
    """One page's text; a page whose text cannot be read still has its picture."""
    try:
        text = reader.pages[number].extract_text()
    except MemoryError:
        raise
    except Exception:  # as above
        return ""
    return text.replace("\x00", "")[:MAX_LETTERS]


def draw_pages(source: Path, folder: Path, count: int) -> list[tuple[int, int]]:
    """A picture of each page, one in memory at a time; the sizes in pixels."""
    folder.mkdir(parents=True, exist_ok=True)
    document = pdfium.PdfDocument(source)
    try:
        if len(document) != count:
            raise Refused("damaged")
        return [draw_page(document, number, folder) for number in range(count)]
    finally:
        document.close()


def draw_page(document: Any, number: int, folder: Path) -> tuple[int, int]:
    """Write one picture whole or not at all."""
    page = document[number]
    longest = max(page.get_width(), page.get_height())
    if not 1 <= longest <= 20_000:
        raise Refused("damaged")
    picture = page.render(scale=LONGEST_SIDE / longest, may_draw_forms=False).to_pil().convert("RGB")
    path = folder / f"page-{number + 1}.webp"
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("wb") as file:
        picture.save(file, "WEBP", quality=QUALITY, method=4)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    page.close()
    return int(picture.width), int(picture.height)


if __name__ == "__main__":
    main()
