"""What the worker does about publications after the fact. Each listener may run more than once."""

from __future__ import annotations

from besa.core.events import listen
from besa.publications.events import PhotoAdded
from besa.publications.services.files import draw_photo


@listen(PhotoAdded)
def draw_added_photo(event: PhotoAdded) -> None:
    """Draw a photo that came."""
    draw_photo(photo_id=event.photo)
