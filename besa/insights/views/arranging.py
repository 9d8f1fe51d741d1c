"""For editors: the words and the order of an infographic, and findings of surveys."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from besa.core.context_processors import brand_of
from besa.insights.forms.boards import ArrangementForm, FindingForm
from besa.insights.infographics.absence import NothingToShow
from besa.insights.infographics.boards import NoSubject
from besa.insights.infographics.finding import NotAFinding, schema
from besa.insights.permissions import Desk, desk_of
from besa.insights.queries.boards.editing import Editing, editing_of, findings_of
from besa.insights.queries.boards.pages import read_request
from besa.insights.services.arranging import Draft, arrange_board, drop_arrangement
from besa.insights.services.findings import add_finding, withdraw_finding


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def arrange(request: HttpRequest, template: str, subject: str) -> HttpResponse:
    """`?language=`: the words in it, the order, the marks. POST keeps them, `drop` drops them."""
    chosen = request.POST or request.GET
    desk = desk_of(request.user, chosen.get("by", ""))
    asked = read_request(
        template, subject, {**chosen.dict(), "by": desk.organisation.slug}, brand_of(request)
    )
    try:
        editing = editing_of(asked)
    except (NoSubject, NothingToShow):
        raise Http404 from None
    if "drop" in request.POST and editing.kept:
        drop_arrangement(arrangement=editing.kept, role=desk.role, municipality=editing.town)
        return redirect(f"{editing.address}?language={asked.language}")
    form = ArrangementForm(editing.board, editing.items, asked.language, editing.kept, request.POST or None)
    if form.is_bound and form.is_valid():
        _keep(desk, editing, form)
        messages.success(request, _("Kept. The numbers stay as Besa counts them."))
        return redirect(f"{editing.address}?language={asked.language}&by={desk.organisation.slug}")
    return _arranging(request, form, editing)


def _keep(desk: Desk, editing: Editing, form: ArrangementForm) -> None:
    asked = editing.asked
    arrange_board(
        organisation=desk.organisation,
        template=asked.template,
        subject=asked.subject,
        draft=Draft(asked.language, form.words, form.order, form.accents),
        role=desk.role,
        municipality=editing.town,
    )


def _arranging(request: HttpRequest, form: ArrangementForm, editing: Editing) -> HttpResponse:
    context = {"form": form, "editing": editing, "asked": editing.asked}
    return render(request, "insights/arrange.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def findings(request: HttpRequest) -> HttpResponse:
    """The organisation's findings. POST adds one, from a file or from text; what is wrong with it is listed."""
    desk = desk_of(request.user, request.GET.get("by", ""))
    form = FindingForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        try:
            kept = add_finding(organisation=desk.organisation, content=form.content, role=desk.role)
        except NotAFinding as refused:
            for problem in refused.problems:
                form.add_error(None, problem)
        else:
            return redirect("insights:board", "finding", kept.uid)
    context = {"form": form, "organisation": desk.organisation, "findings": findings_of(desk.organisation)}
    return render(request, "insights/findings.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["POST"])
def withdraw(request: HttpRequest, uid: str) -> HttpResponse:
    """Take a finding of one's own organisation back."""
    desk = desk_of(request.user)
    found = next((one for one in findings_of(desk.organisation) if one.kept.uid == uid), None)
    if found is None:
        raise Http404
    withdraw_finding(finding=found.kept, role=desk.role)
    messages.success(request, _("Taken back. Nobody sees it any more."))
    return redirect(reverse("insights:findings"))


@require_safe
def finding_schema(request: HttpRequest) -> HttpResponse:
    """The contract for a finding's file."""
    response = JsonResponse(schema(), content_type="application/schema+json", json_dumps_params={"indent": 1})
    response["Access-Control-Allow-Origin"] = "*"
    return response
