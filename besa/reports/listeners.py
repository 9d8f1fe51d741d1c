"""What the worker does about reports after the fact. Each listener may run more than once."""

from __future__ import annotations

from besa.core.events import listen
from besa.reports.events import PhotoUploaded
from besa.reports.services.photos import draw_photo


@listen(PhotoUploaded)
def draw_uploaded_photo(event: PhotoUploaded) -> None:
    """Decode a new or newly blurred photo."""
    draw_photo(photo_id=event.photo)
