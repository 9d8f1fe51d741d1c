"""What a share kit is made of: files, texts and days, all counted when it is ordered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext, pgettext

from besa.core import languages
from besa.core.brands import Brand
from besa.core.links import absolute_url
from besa.insights.cards import card
from besa.insights.clips.filming import ffmpeg_path
from besa.insights.counting import Count
from besa.insights.editions import KINDS, Wanted, key_of
from besa.insights.infographics.absence import NothingToShow
from besa.insights.infographics.boards import NoSubject
from besa.insights.ingredients import ingredients
from besa.insights.queries.boards import Request, content_of
from besa.insights.queries.boards.frame import short
from besa.insights.queries.breakdown import BREAKDOWNS, break_down
from besa.insights.queries.clips import (
    MAYOR,
    MONTH,
    REPORT,
    TOPICS,
    clip_wanted,
    open_in_words,
    rapid_in_words,
    repaired_in_words,
    reported_in_words,
)
from besa.insights.queries.editions import Corner, corner_of, handout_wanted, poster_wanted
from besa.insights.queries.messages import messages_of
from besa.insights.queries.month import Month, asked_of, count_month, month_key, month_name
from besa.insights.queries.promised import promised_in
from besa.insights.scopes import ask
from besa.insights.sharekit.calendar import Entry, posting_days
from besa.insights.sharekit.texts import Message, texts_of
from besa.insights.writing import day, percentage, plain
from besa.places.calendar import calendar_of
from besa.places.models import Municipality
from besa.reports.queries.where import spot_of

#: places with posters and leaflets of their own: those from which most was reported in a year
_PLACES: Final = 3
#: what is posted, in this order, and with what
_PLAN: Final = (MONTH, REPORT, MAYOR, MONTH, REPORT)


@dataclass(frozen=True)
class Piece:
    """An edition whose files are in the kit: in which folder of the zip, in which language, and which files."""

    wanted: Wanted
    folder: str
    language: str
    names: tuple[str, ...]
    alt: str = ""
    place: str = ""

    def as_json(self) -> dict[str, Any]:
        """What the kit keeps of it."""
        return {
            "key": key_of(self.wanted),
            "kind": self.wanted.kind.key,
            "subject": self.wanted.subject,
            "folder": self.folder,
            "language": self.language,
            "names": list(self.names),
            "alt": self.alt,
            "place": self.place,
        }


def kit_wanted(municipality: Municipality, first: date, language: str, brand: Brand) -> Wanted:
    """The kit of a month, with its texts in all languages and its explanations in one."""
    with translation.override(language):
        month = count_month(municipality, first)
        pieces = list(_pieces(municipality, month, brand))
        told = {one: _messages(municipality, first, one, brand) for one in kit_languages(municipality)}
        content = {
            "municipality": municipality.slug,
            "month": month_key(first),
            "counted": gettext("As of %(day)s") % {"day": day(month.last)},
            "stamp": month.last.isoformat(),
            "pieces": [piece.as_json() for piece in pieces],
            "texts": {one: [asdict(text) for text in texts_of(messages)] for one, messages in told.items()},
            "entries": [_as_json(entry) for entry in _entries(municipality, month, told[language])],
            "films": bool(ffmpeg_path()),
            "read_me": _read_me(municipality, month),
        }
    parts = tuple(piece.wanted for piece in pieces)
    return Wanted(KINDS["kits"], municipality.slug, month_key(first), language, brand.key, content, parts)


def kit_languages(municipality: Municipality) -> list[str]:
    """The languages of the texts: the official ones, Serbian in both scripts, and English for partners."""
    official = set(municipality.languages) | {languages.EN}
    if languages.SR in official:
        official.add(languages.SR_LATN)
    return [language for language in languages.ALL if language in official]


def _official(municipality: Municipality) -> list[str]:
    return [
        one for one in kit_languages(municipality) if one != languages.EN or one in municipality.languages
    ]


def _pieces(municipality: Municipality, month: Month, brand: Brand) -> Iterator[Piece]:
    """Films first, as they take longest."""
    if ffmpeg_path():
        for language in _official(municipality):
            if (
                language != languages.SR
            ):  # films speak the script that is read on phones; the other is one click away
                yield from _films(municipality, month, language, brand)
    for language in kit_languages(municipality):
        if month.says_something:
            wanted = card_wanted(municipality, month, language, brand)
            alt = f"{wanted.content['municipality']}, {wanted.content['period']}: " + " ".join(
                line["said"] for line in wanted.content["lines"]
            )
            yield Piece(wanted, f"{language}/cards/month", language, _names(wanted), alt)
        yield from _boards(municipality, month, language, brand)
    for language in _official(municipality):
        yield from _prints(municipality, language, brand)


def _boards(municipality: Municipality, month: Month, language: str, brand: Brand) -> Iterator[Piece]:
    """Infographics of the municipality and of its mayor's pledges, where there is enough to show."""
    subjects = {"reporting": municipality.slug}
    if promised := promised_in(municipality):
        subjects["glance"] = promised.slug
    for template, subject in subjects.items():
        try:
            content = content_of(Request(template, subject, language, brand=brand))
        except (NoSubject, NothingToShow):
            continue
        wanted = Wanted(KINDS["boards"], municipality.slug, template, language, brand.key, content)
        yield Piece(wanted, f"{language}/cards/{template}", language, _names(wanted), content["alt"])


