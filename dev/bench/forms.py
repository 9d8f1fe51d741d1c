"""The report form as a browser without JavaScript sends it, each time from another phone."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Callable
from io import BytesIO
from typing import Any

import numpy as np
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from PIL import Image

from besa.core.time_trap import SALT
from besa.places.models import Municipality, Place
from besa.reports.duplicates import similar_reports

_TEXT = "Gropë e thellë para shkollës, e rrezikshme për fëmijët."


class FormSender:
    """Sends a filled-in form; what a person does before is prepared outside the clock."""

    def __init__(self, slug: str, photo: Callable[[], SimpleUploadedFile] | None = None) -> None:
        municipality = Municipality.objects.get(slug=slug)
        self._places = itertools.cycle(Place.objects.filter(municipality=municipality).order_by("?"))
        self._photo = photo
        self._phone = Client()
        self._form: dict[str, Any] = {}

    def prepare(self) -> None:
        """Another phone, another place; what lies near was offered to this person and is something else."""
        place = next(self._places)
        # One client: a new one would load all middleware inside the clock, which a server does once.
        self._phone.cookies.clear()
        offered = similar_reports(lat=place.lat, lon=place.lon, category_key="pothole", text=_TEXT)
        shown_at = int((timezone.now().timestamp() - 60) * 1000)
        self._form = {
            "place": place.pk,
            "category": "pothole",
            "text": _TEXT,
            "email": f"{secrets.token_hex(8)}@besa.example",
            "stamp": signing.dumps(shown_at, salt=SALT),
            "key": secrets.token_urlsafe(18),
            "seen": ",".join(str(like.report.pk) for like in offered),
        }
        if self._photo:
            self._form["photos"] = [self._photo()]

    def send(self) -> HttpResponse:
        """RuntimeError when the form comes back."""
        answer = self._phone.post("/sq/report/", self._form)
        if answer.status_code != 302:
            raise RuntimeError(f"the form came back with {answer.status_code}")
        return answer


def large_photo() -> Callable[[], SimpleUploadedFile]:
    """A JPEG of about 4 MB and 12 megapixels, as phones make them: a fine pattern, hard to compress."""
    noise = np.random.default_rng(1).integers(0, 60, (3000, 4000, 3), dtype=np.uint8)
    out = BytesIO()
    Image.fromarray(noise).save(out, "JPEG", quality=60)
    content = out.getvalue()
    return lambda: SimpleUploadedFile("photo.jpg", content, "image/jpeg")
