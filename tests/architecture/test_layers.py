"""The layers hold for Python and for templates, and their gates can fail."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LAYERS = [
    {name.strip(" ()") for name in line.split("|")}
    for line in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0][
        "layers"
    ]
]
RANK = {app: len(LAYERS) - depth for depth, apps in enumerate(LAYERS) for app in apps}
REFERENCE = re.compile(
    r"""{%\s*(?:extends|include)\s+["'](?P<template>[a-z_]+)/[^"']*["']|{%\s*url\s+["'](?P<url>[a-z_]+)(?:-data)?:"""
    r"""|{%\s*load\s+(?P<load>[a-z_]+)|(?:extends|include)\s+["'](?P<other>[a-z_]+)/"""
)


def violations_of(template: Path, app: str) -> list[str]:
    """References of a template to an app that is not its own and not below it."""
    problems = []
    for match in REFERENCE.finditer(template.read_text(encoding="utf-8")):
        named = next(filter(None, match.groups()), "")
        if named in RANK and named != app and RANK[named] >= RANK[app]:
            problems.append(f"{template.name}: {match[0]}")
    return problems


def test_templates_use_their_own_app_and_lower_ones() -> None:
    problems = [
        problem
        for app in RANK
        for template in (ROOT / "besa" / app).glob("templates/**/*.*")
        for problem in violations_of(template, app)
    ]
    assert problems == []


def test_the_template_gate_sees_a_violation(tmp_path: Path) -> None:
    planted = tmp_path / "planted.html"
    planted.write_text('{% extends "core/base.html" %}{% include "reports/card.html" %}{% url "site:home" %}')
    assert len(violations_of(planted, "places")) == 2
    assert violations_of(planted, "site") == []


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("besa/places/planted.py", "import besa.reports.models"),  # upwards
        ("besa/reports/models/planted.py", "import besa.reports.services"),  # inside an app
    ],
)
def test_import_linter_sees_a_violation(tmp_path: Path, module: str, line: str) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(
        ROOT / "besa", copy / "besa", ignore=shutil.ignore_patterns("locale", "static", "templates", "*.pyc")
    )
    shutil.copy(ROOT / "pyproject.toml", copy)
    (copy / module).write_text(line + "\n")
    linter = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run(
        [linter, "--no-cache"], cwd=copy, capture_output=True, text=True, env={"PYTHONPATH": str(copy)}
    )
    assert result.returncode != 0, result.stdout
    assert "BROKEN" in result.stdout
