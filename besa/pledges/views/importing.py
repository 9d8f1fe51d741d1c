"""A list of pledges is read, shown row by row, and imported when somebody says so."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from besa.core.views.trying import act_and_tell
from besa.pledges.forms.mandates import ListFileForm, source_of
from besa.pledges.importing.files import ListRefused, rows_of_file
from besa.pledges.importing.rows import ListRow, read_rows
from besa.pledges.models import Mandate, Programme
from besa.pledges.services.importing import import_list
from besa.pledges.views.loading import mandate_for
from besa.pledges.views.packing import pack, unpack

_SALT = "besa.pledges.list"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest, slug: str) -> HttpResponse:
    """First the file; then what was read of it; then the drafts."""
    mandate, _role, user = mandate_for(request, slug)
    if "rows" in request.POST:
        given = _checked(request.POST["rows"], mandate)
        done = _("Imported. The pledges wait among the drafts.")
        if given and act_and_tell(request, done, partial(import_list, mandate=mandate, by=user, **given)):
            return redirect("pledges:mandate_desk", slug)
        return redirect("pledges:import_list", slug)
    form = ListFileForm(mandate, request.POST or None, request.FILES or None)
    rows = _read(form, mandate) if form.is_bound and form.is_valid() else []
    context = {"form": form, "mandate": mandate, "rows": rows}
    if rows and not form.errors:
        right = [row for row in rows if row.is_right]
        context |= {"right": len(right), "token": pack(_SALT, mandate.pk, _packed(form, right))}
        context |= {"source": form.source}
    return render(request, "pledges/import_list.html", context, status=422 if form.errors else 200)


def _read(form: ListFileForm, mandate: Mandate) -> list[ListRow]:
    try:
        programme: Programme | None = form.cleaned_data["programme"]
        pages = programme.document.pages_count if programme and programme.document else 0
        return read_rows(rows_of_file(form.cleaned_data["file"]), mandate, pages)
    except ListRefused as refused:
        form.add_error("file", str(refused))
        return []


def _packed(form: ListFileForm, rows: list[ListRow]) -> dict[str, Any]:
    programme: Programme | None = form.cleaned_data["programme"]
    values = {key: form.cleaned_data[key] for key in ("language", "url")}
    return {"rows": [asdict(row) for row in rows], "programme": programme and programme.pk, **values}


def _checked(token: str, mandate: Mandate) -> dict[str, Any] | None:
    """What we read ourselves before; None for anything else."""
    packed = unpack(token, _SALT, mandate.pk)
    if packed is None:
        return None
    programme = Programme.objects.filter(mandate=mandate, pk=packed["programme"]).first()
    return {
        "rows": [ListRow(**row) for row in packed["rows"]],
        "language": packed["language"],
        "source": source_of(programme, packed["url"]),
    }
