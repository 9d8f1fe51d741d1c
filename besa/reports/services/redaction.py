"""Removing words from a report, for good: no copy of what was removed is kept anywhere.

The same way through all copies as erasing a report (`forgetting.py`). A list outside the database keeps where words
were removed, so that a restored backup loses them again; see docs/decisions/0025-removed-words.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial

from django.db import transaction
from django.utils import timezone

from besa.core.forgetting import MARK, Cut, Forgetting, Loss, passages_by
from besa.core.models import OutgoingMail
from besa.core.services import publish
from besa.ledger.erasure_list import Erasure, keep_erasures
from besa.ledger.models import Entry
from besa.ledger.services import erase_payloads
from besa.people.models import User
from besa.reports import exposure
from besa.reports.card_files import delete_report_cards
from besa.reports.events import ReportChanged, WordsForgotten
from besa.reports.labels import REDACTION_LABELS
from besa.reports.models import Change, Report, Reporter
from besa.reports.models.report import Visibility
from besa.reports.said import Words, words_about
from besa.reports.services.forgetting import forget_copies, forget_words
from besa.reports.services.state_change import ChangeRefused, record_act

MAX_PASSAGES = 50
MAX_PASSAGE = 4000
#: fewer letters than that stand everywhere
LEAST_PASSAGE = 2


def redact_report(
    *,
    report: Report,
    passages: Sequence[str],
    reason: str,
    role: str,
    by: User | None = None,
    with_name: bool = False,
) -> Change:
    """Remove passages from all that was written about a report, and from the reports that were split from it or from
    which it was split in the same municipality.

    `with_name` removes the reporter's name too, which then is nobody's to see any more. Raises ChangeRefused for an
    erased report, an unknown reason, passages that are too many or too short, and when nothing of it stands there.
    """
    _refuse(report, passages, reason)
    with transaction.atomic():
        wanted = tuple(dict.fromkeys([*passages, *(shown_names(report) if with_name else [])]))
        change = _redact(report, wanted, reason, role, by)
        for part in _family(report):
            _redact(part, wanted, reason, role, by)
        if change is None:
            raise ChangeRefused("words_not_found")
    delete_report_cards(report.pk)
    report.refresh_from_db()
    return change


def shown_names(report: Report) -> list[str]:
    """The reporter's name, where everybody may see it."""
    shown = Reporter.objects.filter(report=report, show_name=True).exclude(name="")
    return list(shown.values_list("name", flat=True))


def redact_again(*, report: Report, losses: Sequence[Loss]) -> bool:
    """Remove from a restored report what had been removed from it; False when nothing of it came back.

    Where words were is known, and what they were, from the restored text itself. A text in which they cannot be found,
    because it is none from which they were removed, goes altogether, and with it all copies.
    """
    lost, passages = _came_back(report, losses)
    if not lost and not passages:
        return False
    reason = next((loss.reason for loss in reversed(losses) if loss.reason), "other")
    with transaction.atomic():
        if lost:
            OutgoingMail.objects.filter(subject_key=f"report:{report.pk}").delete()
            erase_payloads(subject=f"report:{report.uid}", holding=bool)
            for words in lost:
                left = Forgetting("").left_in(words.value) or MARK
                words.place.rows(report).filter(pk=words.pk).update(**{words.place.column: left})
        if _redact(report, tuple(passages), reason, "restore", None) is None:
            _note(report, reason, "restore", None, [])
    delete_report_cards(report.pk)
    return True


def _family(report: Report) -> list[Report]:
    """Reports that were split from it, or it from them: their words may be the same."""
    known = {report.pk: report}
    waiting = [report]
    while waiting:
        one = waiting.pop()
        near = Report.objects.select_related("municipality").filter(municipality_id=report.municipality_id)
        for other in [*near.filter(split_from=one), *near.filter(pk=one.split_from_id or 0)]:
            if other.pk not in known and other.visibility != Visibility.ERASED:
                known[other.pk] = other
                waiting.append(other)
    return [one for one in known.values() if one.pk != report.pk]


