"""By what a form is known that was sent before: the key that it was drawn with, and what stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from besa.core.idempotency import Submission, hash_of, is_key
from besa.core.vouching import hash_of_upload
from besa.people.models import User
from besa.reports.models import Report
from besa.reports.services.photos import MAX_PHOTOS

#: what may differ between two sendings of the same form
_BESIDE: Final = frozenset({"csrfmiddlewaretoken", "key", "owner", "query", "seen", "seen_at"})


def submission_of(
    data: QueryDict, files: Sequence[UploadedFile[Any]], report: Report, user: User, *, where: str
) -> Submission | None:
    """Key and content of a sent form; None when it brought no proper key. `where` is the page that it stood on."""
    key = data.get("key", "")
    if not is_key(key):
        return None
    content: dict[str, Any] = {name: data.getlist(name) for name in sorted(data) if name not in _BESIDE}
    content |= {"report": report.pk, "photos": [hash_of_upload(file) for file in files[: MAX_PHOTOS + 1]]}
    return Submission(f"{where}:{user.pk}", key, hash_of(content))
