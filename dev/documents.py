"""Writes the generated parts of the documents: the layer picture, the table of settings.

python -m dev.documents                    writes
python -m dev.documents --check settings   fails when the document is not fresh
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

from besa.config.environment import VARIABLES

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PURPOSES = {
    "config": "settings, root URLs, wsgi",
    "site": "home, municipality page, search, the public ledger's pages",
    "open311": "standards at the edge",
    "alerts": "who is told, how",
    "practice": "learning the desk on the desk",
    "desk": "where officials work on reports",
    "delivery": "recipients, what was sent to them, what came back",
    "projects": "donor data, fed by everything below",
    "publications": "made from everything below",
    "insights": "what the numbers say",
    "dialogue": "meetings, decisions, actions",
    "reports": "what citizens bring",
    "people": "accounts, roles, permissions",
    "places": "municipalities, boundaries, settlements",
    "ledger": "every public act, provable",
    "core": "time, ids, outbox, registries, components",
}


def layers() -> str:
    """The layers as import-linter checks them; apps in brackets are designed and not built yet."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    lines = []
    for layer in contract["layers"]:
        first = layer.split("|")[0].strip(" ()")
        lines.append(f"{layer:<95} {PURPOSES.get(first, '')}".rstrip())
    return "```\n" + "\n".join(lines) + "\n```"


def settings_table() -> str:
    """All variables of the environment."""
    rows = [
        f"| `{v.name}` | {f'`{v.default}`' if v.default else '(empty)'} | {v.meaning} |" for v in VARIABLES
    ]
    return "\n".join(["| variable | default | meaning |", "|---|---|---|", *rows])


GENERATED = {"architecture": layers, "settings": settings_table}


def refreshed(document: str) -> tuple[str, str]:
    """The document as it is and as it should be."""
    text = (DOCS / f"{document}.md").read_text()
    body = GENERATED[document]()
    pattern = r"(<!-- generated -->\n).*?(\n<!-- end of generated -->)"
    return text, re.sub(pattern, lambda match: match[1] + body + match[2], text, flags=re.S)


def main() -> int:
    """Write the documents, or check one."""
    if "--check" in sys.argv:
        old, new = refreshed(sys.argv[-1])
        return old != new
    for document in GENERATED:
        (DOCS / f"{document}.md").write_text(refreshed(document)[1])
    return 0


if __name__ == "__main__":
    sys.exit(main())
