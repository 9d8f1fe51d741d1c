"""What happened to reports, for whoever above wants to know."""

from __future__ import annotations

from dataclasses import dataclass, field

from besa.core.events import Event, event
from besa.core.forgetting import Cut


@event("reports.received")
@dataclass(frozen=True)
class ReportReceived(Event):
    """A report was made; it may still wait for a confirmation or a moderator.

    `again` is set, and another each time, when the reporter asks for the receipt once more.
    """

    report: int
    again: str = ""


@event("reports.published")
@dataclass(frozen=True)
class ReportPublished(Event):
    """A report can be seen by everyone from now on."""

    report: int


@event("reports.state_changed")
@dataclass(frozen=True)
class StateChanged(Event):
    """A report changed its state; `transition` says how."""

    report: int
    transition: int


@event("reports.changed")
@dataclass(frozen=True)
class ReportChanged(Event):
    """Something other than a report's state changed: who deals with it, where or what it is; see `models.Change`."""

    report: int
    change: int


@event("reports.colleague_mentioned")
@dataclass(frozen=True)
class ColleagueMentioned(Event):
    """An internal note names a colleague."""

    report: int
    mention: int


@event("reports.update_added")
@dataclass(frozen=True)
class UpdateAdded(Event):
    """Somebody wrote a public update without a change of state."""

    report: int
    update: int


@event("reports.update_shown")
@dataclass(frozen=True)
class UpdateShown(Event):
    """A moderator let through what the reporter had added; it was known to the municipality before."""

    report: int
    update: int


@event("reports.photo_uploaded")
@dataclass(frozen=True)
class PhotoUploaded(Event):
    """A photo waits for the worker."""

    photo: int


@event("reports.photo_files_orphaned")
@dataclass(frozen=True)
class PhotoFilesOrphaned(Event):
    """Photos were erased; their files, known by these random keys, must go too."""

    keys: list[str]


@event("reports.photo_refused")
@dataclass(frozen=True)
class PhotoRefused(Event):
    """A photo could not be used; its `refusal` says why."""

    photo: int


@event("reports.abuse_reported")
@dataclass(frozen=True)
class AbuseReported(Event):
    """A reader says that something on a report's page should not be there."""

    report: int
    abuse: int


@event("reports.erased")
@dataclass(frozen=True)
class ReportErased(Event):
    """All personal data of a report is gone; whoever keeps copies deletes them."""

    report: int
    uid: str


@event("reports.words_forgotten")
@dataclass(frozen=True)
class WordsForgotten(Event):
    """Words are gone from all rows, with a report or from it; their traces in files and indexes are to go now.

    `entry` is the hash of the ledger entry that tells of passages that were removed, `cuts` and `reason` what the list
    outside the database keeps of it; all empty when the whole report was erased.
    """

    report: int
    subject: str
    entry: str = ""
    cuts: list[Cut] = field(default_factory=list)
    reason: str = ""


@event("reports.follow_wanted")
@dataclass(frozen=True)
class FollowWanted(Event):
    """Somebody with the same problem wants to be told by mail; the address is not confirmed yet."""

    report: int
    email: str
    language: str
    brand: str


@event("reports.pause_ends_soon")
@dataclass(frozen=True)
class PauseEndsSoon(Event):
    """The clock of a report goes on by itself in a day; whoever paused it may act before."""

    pause: int


@event("reports.reminders_due")
@dataclass(frozen=True)
class RemindersDue(Event):
    """A step of a municipality's escalation was reached by some reports; `reminders` are their rows."""

    step: int
    reminders: list[int]


@event("reports.fix_question_due")
@dataclass(frozen=True)
class FixQuestionDue(Event):
    """Weeks after a report was called fixed nobody has said whether it is; ask once more."""

    report: int
    fixing: int


@event("reports.imported")
@dataclass(frozen=True)
class ReportsImported(Event):
    """Many reports have come at once, and no more of them will."""

    run: int
