"""How the words of an answer came about is kept, and a receipt is no rapid reaction."""

from __future__ import annotations

import pytest

from besa.reports.models import Report, Transition, Update
from besa.reports.services import answers
from besa.reports.services.erasure import erase_report
from besa.reports.wording import Wording
from tests.factories.desk import a_report

pytestmark = pytest.mark.django_db
RECEIPTS = (Wording(by_template=True), Wording(bulk=True), Wording(by_template=True, bulk=True))


@pytest.mark.parametrize("wording", RECEIPTS)
def test_a_bulk_or_templated_receipt_is_no_reaction(wording: Wording) -> None:
    report = a_report()
    answers.answer_report(report=report, role="officer", text="We got it", wording=wording)
    answers.acknowledge_report(report=report, role="officer", text="We got it", wording=wording)
    row = Report.objects.get(pk=report.pk)
    assert row.responded_at is None
    done = Transition.objects.get(report=report, new="acknowledged")
    assert (done.bulk, done.by_template) == (wording.bulk, wording.by_template)
    assert set(report.updates.values_list("bulk", "by_template")) == {(wording.bulk, wording.by_template)}


def test_a_repair_counts_even_with_prepared_words() -> None:
    report = a_report()
    answers.fix_report(report=report, role="officer", text="Done", wording=Wording(by_template=True))
    assert Report.objects.get(pk=report.pk).responded_at is not None


def test_words_in_two_languages_are_one_update_and_erased_together() -> None:
    report = a_report()
    answers.answer_report(
        report=report,
        role="officer",
        text="Vijmë të hënën",
        wording=Wording(language="sq", texts={"sr": "Долазимо у понедељак"}),
    )
    update = Update.objects.get(report=report)
    assert (update.language, update.texts) == ("sq", {"sr": "Долазимо у понедељак"})
    erase_report(report=report, role="moderator")
    update.refresh_from_db()
    assert (update.text, update.texts) == ("", {})
