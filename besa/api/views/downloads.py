"""The files with all public reports."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from besa.api.bulk.columns import COLUMNS
from besa.api.bulk.folder import FORMS
from besa.api.package import package_of
from besa.api.problems import Problem
from besa.api.queries import editions
from besa.api.views.answering import answer, for_readers


def _package(request: HttpRequest) -> HttpResponse:
    return answer(request, package_of(editions.published()))


def _file(request: HttpRequest, scope: str, form: str) -> HttpResponseBase:
    edition = editions.published()
    found = [one for one in editions.files_of(edition, scope) if one.form == form] if edition else []
    if edition is None or not found:
        raise Problem("not-found", _("There is no such file yet."))
    if editions.holds_what_was_withdrawn(edition, scope):
        detail = _("A report in this file was taken from view. The file is being made again.")
        raise Problem("being-made", detail, headers={"Retry-After": "120"})
    file, stamp = found[0], int(edition.as_of.timestamp())
    etag = f'"{file.sum}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag, last_modified=stamp)
    response = response or FileResponse(
        file.path.open("rb"), content_type=FORMS[form], as_attachment=True, filename=_name(scope, form, stamp)
    )
    response["ETag"], response["Last-Modified"] = etag, http_date(stamp)
    response["Cache-Control"] = "no-cache"  # what is withdrawn must be gone from caches too
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _name(scope: str, form: str, stamp: int) -> str:
    return f"besa-reports-{scope}-{http_date(stamp)[5:16].replace(' ', '-').lower()}.{form}"


package = for_readers(_package, frozenset)
file = for_readers(_file, frozenset)


@require_safe
def dictionary(request: HttpRequest) -> HttpResponse:
    """All files with their sizes and sums, and what each column means."""
    edition = editions.published()
    context = {
        "edition": edition,
        "scopes": editions.by_scope(edition) if edition else [],
        "building": editions.building(),
        "columns": COLUMNS,
    }
    return render(request, "api/files.html", context)
