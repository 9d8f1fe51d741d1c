"""What another system says about a report of ours becomes a change of state or an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from besa.open311.foreign.states import Meaning
from besa.open311.services.pictures import keep_addresses
from besa.reports.models import Report, Transition, Update
from besa.reports.models.report import State
from besa.reports.services.answers import answer_report
from besa.reports.services.state_change import ChangeRefused, change_state
from besa.reports.transitions import may_change
from besa.reports.wording import Wording

#: the other system speaks for the municipality that it belongs to
ROLE = "officer"


@dataclass(frozen=True)
class Word:
    """What was said: what it means for the state, in which words, with which pictures."""

    meaning: Meaning
    text: str = ""
    media_urls: Sequence[str] = ()


def tell_report(*, report: Report, word: Word) -> Transition | Update | None:
    """Do what a word means, in the caller's transaction; None where there is nothing to do.

    It happens now, whenever it was said there: nobody can make an answer earlier than it was given here. A word that
    the other system gives by itself, such as “received”, is no rapid reaction. Raises StaleReport when somebody was
    faster; the caller tries again.
    """
    wording = Wording(bulk=word.meaning.receipt)
    new = word.meaning.state
    try:
        if new and new != report.state and may_change(report.state, new, ROLE):
            done = change_state(
                report=report,
                new=State(new),
                role=ROLE,
                text=word.text,
                reason=word.meaning.reason,
                photos_follow=bool(word.media_urls),
                wording=wording,
            )
            _keep_pictures(report, done.update, word)
            return done
        if word.text:
            update = answer_report(report=report, role=ROLE, text=word.text, wording=wording)
            _keep_pictures(report, update, word)
            return update
    except ChangeRefused:
        return None
    return None


def _keep_pictures(report: Report, update: Update | None, word: Word) -> None:
    if update is not None:
        keep_addresses(report=report, update=update, urls=word.media_urls, by_official=True)
