"""What a monitor writes on the spot, on a phone, perhaps without network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from besa.core.idempotency import Submission, hash_of, is_key
from besa.core.images import ACCEPT, gps_of
from besa.core.vouching import hash_of_upload
from besa.people.models import User
from besa.places.calendar import today_in
from besa.pledges.forms.mandates import DayField
from besa.pledges.forms.replying import SeveralFiles
from besa.pledges.method import MAX_TEXT
from besa.pledges.models import Pledge
from besa.pledges.refusals import REASONS
from besa.pledges.services.evidence import EvidenceDraft
from besa.pledges.services.visiting import KIND

MAX_PHOTOS: Final = 6
_BODY: Final = ("text", "happened_on", "place_name", "lat", "lon")


class VisitForm(forms.Form):
    """Photo, words, day, and the place: the phone's, the photo's, or written."""

    photos = forms.FileField(
        label=gettext_lazy("Photo"),
        required=False,
        widget=SeveralFiles(attrs={"accept": ACCEPT, "capture": "environment", "multiple": True}),
    )
    text = forms.CharField(
        label=gettext_lazy("What do you see?"),
        help_text=gettext_lazy("A sentence that everybody may read."),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Write in a sentence what it shows.")},
    )
    happened_on = DayField(label=gettext_lazy("Day of the visit"))
    place_name = forms.CharField(
        label=gettext_lazy("Place"),
        help_text=gettext_lazy("Needed where neither the phone nor the photo tells it."),
        max_length=200,
        required=False,
    )
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)

    def __init__(
        self, pledge: Pledge, data: QueryDict | None = None, photos: Sequence[UploadedFile[Any]] = ()
    ) -> None:
        today = today_in(pledge.mandate.municipality)
        super().__init__(data, initial={"happened_on": today}, auto_id=f"visit_{pledge.uid}_%s")
        self.pledge, self.sent_photos, self._today = pledge, list(photos), today
        self.fields["happened_on"].widget.attrs |= {"data-today": "", "max": today.isoformat()}

    def clean(self) -> dict[str, Any]:
        """A visit has a photo, a place, and a day that has come."""
        values = super().clean() or {}
        if not self.sent_photos:
            self.add_error("photos", str(REASONS["no_photo"]))
        elif len(self.sent_photos) > MAX_PHOTOS:
            self.add_error("photos", _("Send at most 6 photos."))
        if values.get("happened_on") and values["happened_on"] > self._today:
            self.add_error("happened_on", str(REASONS["evidence_in_future"]))
        if None in (values.get("lat"), values.get("lon")):
            found = next((place for place in map(gps_of, self.sent_photos[:MAX_PHOTOS]) if place), None)
            values["lat"], values["lon"] = found or (None, None)
        if self.sent_photos and values["lat"] is None and not values.get("place_name"):
            self.add_error("place_name", str(REASONS["no_place"]))
        return values

    def draft(self, language: str) -> EvidenceDraft:
        """For the service."""
        values = self.cleaned_data
        return EvidenceDraft(
            kind=KIND,
            happened_on=values["happened_on"],
            summary=values["text"],
            language=language,
            place_name=values["place_name"],
            lat=values["lat"],
            lon=values["lon"],
        )

    def submission(self, user: User) -> Submission | None:
        """Key and content of what was sent, by which a second sending is known; None without a proper key."""
        key = str(self.data.get("key", ""))
        if not is_key(key):
            return None
        content: dict[str, Any] = {name: self.data.get(name, "") for name in _BODY}
        content |= {"pledge": self.pledge.uid, "photos": [hash_of_upload(file) for file in self.sent_photos]}
        return Submission(f"visit:{user.pk}", key, hash_of(content))
