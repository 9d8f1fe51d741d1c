"""The text of a web page, as it was on the day: headings and paragraphs in order, no script, style or navigation."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

_SKIPPED: Final = {"script", "style", "noscript", "template", "svg", "head", "nav", "iframe", "object"}
_BLOCKS: Final = {
    "p", "div", "section", "article", "li", "ul", "ol", "tr", "table", "br", "hr", "h1", "h2", "h3", "h4", "h5",
    "h6", "blockquote", "header", "footer", "main", "dd", "dt", "figcaption", "title",
}  # fmt: skip
MAX_LETTERS: Final = 200_000


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self._skipping: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED:
            self._skipping.append(tag)
        elif tag in _BLOCKS:
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._skipping:
            del self._skipping[self._skipping.index(tag) :]
        elif tag in _BLOCKS:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self.lines[-1] += data


def text_of_page(content: bytes, media_type: str) -> str:
    """The readable text, one paragraph a line; plain text as it is. Empty for a type we do not read."""
    kind, _, rest = media_type.lower().partition(";")
    charset = rest.partition("charset=")[2].strip(" \"'") or "utf-8"
    try:
        text = content.decode(charset, errors="replace")
    except LookupError:
        text = content.decode("utf-8", errors="replace")
    text = text.replace("\x00", "")
    if kind.strip() == "text/plain":
        return text[:MAX_LETTERS].strip()
    if kind.strip() not in ("text/html", "application/xhtml+xml"):
        return ""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return "\n".join(filter(None, (" ".join(line.split()) for line in reader.lines)))[:MAX_LETTERS]
