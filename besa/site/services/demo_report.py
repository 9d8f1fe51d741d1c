"""The demonstration's report: written, translated, approved by two people and published, in two languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from besa.people.models import User
from besa.pledges.models import Mandate
from besa.publications.models import Conflict, Edition
from besa.publications.services.files import add_photo, draw_photo
from besa.publications.services.publishing import publish_edition
from besa.publications.services.reviewing import approve_edition, submit_edition
from besa.publications.services.starting import Head, add_translation, start_publication, write_head
from besa.publications.services.writing import add_block, save_block
from besa.reports.drawn_scenes import picture_of
from besa.site.demonstration.promises import MEMBERS
from besa.site.demonstration.report import AUTHORS, PARTS, SUBTITLE, SUMMARY, TITLE


def load_report(mandate: Mandate) -> None:
    """Write the report on a mandate that is rated already, and publish it."""
    addresses = {name: email for name, email, _full, _role in MEMBERS}
    people = {name: User.objects.get(email=email) for name, email in addresses.items()}
    original = _original(mandate, people["editor"])
    _published(original, people)
    _published(_translated(original, mandate, people["editor"]), people)


def _original(mandate: Mandate, editor: User) -> Edition:
    assert mandate.monitored_by is not None
    edition = start_publication(
        kind="monitoring_report",
        organisation=mandate.monitored_by,
        municipality=mandate.municipality,
        language="sq",
        head=_head("sq"),
        by=editor,
    )
    names = {"MANDATE": mandate.slug, "PHOTO": _drawn(edition, editor)}
    for part in PARTS:
        add_block(edition=edition, kind=part.kind, data=_about(part.data, names), after=None, by=editor)
    return edition


def _drawn(edition: Edition, editor: User) -> str:
    """The key of a photo of the mended road, made ready as the worker does it."""
    photo = add_photo(
        publication=edition.publication, file=picture_of("road_damage", 7, mended=True), by=editor
    )
    draw_photo(photo_id=photo.pk)
    return photo.key


def _translated(original: Edition, mandate: Mandate, editor: User) -> Edition:
    edition = add_translation(publication=original.publication, language="sr", by=editor)
    write_head(edition=edition, head=_head("sr"), seen=1, by=editor)
    for block, part in zip(edition.blocks.all(), PARTS, strict=True):
        if part.serbian:
            words = _about(part.serbian, {"MANDATE": mandate.slug})
            saved = save_block(edition=edition, uid=block.uid, data=words, seen=1, by=editor)
            assert not isinstance(saved, Conflict)
    return edition


def _published(edition: Edition, people: Mapping[str, User]) -> None:
    submit_edition(edition=edition, by=people["editor"])
    approve_edition(edition=edition, by=people["adjudicator"], role="monitor")
    approve_edition(edition=edition, by=people["second"], role="monitor")
    publish_edition(edition=edition, by=people["editor"])


def _head(language: str) -> Head:
    return Head(TITLE[language], SUBTITLE[language], SUMMARY[language], AUTHORS[language])


def _about(value: Any, names: Mapping[str, str]) -> Any:
    """A block's data with what the names stand for in their place."""
    if isinstance(value, str):
        for name, meant in names.items():
            value = value.replace(name, meant)
        return value
    if isinstance(value, Mapping):
        return {key: _about(one, names) for key, one in value.items()}
    if isinstance(value, list):
        return [_about(one, names) for one in value]
    return value
