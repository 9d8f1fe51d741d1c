"""What is kept of a report beside it goes when the report is erased."""

from __future__ import annotations

from besa.core.registries import companions
from besa.open311.models import ForeignRequest, Origin, WaitingPicture

_PREFIX = "report:"


def forget_report(subject: str) -> None:
    """Delete what names a report elsewhere, and pictures that were still to be fetched, in its erasing transaction."""
    if subject.startswith(_PREFIX):
        uid = subject.removeprefix(_PREFIX)
        for rows in (ForeignRequest, Origin, WaitingPicture):
            rows.objects.filter(report__uid=uid).delete()


companions.register("open311.exchange", forget_report)
