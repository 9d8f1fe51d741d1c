"""Pages of moderators, and of reporters and readers who want something gone."""

from django.urls import path

from besa.core import converters
from besa.reports.views import moderation, privacy, redaction

__all__ = ["converters", "urlpatterns"]

_REPORT = "desk/moderation/reports/<int:pk>/"
_PHOTO = "desk/moderation/photos/<int:pk>/"
_RECEIPT = "receipt/<slug:uid>/<slug:secret>/"

urlpatterns = [
    path("desk/moderation/", moderation.queue, name="moderation"),
    path(_REPORT, moderation.one_report, name="moderate_report"),
    path(f"{_REPORT}words/", redaction.remove_words, name="remove_words"),
    path(f"{_REPORT}erase/", moderation.erase, name="erase_report"),
    path(_PHOTO, moderation.one_photo, name="moderate_photo"),
    path(f"{_PHOTO}<photo_size:size>/", moderation.picture, name="moderated_picture"),
    path("reports/<int:pk>/abuse/", privacy.abuse, name="abuse"),
    path(f"{_RECEIPT}data/", privacy.data, name="own_data"),
    path(f"{_RECEIPT}erase/", privacy.erase_own, name="erase_own"),
]
