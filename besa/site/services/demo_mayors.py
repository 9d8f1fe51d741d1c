"""Two more mayors of the demonstration, so that there is something to compare."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from besa.people.models import Organisation, User
from besa.places.models import Municipality
from besa.pledges.models import Mandate
from besa.pledges.services.drafting import Source, judge_testability
from besa.pledges.services.freezing import freeze_list
from besa.pledges.services.importing import import_list
from besa.pledges.services.mandates import Term, add_mandate, say_no_programme
from besa.pledges.testability import QUESTIONS
from besa.site.demonstration.other_mayors import FOUND, LIST_URL, LISTED, ROWS, SILENT
from besa.site.services.demo_rounds import hold_round, kept, noon_of


def load_other_mayors(organisation: Organisation, people: Mapping[str, User]) -> None:
    """One mayor's list that came as a table, with a published round; and one who published no programme."""
    today = timezone.localdate()
    listed = _mandate(LISTED, organisation)
    pledges = import_list(
        mandate=listed, rows=ROWS, language="sq", source=Source(url=LIST_URL), by=people["first"]
    )
    for pledge in pledges:
        judge_testability(pledge=pledge, answers=dict.fromkeys(QUESTIONS, True), note="")
    freeze_list(mandate=listed, by=people["editor"], at=noon_of(listed.starts + timedelta(days=75)))
    for pledge in pledges:
        pledge.refresh_from_db()
    proof = kept("spending.pdf", people["first"], noon_of(today - timedelta(days=FOUND.days_ago + 5)))
    hold_round(listed, pledges, FOUND, people, proof)
    say_no_programme(mandate=_mandate(SILENT, organisation))


def _mandate(holder: tuple[str, str, str], organisation: Organisation) -> Mandate:
    """Somebody in office since the elections that the first mayor won too."""
    name, gender, slug = holder
    starts = timezone.localdate() - timedelta(days=420)
    return add_mandate(
        name=name,
        gender=gender,
        municipality=Municipality.objects.get(slug=slug),
        term=Term(starts=starts, term_ends=starts + timedelta(days=4 * 365)),
        organisation=organisation,
    )
