"""Publications for tests, made through the services that people use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from besa.people.models import Organisation, Role, User
from besa.places.models import Municipality
from besa.publications.models import Edition, Revision
from besa.publications.services.publishing import publish_edition
from besa.publications.services.reviewing import approve_edition, submit_edition
from besa.publications.services.starting import Head, start_publication
from besa.publications.services.writing import add_block
from tests.factories.people import a_member
from tests.factories.places import make_municipality

BOUND = "{{figure reports.open|municipality=peja}}"
HEAD = Head("Zotimet në gjysmë të mandatit", "Peja", "Një përmbledhje.", ("Teuta Marku",))


@dataclass
class Newsroom:
    """An organisation that publishes: two editors, a monitor, and an editor of another organisation."""

    organisation: Organisation
    municipality: Municipality
    writer: User
    editor: User
    monitor: User
    stranger: User


def a_newsroom(organisation: str = "shtypi") -> Newsroom:
    """The people, with nothing written yet. The stranger's organisation is `<organisation>-tjeter`."""
    own, other = (
        Organisation.objects.create(slug=slug, names={"sq": slug.title()})
        for slug in (organisation, f"{organisation}-tjeter")
    )
    roles = (("writer", Role.EDITOR, own), ("editor", Role.EDITOR, own), ("monitor", Role.MONITOR, own))
    people = {
        name: a_member(role, organisation=owner, email=f"{name}@{organisation}.example")
        for name, role, owner in (*roles, ("stranger", Role.EDITOR, other))
    }
    return Newsroom(own, make_municipality("peja"), **people)


def an_edition(room: Newsroom, *blocks: tuple[str, dict[str, Any]], head: Head = HEAD) -> Edition:
    """A draft in Albanian with some blocks; one of text when none are given."""
    edition = start_publication(
        kind="monitoring_report",
        organisation=room.organisation,
        municipality=room.municipality,
        language="sq",
        head=head,
        by=room.writer,
    )
    for kind, data in blocks or (("text", {"markdown": f"Janë {BOUND} probleme të hapura."}),):
        add_block(edition=edition, kind=kind, data=data, after=None, by=room.writer)
    edition.refresh_from_db()
    return edition


def approved(room: Newsroom, edition: Edition) -> Edition:
    """The edition, approved by its writer and the monitor."""
    submit_edition(edition=edition, by=room.writer)
    approve_edition(edition=edition, by=room.writer)
    approve_edition(edition=edition, by=room.monitor, role="monitor")
    return edition


def published(room: Newsroom, edition: Edition) -> Revision:
    """The revision that everybody reads."""
    return publish_edition(edition=approved(room, edition), by=room.editor)
