"""Reports assigned to the demonstration's officer, made in a site that runs.

`python -m tests.factories.officers_way 3` makes three. A program of its own, because a test that drives a browser has
another database.
"""

from __future__ import annotations

import sys

import django


def main(count: int) -> None:
    """Make reports on a line through Peja and assign them."""
    django.setup()
    from besa.core.vouching import Trust
    from besa.people.models import User
    from besa.places.models import Municipality
    from besa.reports.services.assigning import assign_report
    from besa.reports.services.submission import submit_report
    from tests.factories.submission import draft

    peja = Municipality.objects.get(slug="peja")
    officer = User.objects.get(email="officer.peja@besa.example")
    for number in range(count):
        words = f"Pusetë pa kapak, e {number + 1}-ta nga ura"
        given = draft(peja, lat=42.66 + number / 500, lon=20.29, text=words)
        report = submit_report(draft=given, device="a-phone", trust=Trust.SIGNED_IN)
        assign_report(
            report=report, role="officer", by=officer, department=report.department, assignee=officer
        )


if __name__ == "__main__":
    main(int(sys.argv[1]))
