"""The words of an HTML mail as lines of text, for mails that have no plain part."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_LINES = {
    "p",
    "div",
    "br",
    "tr",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "table",
    "ul",
    "ol",
    "blockquote",
    "hr",
    "pre",
}
_SILENT = {"style", "script", "head", "title"}
#: where mail programs put what they quote
_QUOTE = re.compile(
    r"gmail_quote|yahoo_quoted|moz-cite-prefix|divRplyFwdMsg|appendonsend|protonmail_quote", re.I
)
_VOID = {"br", "hr", "img", "meta", "link", "input", "col", "base", "area", "wbr"}


class _Words(HTMLParser):
    """Collects lines; quoted ones begin with `>`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines = [""]
        self._open: list[tuple[str, bool, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what is open, and whether it is a quotation or not for reading."""
        if tag in _LINES:
            self._new_line()
        if tag in _VOID:
            return
        named = " ".join(value or "" for name, value in attrs if name in ("class", "id"))
        self._open.append((tag, tag == "blockquote" or bool(_QUOTE.search(named)), tag in _SILENT))

    def handle_endtag(self, tag: str) -> None:
        """Close it, and whatever was left open in it."""
        if tag in _LINES:
            self._new_line()
        if any(opened == tag for opened, _, _ in self._open):
            while self._open.pop()[0] != tag:
                continue

    def handle_data(self, data: str) -> None:
        """Words, on the line that is being written."""
        if any(silent for _, _, silent in self._open):
            return
        words = re.sub(r"\s+", " ", data)
        if words.strip() and not self.lines[-1] and any(quoted for _, quoted, _ in self._open):
            self.lines[-1] = "> "
        self.lines[-1] += words if self.lines[-1] else words.lstrip()

    def _new_line(self) -> None:
        self.lines.append("")


def text_of(html: str) -> str:
    """The text; never fails, whatever the markup."""
    words = _Words()
    words.feed(html)
    words.close()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in words.lines)).strip()
