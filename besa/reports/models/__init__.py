"""Reports and all that belongs to them."""

from besa.reports.models.category import Category, CategoryRule, Question
from besa.reports.models.exposure import SearchText, StateCount, TileCount, TileStamp
from besa.reports.models.imports import ImportRun
from besa.reports.models.moderation import AbuseReport
from besa.reports.models.report import Report, Reporter
from besa.reports.models.story import Confirmation, MeToo, Photo, Transition, Update

__all__ = [
    "AbuseReport",
    "Category",
    "CategoryRule",
    "Confirmation",
    "ImportRun",
    "MeToo",
    "Photo",
    "Question",
    "Report",
    "Reporter",
    "SearchText",
    "StateCount",
    "TileCount",
    "TileStamp",
    "Transition",
    "Update",
]
