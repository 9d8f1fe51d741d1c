"""Acts on a report leave the desk in one place, `reports/services/telling.py`: that is what keeps practice silent."""

from __future__ import annotations

import ast
from pathlib import Path

SERVICES = Path(__file__).resolve().parents[2] / "besa/reports/services"
#: what is silent about practice reports by not being there for them, and why
OTHERS = {
    "telling.py": "the place itself",
    "additions.py": "the reporter's private link, which nobody has of a practice report",
    "asking_again.py": "asks about public reports only",
    "categories.py": "settings, no reports",
    "erasure.py": "moderators and reporters, who reach no practice report",
    "escalation.py": "reminds of public reports only",
    "imports.py": "makes reports of files",
    "joining.py": "me too, on public pages only",
    "locating.py": "the worker, after a report was received: no event tells of a practice report",
    "moderation.py": "moderators, who reach no practice report",
    "promising.py": "settings, no reports",
    "publication.py": "reports that become public, which the database refuses for practice",
    "redaction.py": "moderators, who reach no practice report",
    "submission.py": "makes citizens' reports",
    "synthetic.py": "makes reports for measuring",
    "templates.py": "settings, no reports",
}
_WAYS_OUT = {"besa.core.services": {"publish", "queue_mail"}, "besa.ledger.services": {"record"}}


def ways_out(source: str) -> set[str]:
    """What a module imports that reaches the ledger or the outbox."""
    return {
        name.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and node.module in _WAYS_OUT
        for name in node.names
        if name.name in _WAYS_OUT[node.module]
    }


def test_acts_on_reports_tell_in_one_place() -> None:
    found = {path.name for path in SERVICES.glob("*.py") if ways_out(path.read_text(encoding="utf-8"))}
    assert found == set(OTHERS), "write through telling.py, or say why no practice report comes there"


def test_the_gate_sees_an_act_that_tells_by_itself() -> None:
    planted = "from besa.core.services import publish, run_later\nfrom besa.ledger.services import record\n"
    assert ways_out(planted) == {"publish", "record"}
    assert ways_out("from besa.reports.services.telling import tell\n") == set()
