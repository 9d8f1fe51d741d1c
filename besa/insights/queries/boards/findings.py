"""The board of a survey's finding: shares from the counts in its file, an interval only where the sample allows one."""

from __future__ import annotations

import msgspec
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from besa.core import languages
from besa.core.links import absolute_url
from besa.insights.infographics.boards import Answer, FindingBoard, NoSubject
from besa.insights.infographics.finding import FEW, Finding, SurveyAnswer
from besa.insights.intervals import share_interval
from besa.insights.models import SurveyFinding
from besa.insights.queries.boards.frame import Request, short
from besa.insights.writing import day, percentage, plain

_choose = languages.choose


def finding_board(asked: Request) -> FindingBoard:
    """The board of a kept finding. It is as of its fieldwork, whatever day is asked for."""
    kept = public_finding(asked.subject)
    if kept is None:
        raise NoSubject(asked.subject)
    finding = msgspec.convert(kept.content, Finding)
    answers = tuple(_answer(finding, one) for one in finding.answers)
    first, last = day(finding.fieldwork.first), day(finding.fieldwork.last)
    return FindingBoard(
        template=asked.template,
        kicker=_choose(finding.title),
        title=_choose(finding.question),
        subtitle=_choose(finding.place),
        lead=(_leading(answers),),
        counted=_("Asked from %(first)s to %(last)s.") % {"first": first, "last": last},
        method=_method(finding),
        address=short(page_of_finding(asked)),
        words={"qr": _("QR code of the page with all details")},
        numbers={"n": plain(finding.n), **{f"{one.key}_percent": one.percent for one in answers}},
        answers=answers,
        answers_title=_n_in_words(finding.n),
        disclosure=_disclosure(finding),
        alt="; ".join(
            f"{one.label}: {one.percent}" + (f" ({one.range})" if one.range else "") for one in answers
        ),
    )


def public_finding(uid: str) -> SurveyFinding | None:
    """A finding that was not taken back."""
    found = SurveyFinding.objects.filter(uid=uid[:20], withdrawn_at__isnull=True)
    return found.select_related("organisation").first()


def page_of_finding(asked: Request) -> str:
    """The page that shows the finding with all that is known of it."""
    language = get_language() or languages.SQ
    return absolute_url("insights:board", "finding", asked.subject, language=language, brand=asked.brand.key)


def share_of(finding: Finding, answer: SurveyAnswer) -> float:
    """The weighted share where there is one, else the plain one."""
    return answer.n / finding.n if answer.share is None else answer.share


def _answer(finding: Finding, answer: SurveyAnswer) -> Answer:
    share = share_of(finding, answer)
    ends = None
    if finding.sample == "probability":
        effective = finding.n / finding.design_effect
        ends = share_interval(share * effective, effective)
    few = FEW > answer.n > 0
    return Answer(
        key=answer.key,
        label=_choose(answer.label),
        percent=percentage(share),
        share=share,
        low=ends[0] if ends else None,
        high=ends[1] if ends else None,
        range=_("%(low)s to %(high)s") % {"low": percentage(ends[0]), "high": percentage(ends[1])}
        if ends
        else "",
        number=pgettext("people", "fewer than %(n)s") % {"n": FEW} if few else plain(answer.n),
    )


def _leading(answers: tuple[Answer, ...]) -> str:
    """The answer that most people gave, with its share; the first of several that are level."""
    most = max(answers, key=lambda one: one.share)
    # Translators: a share and an answer, such as 54 %: "Yes, often"
    return _("%(percent)s: “%(answer)s”") % {"percent": most.percent, "answer": most.label}


def _n_in_words(n: int) -> str:
    return ngettext("%(n)s person answered", "%(n)s people answered", n) % {"n": plain(n)}


def _method(finding: Finding) -> str:
    if finding.sample == "opt_in":
        return _(
            "Those who took part chose to: this does not speak for everybody, and has no margin of error."
        )
    said = _("Random sample. The thin line is where the share lies with 95% confidence.")
    return f"{said} {_('Weighted.')}" if finding.weighted else said


_MODES = {
    "face_to_face": lambda: pgettext("survey", "face to face"),
    "phone": lambda: pgettext("survey", "by phone"),
    "web": lambda: pgettext("survey", "on the web"),
    "paper": lambda: pgettext("survey", "on paper"),
    "mixed": lambda: pgettext("survey", "in several ways"),
}


def _disclosure(finding: Finding) -> tuple[tuple[str, str], ...]:
    """What has to be known of every published result (AAPOR), as far as the file tells it."""
    sample = {
        "probability": pgettext("survey", "random sample"),
        "opt_in": pgettext("survey", "whoever wanted to take part"),
    }
    missing = finding.missing
    unanswered = {
        pgettext("survey", "did not know"): missing.dont_know,
        pgettext("survey", "refused"): missing.refused,
        pgettext("survey", "does not apply to them"): missing.not_applicable,
        pgettext("survey", "skipped"): missing.skipped,
    }
    return (
        (_("Conducted by"), finding.conducted_by),
        (_("Paid by"), finding.paid_by),
        (_("Population"), _choose(finding.population)),
        (_("Sample"), sample[finding.sample]),
        (pgettext("how people of a survey were reached", "Asked"), _MODES[finding.mode]()),
        (_("Answers"), plain(finding.n)),
        (
            _("Without an answer"),
            "; ".join(f"{word}: {plain(n)}" for word, n in unanswered.items() if n) or plain(0),
        ),
    )
