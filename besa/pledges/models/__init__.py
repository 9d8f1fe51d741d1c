"""All tables of pledges. What each means stands in its own module."""

from besa.pledges.models.assembly import Attendance, Ballot, Roll, Session, Vote, VoteCount
from besa.pledges.models.contributions import Contribution, Question
from besa.pledges.models.documents import Document, DocumentPage, Programme
from besa.pledges.models.evidence import Evidence
from besa.pledges.models.indicators import Indicator
from besa.pledges.models.offices import Mandate, Person, Post, PublicBody
from besa.pledges.models.pledge import Baseline, ConflictOfInterest, Criterion, Pledge
from besa.pledges.models.ratings import Correction, CorrectionDraft, Rating
from besa.pledges.models.replies import Reply, ReplyRequest
from besa.pledges.models.rounds import Adjudication, Assignment, Case, Coding, Round
from besa.pledges.models.series import SeriesPoint

__all__ = [
    "Adjudication",
    "Assignment",
    "Attendance",
    "Ballot",
    "Baseline",
    "Case",
    "Coding",
    "ConflictOfInterest",
    "Contribution",
    "Correction",
    "CorrectionDraft",
    "Criterion",
    "Document",
    "DocumentPage",
    "Evidence",
    "Indicator",
    "Mandate",
    "Person",
    "Pledge",
    "Post",
    "Programme",
    "PublicBody",
    "Question",
    "Rating",
    "Reply",
    "ReplyRequest",
    "Roll",
    "Round",
    "SeriesPoint",
    "Session",
    "Vote",
    "VoteCount",
]
