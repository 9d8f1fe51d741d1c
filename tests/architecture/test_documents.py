"""The documents say what the code says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("document", ["architecture", "settings"])
def test_generated_parts_are_fresh(document: str) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "dev.documents", "--check", document], cwd=ROOT, capture_output=True
    )
    assert result.returncode == 0, f"run: python -m dev.documents  ({result.stdout.decode()})"


def test_every_dependency_says_why() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    project = text[text.index("\ndependencies") : text.index("\n[tool.")]
    listed = [line for line in project.splitlines() if line.startswith('    "')]
    unexplained = [
        line for line in listed if "  # " not in line and "], # " not in line and ", # " not in line
    ]
    assert listed
    assert unexplained == []


def test_lock_files_carry_hashes_and_no_hosts() -> None:
    for lock in [*ROOT.glob("*.lock"), ROOT / "package-lock.json"]:
        text = lock.read_text()
        assert "http://" not in text.replace("http://json-schema", "")
        assert not re.search(r"--(extra-)?index-url|\"resolved\": *\"https?:", text), lock.name
        assert "sha256:" in text or '"integrity"' in text


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for document in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", document.read_text()):
            if not (document.parent / target).exists():
                broken.append(f"{document.name} → {target}")
    assert broken == []
