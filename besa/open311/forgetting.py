"""What is kept of a report beside it goes when the report is erased."""

from __future__ import annotations

from besa.core.forgetting import Forgetting
from besa.core.registries import companions
from besa.open311.models import ForeignRequest, Origin, WaitingPicture

_PREFIX = "report:"


def forget_report(forgetting: Forgetting) -> None:
    """Delete what names a report elsewhere, and pictures that were still to be fetched, in its erasing transaction.

    When passages are removed the exchange goes on, and what it wrote down of them goes.
    """
    if not forgetting.subject.startswith(_PREFIX):
        return
    uid = forgetting.subject.removeprefix(_PREFIX)
    if forgetting.everything:
        for rows in (ForeignRequest, Origin, WaitingPicture):
            rows.objects.filter(report__uid=uid).delete()
        return
    for origin in Origin.objects.filter(report__uid=uid):
        Origin.objects.filter(pk=origin.pk).update(text=forgetting.left_of(origin.text)[:300])


companions.register("open311.exchange", forget_report)
