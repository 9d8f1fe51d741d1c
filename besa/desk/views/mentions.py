"""The notes in which the reader is mentioned."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from besa.desk.queries.colleagues import mentions_of
from besa.people.models import User
from besa.reports.services.notes import see_mentions


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mentions(request: HttpRequest) -> HttpResponse:
    """Where colleagues named the reader, unread first; POST marks one as read, or all."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    rows = mentions_of(request.user)
    if request.method == "POST":
        chosen = request.POST.get("mention", "")
        ids = [row.mention.pk for row in rows if chosen in ("", str(row.mention.pk))]
        if see_mentions(user=request.user, mention_ids=ids):
            messages.success(request, _("Marked as read."))
        return redirect("desk:mentions")
    return render(request, "desk/mentions.html", {"rows": rows, "unread": sum(row.is_new for row in rows)})
