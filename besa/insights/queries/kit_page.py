"""A share kit as its page shows it: files and texts by language, and the days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.functional import Promise

from besa.core.languages import TAGS
from besa.insights.editions import folder_of
from besa.insights.models import Edition
from besa.insights.queries.clips import TOPICS
from besa.insights.queries.editions import FILE_LABELS
from besa.insights.sharekit.networks import NETWORKS


@dataclass(frozen=True)
class KitFile:
    """A file that can be downloaded alone; `alt` says what a picture shows."""

    name: str
    label: str | Promise
    url: str
    alt: str
    is_picture: bool


@dataclass(frozen=True)
class KitText:
    """A text with the name of its network and how much room is left."""

    network: str
    topic: str | Promise
    subject: str
    text: str
    length: int
    most: int


@dataclass(frozen=True)
class KitLanguage:
    """All of a kit in one language."""

    code: str
    tag: str
    name: str
    pictures: list[KitFile]
    files: list[KitFile]
    texts: list[KitText]


@dataclass(frozen=True)
class KitPage:
    """A kit that is ready."""

    zip_url: str
    zip_size: str
    calendar_url: str
    calendar_table_url: str
    texts_url: str
    counted: str
    entries: list[dict[str, str]]
    languages: list[KitLanguage]
    films: bool


def newest_kit(series: str) -> Edition | None:
    """The kit that was ordered last."""
    return Edition.objects.filter(series=series).order_by("-created_at", "-pk").first()


def kit_page(kit: Edition | None, language: str) -> KitPage | None:
    """A kit's page, the reader's language first; None for one that is not ready."""
    if kit is None or kit.state != Edition.State.READY:
        return None
    content = kit.content
    subject = [content["municipality"], content["month"], language]
    urls = {
        name: reverse("insights-data:edition_file", args=["kits", *subject, name])
        for name in ("kit.zip", "calendar.ics", "calendar.csv", "texts.csv")
    }
    path = folder_of(kit.key) / "kit.zip"
    names = dict(settings.LANGUAGES)
    ordered = sorted(content["texts"], key=lambda code: code != language)
    return KitPage(
        zip_url=urls["kit.zip"],
        zip_size=filesizeformat(path.stat().st_size) if path.exists() else "",
        calendar_url=urls["calendar.ics"],
        calendar_table_url=urls["calendar.csv"],
        texts_url=urls["texts.csv"],
        counted=content["counted"],
        entries=content["entries"],
        languages=[_language(content, code, str(names[code])) for code in ordered],
        films=content["films"],
    )


def _language(content: dict[str, Any], code: str, name: str) -> KitLanguage:
    files = list(_files(content, code))
    return KitLanguage(
        code=code,
        tag=TAGS[code],
        name=name,
        pictures=[file for file in files if file.is_picture],
        files=[file for file in files if not file.name.endswith(".png")],
        texts=[
            KitText(
                network=NETWORKS[text["network"]].name,
                topic=TOPICS[text["topic"]],
                subject=text["subject"],
                text=text["text"],
                length=text["length"],
                most=text["most"],
            )
            for text in content["texts"][code]
        ],
    )


def _files(content: dict[str, Any], language: str) -> Iterator[KitFile]:
    for piece in content["pieces"]:
        if piece["language"] != language:
            continue
        for name in piece["names"]:
            if (folder_of(piece["key"]) / name).exists():
                address = [piece["kind"], content["municipality"], piece["subject"], language, name]
                label = FILE_LABELS.get(name, name)
                shown = (
                    name.endswith(".png") and piece["kind"] != "clips"
                )  # the first scene of a film is no picture
                if piece["place"]:
                    label = f"{piece['place']}: {label}"
                yield KitFile(
                    name, label, reverse("insights-data:edition_file", args=address), piece["alt"], shown
                )
