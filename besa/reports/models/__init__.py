"""Reports and all that belongs to them."""

from besa.reports.models.category import Category, CategoryRule, Question
from besa.reports.models.clock import (
    Deadline,
    DeadlineRule,
    EscalationStep,
    FixQuestion,
    Pause,
    PauseLimit,
    Reminder,
    Unit,
)
from besa.reports.models.exposure import DayCount, SearchText, StateCount, TileCount, TileStamp
from besa.reports.models.handling import Change, Mention
from besa.reports.models.imports import ImportRun
from besa.reports.models.moderation import AbuseReport
from besa.reports.models.report import Report, Reporter
from besa.reports.models.story import Confirmation, MeToo, Photo, Transition, Update
from besa.reports.models.template import ResponseTemplate, TemplateVersion

__all__ = [
    "AbuseReport",
    "Category",
    "CategoryRule",
    "Change",
    "Confirmation",
    "DayCount",
    "Deadline",
    "DeadlineRule",
    "EscalationStep",
    "FixQuestion",
    "ImportRun",
    "MeToo",
    "Mention",
    "Pause",
    "PauseLimit",
    "Photo",
    "Question",
    "Reminder",
    "Report",
    "Reporter",
    "ResponseTemplate",
    "SearchText",
    "StateCount",
    "TemplateVersion",
    "TileCount",
    "TileStamp",
    "Transition",
    "Unit",
    "Update",
]
