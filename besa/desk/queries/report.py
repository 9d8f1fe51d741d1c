"""Everything about one report that its page on the desk shows."""

from __future__ import annotations

from dataclasses import dataclass

from besa.people.models import Role
from besa.people.permissions import Standing
from besa.reports.duplicates import Likeness, similar_reports
from besa.reports.models import Report, Reporter
from besa.reports.models.report import State
from besa.reports.queries.desks import seen_from_desk
from besa.reports.queries.given_answers import all_answers
from besa.reports.queries.stories import DeskPhoto, Step, photos_of, story_of
from besa.reports.transitions import may_change

#: who may see how a reporter can be reached; an officer sees that there is an address, and writes through Besa
SEE_CONTACT = frozenset({Role.COORDINATOR})
SEE_NAME = frozenset({Role.OFFICER, Role.COORDINATOR})


@dataclass(frozen=True)
class Contact:
    """What an official may know of the reporter. Empty fields are not known, or not for this role.

    Mails go to an address only after its owner has confirmed it.
    """

    name: str = ""
    shows_name: bool = False
    has_email: bool = False
    is_confirmed: bool = False
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class DeskPage:
    """All that the page needs beside the report itself."""

    contact: Contact
    story: list[Step]
    photos: list[DeskPhoto]
    answers: list[tuple[str, str]]
    alike: list[Likeness]


def seen_report(pk: int, standing: Standing) -> Report | None:
    """A report with all that its page on the desk shows of it, or None for one that this person never sees."""
    found = seen_from_desk(standing).select_related(
        "municipality", "category", "department", "place", "reporter", "duplicate_of"
    )
    return found.filter(pk=pk).first()


def desk_page_of(report: Report, role: Role | None) -> DeskPage:
    """The page for somebody in this role (None: may look, not answer). At most six queries."""
    photos = photos_of(report)
    return DeskPage(
        contact=_contact_of(report, role),
        story=story_of(report, photos),
        photos=photos.get(None, []),
        answers=all_answers(report),
        alike=_alike(report, role),
    )


def _contact_of(report: Report, role: Role | None) -> Contact:
    reporter: Reporter | None = getattr(report, "reporter", None)
    if reporter is None:
        return Contact()
    reachable = role in SEE_CONTACT
    return Contact(
        name=reporter.name if role in SEE_NAME else "",
        shows_name=reporter.show_name,
        has_email=bool(reporter.email),
        is_confirmed=reporter.email_confirmed_at is not None,
        email=reporter.email if reachable else "",
        phone=reporter.phone if reachable else "",
    )


def _alike(report: Report, role: Role | None) -> list[Likeness]:
    """Reports nearby that it may be a duplicate of, when this role could say so."""
    if role is None or not may_change(report.state, State.DUPLICATE, role):
        return []
    found = similar_reports(
        lat=report.lat,
        lon=report.lon,
        category_key=report.category.key,
        text=report.text,
        trainee_id=report.trainee_id,
    )
    return [
        like
        for like in found
        if like.report.pk != report.pk and like.report.municipality_id == report.municipality_id
    ]
