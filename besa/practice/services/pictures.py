"""The pictures of the practice reports. Worker only: drawing takes a while."""

from __future__ import annotations

from besa.practice.models import Course
from besa.practice.scenes import SCENES
from besa.reports.drawn_scenes import picture_of
from besa.reports.services.photos import forget_uploads, keep_upload
from besa.reports.services.practising import add_practice_photo


def draw_pictures(trainee_id: int) -> None:
    """Draw a picture for each practice report that is to have one; may be run twice."""
    course = Course.objects.select_related("trainee").filter(pk=trainee_id).first()
    if course is None:
        return
    for number, scene in enumerate(SCENES):
        if scene.photo:
            upload = keep_upload(picture_of(scene.category, number))
            if not add_practice_photo(trainee=course.trainee, key=scene.key, upload=upload):
                forget_uploads(uploads=[upload])
