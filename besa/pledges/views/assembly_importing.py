"""Tables of members and of sessions: read, shown row by row, and kept when somebody says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from functools import partial
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from besa.core.dates import day_of
from besa.core.folding import fold
from besa.core.views.trying import act_and_tell
from besa.pledges.assembly_words import OPTION_LABELS, PRESENCE_LABELS
from besa.pledges.forms.assemblies import MembersTableForm, SheetForm, TableForm
from besa.pledges.importing.files import ListRefused
from besa.pledges.importing.members import MemberRow, read_members
from besa.pledges.importing.session_sheet import SheetRow, read_sheet
from besa.pledges.models import PublicBody, Session
from besa.pledges.queries.assemblies import members_on, newest_counts, newest_roll
from besa.pledges.services.assemblies import Seat, seat_members
from besa.pledges.services.session_importing import import_session
from besa.pledges.services.sessions import Correcting
from besa.pledges.views.loading import assembly_for, session_for
from besa.pledges.views.monitoring import read_or_send
from besa.pledges.views.packing import pack, unpack

Row = TypeVar("Row", MemberRow, SheetRow)
_MEMBERS, _SHEET = "besa.pledges.members", "besa.pledges.sheet"


@never_cache
@read_or_send
def import_members(request: HttpRequest, slug: str) -> HttpResponse:
    """A table of members."""
    body, role, _user = assembly_for(request, slug)
    if "rows" in request.POST:
        packed = unpack(request.POST["rows"], _MEMBERS, body.pk)
        act = partial(_seat, body, packed, str(role))
        done = bool(packed) and act_and_tell(request, _("Imported."), act)
        return redirect("pledges:assembly_desk" if done else "pledges:import_members", slug)
    form = MembersTableForm(request.POST or None, request.FILES or None)
    rows = _read(form, partial(_members, form, body))
    values = {key: form.cleaned_data[key].isoformat() for key in ("starts", "term_ends")} if rows else {}
    context = {"heading": _("Import members"), "assembly": body, "back": request.path}
    context["columns"] = _(
        "The first row names the columns: “name”, and if you like “party”, “from” and “role” (chair)."
        " Albanian and Serbian names work as well."
    )
    shown = [(row, _said_of_member(row)) for row in rows]
    return _show(request, form, shown, context, partial(pack, _MEMBERS, body.pk), values)


@never_cache
@read_or_send
def import_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """A table of a session's attendance and votes."""
    session, role, user = session_for(request, pk)
    if "rows" in request.POST:
        packed = unpack(request.POST["rows"], _SHEET, pk)
        act = partial(_record, session, packed, by=user, role=str(role))
        done = bool(packed) and act_and_tell(request, _("Imported."), act)
        return redirect("pledges:session_desk" if done else "pledges:import_sheet", pk)
    counts = newest_counts([session])
    seen = len(counts) + (newest_roll(session) is not None)
    form = SheetForm(seen, request.POST or None, request.FILES or None)
    rows = _read(form, partial(_sheet, form, session))
    context = {"heading": _("Import attendance and votes"), "assembly": session.body, "back": request.path}
    context["session"] = session
    context["columns"] = _(
        "The first row names the columns: “name”, “attendance”, and the number of each decision that is written"
        " down. Albanian and Serbian names work as well."
    )
    shown = [(row, _said_of_row(row)) for row in rows]
    values = asdict(form.correcting) if rows else {}
    return _show(request, form, shown, context, partial(pack, _SHEET, pk), values)


def _show(
    request: HttpRequest,
    form: TableForm,
    shown: Sequence[tuple[MemberRow | SheetRow, str]],
    context: dict[str, Any],
    packing: Callable[[Any], str],
    values: dict[str, Any],
) -> HttpResponse:
    """The form, or what was read with what is wrong, and the button that keeps the right rows."""
    context |= {"form": form, "rows": shown}
    if shown and not form.errors:
        right = [asdict(row) for row, _said in shown if row.is_right]
        context |= {"right": len(right), "token": packing({"rows": right, **values})}
    return render(request, "pledges/import_rows.html", context, status=422 if form.errors else 200)


def _read(form: TableForm, read: Callable[[], list[Row]]) -> list[Row]:
    if not form.is_bound or not form.is_valid():
        return []
    try:
        return read()
    except ListRefused as refused:
        form.add_error("file" if form.cleaned_data.get("file") else "pasted", str(refused))
        return []


def _members(form: MembersTableForm, body: PublicBody) -> list[MemberRow]:
    first, last = form.cleaned_data["starts"], form.cleaned_data["term_ends"]
    seated = {fold(name) for member in members_on(body, first) for name in member.person.names.values()}
    return read_members(form.table, first, last, seated)


def _sheet(form: SheetForm, session: Session) -> list[SheetRow]:
    decisions = [count.vote.number for count in newest_counts([session]).values()]
    return read_sheet(form.table, members_on(session.body, session.held_on), decisions)


def _seat(body: PublicBody, packed: dict[str, Any], role: str) -> None:
    ends = date.fromisoformat(packed["term_ends"])
    rows = [MemberRow(**row) for row in packed["rows"]]
    seats = [Seat(row.name, row.party, date.fromisoformat(row.starts), ends, row.presides) for row in rows]
    seat_members(assembly=body, seats=seats, role=role)


def _record(session: Session, packed: dict[str, Any], **who: Any) -> None:
    rows = [SheetRow(**row) for row in packed["rows"]]
    correcting = Correcting(packed["kind"], packed["why"], packed["language"])
    import_session(session=session, rows=rows, correcting=correcting, **who)


def _said_of_member(row: MemberRow) -> str:
    day = day_of(date.fromisoformat(row.starts))
    words = [row.party, _("since %(day)s") % {"day": day}, _("chairs the assembly") if row.presides else ""]
    return ", ".join(word for word in words if word)


def _said_of_row(row: SheetRow) -> str:
    presence = [capfirst(str(PRESENCE_LABELS[row.presence]))] if row.presence else []
    return "; ".join([*presence, *(f"{number}: {OPTION_LABELS[key]}" for number, key in row.options.items())])
