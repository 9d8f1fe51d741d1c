"""Habits that keep the code readable, each with a planted offence that the gate must see."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_VIEW = 400, 40, 25


def modules() -> Iterator[Path]:
    """Every module of Besa that people wrote."""
    for path in (ROOT / "besa").rglob("*.py"):
        if "migrations" not in path.parts:
            yield path


def functions(source: str) -> Iterator[tuple[str, int]]:
    """Name and number of lines of each function, its docstring not counted."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            docstring = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
            yield node.name, (node.end_lineno or 0) - node.lineno + 1 - docstring


def too_long(source: str, limit: int) -> list[str]:
    """Functions longer than a number of lines."""
    return [f"{name}: {lines}" for name, lines in functions(source) if lines > limit]


def public_without_docstring(source: str) -> list[str]:
    """Public functions and classes of a module that say nothing about themselves."""
    return [
        node.name
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
        and not node.name.endswith(("Config", "Command"))
    ]


def silenced(source: str) -> bool:
    """Whether a module tells the type checker to look away."""
    return "type: " + "ignore" in source


def names_of_gettext(source: str) -> set[str]:
    """By which names a module calls the functions that translate."""
    return {
        alias.asname or alias.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if "gettext" in alias.name
    }


def test_files_and_functions_stay_short() -> None:
    problems = []
    for path in modules():
        source = path.read_text(encoding="utf-8")
        name = path.relative_to(ROOT).as_posix()
        if source.count("\n") > LONGEST_FILE:
            problems.append(f"{name}: {source.count(chr(10))} lines")
        limit = LONGEST_VIEW if "/views" in name else LONGEST_FUNCTION
        problems += [f"{name} {function}" for function in too_long(source, limit)]
    assert problems == []


def test_public_names_are_documented() -> None:
    problems = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in modules()
        for name in public_without_docstring(path.read_text(encoding="utf-8"))
    ]
    assert problems == []


def test_types_are_said_and_not_silenced() -> None:
    """Also in tests and in what developers use."""
    checked = [path for folder in ("besa", "tests", "dev") for path in (ROOT / folder).rglob("*.py")]
    assert [path for path in checked if silenced(path.read_text(encoding="utf-8"))] == []


def test_texts_are_asked_for_by_names_that_translators_see() -> None:
    known = {
        "_",
        "gettext",
        "gettext_lazy",
        "ngettext",
        "ngettext_lazy",
        "pgettext",
        "pgettext_lazy",
        "npgettext",
    }
    known |= {"npgettext_lazy", "gettext_noop"}
    assert {alias for path in modules() for alias in names_of_gettext(path.read_text())} <= known


def test_the_environment_is_read_in_one_place() -> None:
    readers = {
        path.relative_to(ROOT).as_posix()
        for path in modules()
        if "environ.get" in path.read_text() or "getenv" in path.read_text() or "environ[" in path.read_text()
    }
    assert readers == {"besa/config/environment.py"}


def test_no_junk_drawers() -> None:
    assert [path for path in modules() if path.stem in {"utils", "helpers", "misc", "common"}] == []


def test_the_gates_see_offences() -> None:
    long_function = "def wind():\n" + "    x = 1\n" * 50
    assert names_of_gettext("from django.utils.translation import gettext as _now") == {"_now"}
    assert silenced("wind = 1  # type: " + "ignore[assignment]")
    assert too_long(long_function, LONGEST_FUNCTION) == ["wind: 51"]
    assert public_without_docstring(long_function) == ["wind"]
