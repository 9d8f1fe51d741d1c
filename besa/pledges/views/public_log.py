"""Pages around the pledges: how we know, what we got wrong, and mandates side by side."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from besa.pledges import method as numbers
from besa.pledges.areas import AREAS
from besa.pledges.grading import KINDS
from besa.pledges.public_tally import LEVEL_TOKENS
from besa.pledges.queries.public_changes import corrections_page
from besa.pledges.queries.public_compare import compare_page
from besa.pledges.statuses import FLAG_LABELS, GRADE_LABELS, LEVEL_LABELS, STATUSES
from besa.pledges.testability import QUESTIONS


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """How pledges are found, judged, published and corrected, from the tables that the software itself goes by."""
    levels = [
        (LEVEL_TOKENS[level], label, [facts for facts in STATUSES.values() if facts.level is level])
        for level, label in LEVEL_LABELS.items()
    ]
    context = {
        "statuses": STATUSES.values(),
        "levels": levels,
        "flags": FLAG_LABELS.values(),
        "grades": [
            (grade, label, [kind for kind in KINDS.values() if kind.grade is grade])
            for grade, label in GRADE_LABELS.items()
        ],
        "questions": QUESTIONS.values(),
        "areas": AREAS.values(),
        "version": numbers.VERSION,
        "alpha_publish": numbers.ALPHA_PUBLISH,
        "alpha_tentative": numbers.ALPHA_TENTATIVE,
        "reply_days": numbers.REPLY_WORKING_DAYS,
        "round_months": numbers.ROUND_MONTHS,
        "stale_months": numbers.STALE_MONTHS,
        "resamples": numbers.BOOTSTRAP_SAMPLES,
    }
    return render(request, "pledges/public_method.html", context)


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """Every rating that was corrected, with why: an error of ours, or new facts."""
    page = corrections_page(request.GET.get("page", "1"))
    return render(request, "pledges/public_corrections.html", {"page": page})


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Mandates and published series side by side."""
    page = compare_page(request.GET.get("page", "1"), request.GET.get("term", ""))
    return render(request, "pledges/public_compare.html", {"page": page})