def _refuse(report: Report, passages: Sequence[str], reason: str) -> None:
    if report.visibility == Visibility.ERASED or report.is_practice:
        raise ChangeRefused("erased")
    if reason not in REDACTION_LABELS:
        raise ChangeRefused("reason_missing")
    lengths = [len("".join(passage.split())) for passage in passages]
    if len(lengths) > MAX_PASSAGES or any(not LEAST_PASSAGE <= n <= MAX_PASSAGE for n in lengths):
        raise ChangeRefused("words_too_short")


def _redact(
    report: Report, passages: tuple[str, ...], reason: str, role: str, by: User | None
) -> Change | None:
    """Remove passages from one report and all copies; None when it holds none of them."""
    if not passages:
        return None
    forgetting = Forgetting(f"report:{report.uid}", passages)
    cuts = forget_words(report, forgetting)
    if not cuts:
        return None
    # What is left of a name is nobody's name.
    Reporter.objects.filter(report=report, show_name=True, name__contains=MARK).update(
        name="", show_name=False
    )
    report.refresh_from_db()
    forget_copies(report, forgetting)
    return _note(report, reason, role, by, cuts)


def _note(report: Report, reason: str, role: str, by: User | None, cuts: list[Cut]) -> Change:
    """What everybody may know of it: that it was done, when, why and by whom."""
    now = timezone.now()
    Report.objects.filter(pk=report.pk).update(changed_at=now, has_changes=True)
    report.refresh_from_db()
    if report.visibility == Visibility.PUBLIC:
        exposure.change(
            report, old_state=report.state, old_category_id=report.category_id, old_zkey=report.zkey
        )
        exposure.write_words(report)
    change = Change.objects.create(
        report=report, kind=Change.Kind.REDACTED, at=now, actor_role=role, actor=by,
        municipality_id=report.municipality_id, after={"reason": reason},
    )  # fmt: skip
    entry = record_act(report=report, verb="reports.redacted", role=role, facts={"reason": reason})
    # After a restore the list outside the database says so already.
    kept = [] if role == "restore" else cuts
    if entry is not None:
        _keep_outside(report, entry, kept, reason)
    publish(ReportChanged(report=report.pk, change=change.pk))
    return change


def _keep_outside(report: Report, entry: Entry, cuts: list[Cut], reason: str) -> None:
    erasure = Erasure.told_by(entry.subject, entry.leaf, tuple(cuts), reason)
    if cuts:
        transaction.on_commit(partial(keep_erasures, [erasure]))
    publish(
        WordsForgotten(
            report=report.pk, subject=erasure.subject, entry=erasure.entry, cuts=cuts, reason=reason
        )
    )


def _came_back(report: Report, losses: Sequence[Loss]) -> tuple[list[Words], list[str]]:
    """The texts in which removed words cannot be found, and the words that can."""
    chains: dict[tuple[str, ...], list[Cut]] = defaultdict(list)
    for loss in losses:
        for cut in loss.cuts:
            chains[cut.where].append(cut)
    lost: list[Words] = []
    passages: list[str] = []
    for words in words_about(report):
        for text, cuts in _with_cuts(words, chains):
            found = passages_by(cuts, text)
            if found is None:
                lost.append(words)
            else:
                passages += found
    return lost, list(dict.fromkeys(passages))


def _with_cuts(words: Words, chains: dict[tuple[str, ...], list[Cut]]) -> list[tuple[str, list[Cut]]]:
    """The texts in a column that were cut, with their cuts."""
    found = []
    for where, cuts in chains.items():
        if where[: len(words.where)] == words.where:
            text = _text_at(words.value, where[len(words.where) :])
            if text is not None:
                found.append((text, cuts))
    return found


def _text_at(value: object, way: Sequence[str]) -> str | None:
    for key in way:
        if isinstance(value, dict):
            value = value.get(key)
        elif isinstance(value, list) and int(key) < len(value):
            value = value[int(key)]
        else:
            return None
    return value if isinstance(value, str) else None
