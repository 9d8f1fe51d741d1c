"""By when a municipality owes an answer and a repair, when it is late, and why."""

from besa.reports.deadlines.counting import Terms
from besa.reports.deadlines.explaining import Explanation, Line, explain, running_pause
from besa.reports.deadlines.history import History, deadlines_after, deadlines_of, histories_of, history_of
from besa.reports.deadlines.lateness import is_answer_late, is_late, is_repair_late, late
from besa.reports.deadlines.promises import Deadlines, Promise, deadlines_for, promise_at, promises_of

__all__ = [
    "Deadlines",
    "Explanation",
    "History",
    "Line",
    "Promise",
    "Terms",
    "deadlines_after",
    "deadlines_for",
    "deadlines_of",
    "explain",
    "histories_of",
    "history_of",
    "is_answer_late",
    "is_late",
    "is_repair_late",
    "late",
    "promise_at",
    "promises_of",
    "running_pause",
]
