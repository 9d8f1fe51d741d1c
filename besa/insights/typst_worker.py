"""Sets pages; runs as a process of its own, under limits, once for each document.

It knows no Django, no settings and no database: a job in JSON on its standard input, an answer on its standard
output. Started by `besa.insights.typesetting`; starts without importing Django, and no web process ever loads the
typesetting engine.

Job: `source` (path of the Typst source), `content` (what it shows, any JSON), `fonts` (folders), `outputs`: each with
`format` ("pdf", "png" or "svg"), `path`, `layout`, `dark`, `bleed`, `pages` (a
picture of several is as many files), and for a PNG `pixels` for each point. Every text reaches
the source as data and is shown as it is: none of it is ever read as markup or code. `about` has the `title` and the
`description` of what is shown, for those who do not see it: a picture carries them as its metadata. Answer:
`{"pages": n}` or `{"refused": why}`.
"""

from __future__ import annotations

import json
import os
import struct
import sys
import zlib
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import typst


def main() -> None:
    """Read the job, do it, print the answer."""
    try:
        answer = do(json.load(sys.stdin))
    except typst.TypstError as error:
        answer = {"refused": f"{error}"[:2000]}
    json.dump(answer, sys.stdout)


def do(job: dict[str, Any]) -> dict[str, Any]:
    """Write every output; TypstError for a page that cannot be set, or that warns of anything."""
    compiler_of = {"root": str(Path(job["source"]).parent), "font_paths": job["fonts"]}
    pages = 0
    for output in job["outputs"]:
        inputs = {
            "content": json.dumps(job["content"]),
            "layout": output["layout"],
            "dark": "yes" if output["dark"] else "no",
            "bleed": "yes" if output.get("bleed") else "no",
        }
        made, warnings = typst.compile_with_warnings(
            job["source"],
            format=output["format"],
            ppi=72 * output.get("pixels", 1),
            sys_inputs=inputs,
            ignore_system_fonts=True,
            pdf_standards=["ua-1"] if output["format"] == "pdf" else [],
            **compiler_of,
        )
        if warnings:
            return {"refused": "; ".join(warning.message for warning in warnings)[:2000]}
        files = made if isinstance(made, list) else [made]
        if output["format"] != "pdf" and len(files) != output["pages"]:
            return {"refused": f"{len(files)} pages instead of {output['pages']}"}
        about = job.get("about", {"title": "", "description": ""})
        describe = DESCRIBED.get(output["format"], as_it_is)
        for number, file in enumerate(files, start=1):
            write(Path(output["path"].replace("{n}", f"{number}")), describe(file, about))
        pages += output["pages"]
    return {"pages": pages}


def as_it_is(made: bytes, about: dict[str, str]) -> bytes:
    """A PDF has its description from its source."""
    return made


def described_svg(made: bytes, about: dict[str, str]) -> bytes:
    """The drawing with its title and description where readers of SVG look for them."""
    head, bracket, rest = made.decode().partition(">")
    named = (("title", about["title"]), ("desc", about["description"]))
    texts = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in named if text)
    role = ' role="img"' if texts else ""
    return f"{head}{role}{bracket}{texts}{rest}".encode()


def described_png(made: bytes, about: dict[str, str]) -> bytes:
    """The picture with its title and description as international text, right after its header."""
    after_header = 8 + 4 + 4 + 13 + 4
    texts = b"".join(
        png_chunk(b"iTXt", name + b"\0\0\0\0\0" + about[key].encode())
        for name, key in ((b"Title", "title"), (b"Description", "description"))
        if about[key]
    )
    return made[:after_header] + texts + made[after_header:]


def png_chunk(kind: bytes, data: bytes) -> bytes:
    """Length, kind, data, checksum: W3C PNG, section 5.3."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


DESCRIBED = {"svg": described_svg, "png": described_png}


def write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, and let it reach the disk."""
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


if __name__ == "__main__":
    main()
