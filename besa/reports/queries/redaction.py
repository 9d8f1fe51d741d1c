"""What a moderator looks through for words to remove, and what would be left of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from besa.core import languages
from besa.core.forgetting import Forgetting
from besa.reports.labels import role_label
from besa.reports.models import Change, Report, Update
from besa.reports.queries.changes import ChangeLine, changes_for_desk
from besa.reports.queries.given_answers import questions_about
from besa.reports.said import Words, words_about

#: what moderators read on the report's page
_IN_VIEW = frozenset({"report", "reporter", "update", "transition", "pause"})


@dataclass(frozen=True)
class Said:
    """One text: whose or what it is, and what is left of it, the same when none of it goes."""

    label: Promise | str
    text: str
    left: str
    language: str = ""
    at: datetime | None = None

    @property
    def loses(self) -> bool:
        """True when some of it goes."""
        return self.left != self.text


@dataclass(frozen=True)
class Spoken:
    """All texts about a report that moderators read; `unseen` are texts only others read that lose words too."""

    texts: list[Said]
    unseen: int

    @property
    def losing(self) -> list[Said]:
        """Those that lose words."""
        return [one for one in self.texts if one.loses]


def spoken_about(report: Report, passages: Sequence[str] = ()) -> Spoken:
    """What people wrote about a report, with what would be left without the passages. Fifteen queries at most."""
    forgetting = Forgetting("", tuple(passages))
    updates = {one.pk: one for one in Update.objects.filter(report=report)}
    texts: list[Said] = []
    unseen = 0
    for words in words_about(report):
        update = updates.get(words.pk) if words.place.kind == "update" else None
        hidden = update is not None and update.audience == Update.Audience.INTERNAL
        if hidden or words.place.kind not in _IN_VIEW:
            unseen += bool(passages) and forgetting.touches(words.value)
        else:
            texts += _said(report, words, update, forgetting if passages else None)
    return Spoken(texts, unseen)


def removals_of(report: Report) -> list[ChangeLine]:
    """When words were removed before, why and by whom."""
    if not Change.objects.filter(report=report, kind=Change.Kind.REDACTED).exists():
        return []
    return [line for line in changes_for_desk(report) if line.kind == Change.Kind.REDACTED]


def _said(report: Report, words: Words, update: Update | None, forgetting: Forgetting | None) -> list[Said]:
    values = words.value.items() if isinstance(words.value, dict) else [("", words.value)]
    asked = (
        {one.key: one.labels for one in questions_about(report)} if words.place.column == "answers" else {}
    )
    found = []
    for key, text in values:
        if not isinstance(text, str) or not text:
            continue
        label = languages.choose(asked[key]) if key in asked else _label(words, update)
        language = key if words.place.column == "texts" else _language(report, words, update)
        left = forgetting.left_of(text) if forgetting else text
        found.append(
            Said(
                label,
                text,
                left,
                languages.TAGS.get(language, language),
                update.created_at if update else None,
            )
        )
    return found


def _language(report: Report, words: Words, update: Update | None) -> str:
    if words.place.kind == "report":
        return report.language
    return update.language if update else ""


def _label(words: Words, update: Update | None) -> Promise | str:
    if update is not None:
        # Translators: above the words of an update; %(who)s is such as "the municipality" or "the reporter"
        return _("Update: %(who)s") % {"who": role_label(update.author_role)}
    labels = {
        "text": _("What was reported"),
        "address": _("Where it is"),
        "answers": _("An answer"),
        "name": _("Name of the reporter, shown to everybody"),
        "forwarded_to": _("To whom it was forwarded"),
        "body": _("For whom the municipality waits"),
    }
    return labels[words.place.column]
