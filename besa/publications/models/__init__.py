"""Publications: a work, its languages, their blocks, and what became of them."""

from besa.publications.models.files import Attachment, Photo
from besa.publications.models.history import Approval, Correction, Revision
from besa.publications.models.renditions import Rendition
from besa.publications.models.together import Comment, Conflict
from besa.publications.models.works import Block, Edition, Publication

__all__ = [
    "Approval",
    "Attachment",
    "Block",
    "Comment",
    "Conflict",
    "Correction",
    "Edition",
    "Photo",
    "Publication",
    "Rendition",
    "Revision",
]