def _names(wanted: Wanted) -> tuple[str, ...]:
    return tuple(output.name for output in wanted.kind.outputs)


def _films(municipality: Municipality, month: Month, language: str, brand: Brand) -> Iterator[Piece]:
    topic = MONTH if month.says_something else REPORT
    wanted = clip_wanted(topic, municipality, month.first, language, brand)
    if wanted is not None:
        said = " ".join(scene["said"] for scene in wanted.content["scenes"])
        yield Piece(wanted, f"{language}/films", language, _names(wanted), said)


def _prints(municipality: Municipality, language: str, brand: Brand) -> Iterator[Piece]:
    """Posters, stickers and leaflets for the whole municipality, posters and leaflets for places in it."""
    whole = poster_wanted(
        municipality, corner_of(spot_of(municipality=municipality.slug), language), language, brand
    )
    names = tuple(output.name for output in whole.kind.outputs if output.format == "pdf")
    yield Piece(whole, f"{language}/print", language, names)
    for corner in _corners(municipality, language):
        wanted = handout_wanted(municipality, corner, language, brand)
        yield Piece(wanted, f"{language}/print/{corner.key}", language, _names(wanted), place=corner.name)


def _corners(municipality: Municipality, language: str) -> list[Corner]:
    lines = break_down(Count(ask(municipality)), BREAKDOWNS["place"])
    known = [line.part.id for line in lines if line.part.key][:_PLACES]
    return [corner_of(spot_of(place=str(pk)), language) for pk in known]


def card_wanted(municipality: Municipality, month: Month, language: str, brand: Brand) -> Wanted:
    """The pictures of a month in a language."""
    with translation.override(language):
        lines = [
            card.Line("received", plain(month.reported), reported_in_words(month.reported)),
            card.Line("fixed", plain(month.repaired), repaired_in_words(month.repaired)),
            card.Line("in_progress", plain(month.open), open_in_words(month.open)),
        ]
        if month.rapid and month.rapid.value is not None:
            lines.append(card.Line("acknowledged", percentage(month.rapid.value), rapid_in_words(month)))
        page = absolute_url("insights:statistics", municipality.slug, language=language, brand=brand.key)
        made = card.Card(
            municipality=municipality.name,
            period=month_name(month.first),
            title=gettext("What was reported, what was fixed"),
            lines=tuple(lines),
            counted=gettext("As of %(day)s") % {"day": day(month.last)},
            address=short(page),
            words={"qr": gettext("QR code of the page with all figures")},
        )
        query = asked_of(municipality, month.first).query
    content = {**asdict(made), **ingredients(brand, language, f"{page}?{query}")}
    return Wanted(KINDS["cards"], municipality.slug, month.key, language, brand.key, content)


def _messages(municipality: Municipality, first: date, language: str, brand: Brand) -> list[Message]:
    with translation.override(language):
        return messages_of(municipality, first, language, brand)


def _entries(municipality: Municipality, month: Month, messages: list[Message]) -> list[Entry]:
    """Which message is posted on which day, and the day on which the posters are renewed."""
    by_topic = {message.topic: message for message in messages}
    plan = [topic for topic in _PLAN if topic in by_topic]
    days = posting_days(month.last, len(plan) + 1, calendar_of(municipality).is_working_day)
    entries = [
        Entry(on, topic, str(TOPICS[topic]), f"{by_topic[topic].sentences[0]}\n{by_topic[topic].url}")
        for on, topic in zip(days, plan, strict=False)
    ]
    hang = gettext("Hang up posters and lay out leaflets")
    return [
        *entries,
        Entry(days[-1], "print", hang, gettext("In the town hall, in shops, schools and at bus stops.")),
    ]


def _as_json(entry: Entry) -> dict[str, str]:
    return {**asdict(entry), "day": entry.day.isoformat(), "shown": day(entry.day)}


def _read_me(municipality: Municipality, month: Month) -> str:
    folders = (
        ("cards", gettext("pictures for posts: square, upright, story, wide")),
        ("films", gettext("short films with captions")),
        (
            "texts",
            gettext("a text for each network, and what each picture shows for people who cannot see it"),
        ),
        ("print", gettext("posters, stickers and leaflets, also for single places")),
    )
    lines = [
        f"{municipality.name}, {month_name(month.first)}",
        gettext("As of %(day)s") % {"day": day(month.last)},
        "",
        *(f"{name}: {what}" for name, what in folders),
        # Translators: a file with days in a kit of pictures and texts
        f"calendar.ics, calendar.csv: {pgettext('share kit', 'on which days to post what')}",
        "",
        gettext("All numbers are public, and everybody may use and pass on everything here: CC BY 4.0."),
    ]
    return "\n".join(lines) + "\n"
