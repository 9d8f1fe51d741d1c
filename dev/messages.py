"""Finds the interface's texts and keeps the translation files in step with them.

    python -m dev.messages           updates besa/locale/*/LC_MESSAGES/django.po and lists what is missing
    python -m dev.messages --check   only lists; fails when anything is missing or stale

Texts are written in English; Albanian and Serbian Cyrillic are authored, Serbian Latin is derived.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.template.base import Lexer, TokenType
from django.utils.translation import trim_whitespace
from django.utils.translation.template import (
    block_re,
    constant_re,
    context_re,
    endblock_re,
    inline_re,
    plural_re,
)

ROOT = Path(__file__).resolve().parents[1]
KEYWORDS = {
    "gettext": None, "gettext_lazy": None, "gettext_noop": None, "_": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3), "npgettext_lazy": ((1, "c"), 2, 3),
}  # fmt: skip
PLURALS = {
    "sq": "nplurals=2; plural=(n != 1);",
    "sr": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
}
Key = tuple[str | None, str, str | None]  # context, text, plural


def texts() -> dict[Key, list[str]]:
    """Every text of the interface, and the files it is in."""
    found: dict[Key, list[str]] = {}
    for path in sorted((ROOT / "besa").rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            keys = _texts_of_python(path)
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            keys = _texts_of_template(path)
        else:
            continue
        for key in keys:
            places = found.setdefault(key, [])
            name = path.relative_to(ROOT).as_posix()
            if name not in places:
                places.append(name)
    return found


def _texts_of_python(path: Path) -> Iterator[Key]:
    source = path.read_bytes()
    within = "\n".join(_calls_in_f_strings(source)).encode()
    for _, message, _, context in extract("python", io.BytesIO(source + b"\n" + within), KEYWORDS):
        if isinstance(message, tuple):
            yield context, message[0], message[1] if len(message) > 1 else None
        elif message:
            yield context, message, None


def _calls_in_f_strings(source: bytes) -> Iterator[str]:
    """The calls that stand inside f-strings, where Babel does not look."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            yield from (ast.unparse(call) for call in ast.walk(node) if isinstance(call, ast.Call))


def _texts_of_template(path: Path) -> Iterator[Key]:
    block: dict[str, object] | None = None
    for token in Lexer(path.read_text(encoding="utf-8")).tokenize():
        if block is not None:
            if token.token_type == TokenType.BLOCK and endblock_re.match(token.contents):
                yield _key_of_block(block)
                block = None
            elif token.token_type == TokenType.BLOCK and plural_re.match(token.contents):
                block["plural"] = ""
            else:
                part = (
                    f"%({token.contents.split('|')[0].strip()})s"
                    if token.token_type == TokenType.VAR
                    else (token.contents.replace("%", "%%") if token.token_type == TokenType.TEXT else "")
                )
                where = "plural" if block["plural"] is not None else "text"
                block[where] = f"{block[where]}{part}"
        elif token.token_type == TokenType.BLOCK and (match := block_re.match(token.contents)):
            block = {
                "context": _context_in(match[1]),
                "text": "",
                "plural": None,
                "trimmed": " trimmed" in token.contents,
            }
        elif token.token_type == TokenType.BLOCK and (match := inline_re.match(token.contents)):
            yield _context_in(match[2]), match[1][1:-1], None
        elif token.token_type in (TokenType.BLOCK, TokenType.VAR):
            for constant in constant_re.findall(token.contents):
                yield None, constant[3:-2] if constant.startswith("_(") else constant.strip("\"'"), None


def _context_in(rest: str | None) -> str | None:
    """What a tag says after `context`, without its quotes."""
    match = context_re.match(rest or "")
    return match[1][1:-1] if match else None


def _key_of_block(block: dict[str, object]) -> Key:
    text, plural = str(block["text"]), block["plural"]
    if block["trimmed"]:
        text = trim_whitespace(text)
        plural = trim_whitespace(str(plural)) if plural is not None else None
    return block["context"], text, plural


def catalogue_path(language: str) -> Path:
    """Where a language's texts are."""
    return ROOT / "besa" / "locale" / language / "LC_MESSAGES" / "django.po"


def update(language: str, found: dict[Key, list[str]]) -> polib.POFile:
    """Add new texts, drop those that are gone, keep the translations."""
    path = catalogue_path(language)
    old = {(e.msgctxt, e.msgid): e for e in polib.pofile(str(path))} if path.exists() else {}
    new = polib.POFile(wrapwidth=110)
    new.metadata = {
        "Content-Type": "text/plain; charset=UTF-8", "Content-Transfer-Encoding": "8bit", "MIME-Version": "1.0",
        "Language": language, "Plural-Forms": PLURALS[language],
    }  # fmt: skip
    for (context, text, plural), files in sorted(found.items(), key=lambda item: (item[1], item[0][1])):
        known = old.get((context, text))
        forms = dict.fromkeys(range(2 if language == "sq" else 3), "") if plural else {}
        new.append(polib.POEntry(
            msgctxt=context, msgid=text, msgid_plural=plural or "", occurrences=[(name, "") for name in files],
            msgstr=known.msgstr if known and not plural else "",
            msgstr_plural=(known.msgstr_plural or forms) if known and plural else forms,
            flags=["python-format"] if re.search(r"%\(\w+\)[sd]", text) else [],
        ))  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    new.save(str(path))
    return new


def missing(language: str, found: dict[Key, list[str]]) -> list[str]:
    """Texts without a translation, or with placeholders that differ from the original's."""
    path = catalogue_path(language)
    known = {(e.msgctxt, e.msgid): e for e in polib.pofile(str(path))} if path.exists() else {}
    problems = []
    for (context, text, plural), files in found.items():
        entry = known.get((context, text))
        forms = list(entry.msgstr_plural.values()) if entry and plural else [entry.msgstr if entry else ""]
        wanted = set(re.findall(r"%\(\w+\)[sd]", f"{text} {plural or ''}"))
        if not entry or not all(forms) or not forms:
            problems.append(f"{language}: no translation of {text!r} in {files[0]}")
        elif any(set(re.findall(r"%\(\w+\)[sd]", form)) - wanted for form in forms) or (
            not plural and set(re.findall(r"%\(\w+\)[sd]", forms[0])) != wanted
        ):
            problems.append(f"{language}: placeholders differ in the translation of {text!r}")
    return problems


def stale(language: str, found: dict[Key, list[str]]) -> list[str]:
    """Translations of texts that are gone."""
    wanted = {(context, text) for context, text, _ in found}
    path = catalogue_path(language)
    known = polib.pofile(str(path)) if path.exists() else []
    return [f"{language}: nobody uses {e.msgid!r}" for e in known if (e.msgctxt, e.msgid) not in wanted]


def main() -> int:
    """Update or check; the exit status says whether all is translated."""
    found = texts()
    problems = []
    for language in PLURALS:
        if "--check" not in sys.argv:
            update(language, found)
        problems += missing(language, found) + stale(language, found)
    print(*problems, sep="\n")
    print(f"{len(found)} texts, {len(problems)} problems", file=sys.stderr)
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
