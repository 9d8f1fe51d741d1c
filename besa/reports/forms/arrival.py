"""A report form that has come in: where, what, which photos, and who vouches for it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _

from besa.core import geo
from besa.core.challenge import Proof, ProofSpentError, checked_proof
from besa.core.folding import fold
from besa.core.idempotency import KeyReusedError, Submission, answer_before, hash_of, is_key
from besa.core.images import ImageRefused
from besa.core.throttling import Bucket, ThrottledError
from besa.core.vouching import Sender, Trust, hash_of_upload, trust_in
from besa.reports.drafts import MAX_PHOTOS, ReportDraft
from besa.reports.duplicates import Likeness, similar_reports
from besa.reports.forms.submission import ReportForm
from besa.reports.models import Report
from besa.reports.queries.categories import categories_of
from besa.reports.queries.reporters import is_known_address
from besa.reports.queries.where import NowhereError, Spot, spot_of
from besa.reports.services.photos import KeptUpload, keep_upload, kept_upload
from besa.reports.services.submission import SCOPE, submit_report

_AREA_ZOOM = 12  # cells of some seven kilometres


class ComesBackError(Exception):
    """The form goes back filled in, with messages and an HTTP status."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


class LikelyDuplicatesError(Exception):
    """Reports that may be the same one; the person decides."""

    def __init__(self, likenesses: Sequence[Likeness]) -> None:
        super().__init__("likely duplicates")
        self.likenesses = likenesses


class Arrival:
    """One sent form. `deliver` makes the report, or raises what the person has to see first."""

    def __init__(self, data: QueryDict, files: Sequence[UploadedFile[Any]], sender: Sender) -> None:
        self.data = data
        self.files = files
        self.sender = sender
        self.uploads: list[KeptUpload] = []
        self.photo_errors: list[str] = []
        self.message = ""
        self.nowhere: NowhereError | None = None
        self.spot = self._find_spot()
        municipality = self.spot.municipality if self.spot else None
        self.categories = categories_of(municipality.pk if municipality else 0)
        self.form = ReportForm(
            data,
            categories=self.categories,
            needs_email=bool(municipality and not municipality.anonymous_reports)
            and not sender.account_email,
            needs_words=not (files or self._tokens),
        )

    def deliver(self) -> Report:
        """Make the report. Raises ComesBackError or LikelyDuplicatesError; photos are kept in both cases."""
        before = self._answered_before()
        if before is not None:
            return before
        self._keep_photos()
        if self.spot is None or not self.form.is_valid() or self.photo_errors:
            raise ComesBackError(422)
        self._require_vouching()
        self._ask_about_duplicates()
        try:
            return submit_report(
                draft=self.draft,
                device=self.sender.device,
                trust=self.trust,
                submission=self.submission,
                proof=self._proof if self.trust is Trust.PROOF_OF_WORK else None,
                buckets=self._buckets(),
                uploads=self.uploads,
            )
        except KeyReusedError:
            raise self._comes_back(409, _key_reused()) from None
        except ProofSpentError:
            raise self._comes_back(
                409, _("Something went wrong on the way. Send your report again.")
            ) from None
        except ThrottledError:
            raise self._comes_back(429, _too_many()) from None

    @cached_property
    def draft(self) -> ReportDraft:
        """The checked report; only when the form is valid and there is a spot."""
        assert self.spot is not None
        return self.form.draft(self.spot, language=self.sender.language, brand=self.sender.brand)

    @cached_property
    def submission(self) -> Submission | None:
        """Key and content, by which a retry is known; None when the form brought no proper key."""
        key = self.data.get("key", "")
        if not is_key(key):
            return None
        body: dict[str, Any] = {
            name: self.data.getlist(name)
            for name in sorted(self.data)
            if name in _BODY or name.startswith("q-")
        }
        body["photos"] = [*self._tokens, *(hash_of_upload(file) for file in self.files[: MAX_PHOTOS + 1])]
        return Submission(SCOPE, key, hash_of(body))

    @cached_property
    def trust(self) -> Trust:
        """What speaks for a person having sent this."""
        return trust_in(
            self.sender, self.data, proven=self._proof is not None, is_known=self._is_known_address
        )

    def _is_known_address(self) -> bool:
        return bool(self.draft.email) and is_known_address(self.draft.email, self.sender.device)

    @cached_property
    def _proof(self) -> Proof | None:
        return checked_proof(self.data.get("proof", ""), "report")

    @cached_property
    def _tokens(self) -> list[str]:
        """Photos that an earlier round kept and the person did not take away."""
        dropped = set(self.data.getlist("drop"))
        return [token for token in self.data.getlist("kept") if token not in dropped][: MAX_PHOTOS + 1]

    def _find_spot(self) -> Spot | None:
        try:
            return spot_of(
                lat=self.data.get("lat", ""),
                lon=self.data.get("lon", ""),
                place=self.data.get("place", ""),
                municipality=self.data.get("municipality", ""),
            )
        except NowhereError as nowhere:
            self.nowhere = nowhere
            return None

    def _answered_before(self) -> Report | None:
        if self.submission is None:
            return None
        try:
            answer = answer_before(self.submission)
        except KeyReusedError:
            self._keep_photos()
            raise self._comes_back(409, _key_reused()) from None
        return Report.objects.select_related("reporter").get(uid=answer["report"]) if answer else None

    def _keep_photos(self) -> None:
        kept = [kept_upload(token) for token in self._tokens]
        if None in kept:
            self.photo_errors.append(_("A photo you sent earlier is gone. Choose it again."))
        self.uploads = [upload for upload in kept if upload]
        if len(self.uploads) + len(self.files) > MAX_PHOTOS:
            self.photo_errors.append(_("A report can have 6 photos. Choose fewer."))
        for file in self.files[: max(0, MAX_PHOTOS - len(self.uploads))]:
            try:
                self.uploads.append(keep_upload(file))
            except ImageRefused as refused:
                self.photo_errors.append(f"{file.name}: {refused}")

    def _require_vouching(self) -> None:
        if self.trust is Trust.NOTHING and not self.draft.email:
            self.form.add_error(
                "email",
                _(
                    "Write your e-mail address: we send you a link, "
                    "and your report is published when you press the button there."
                ),
            )
            raise ComesBackError(422)

    def _ask_about_duplicates(self) -> None:
        if self.data.get("different") == "1":
            return
        seen = {int(text) for text in self.data.get("seen", "")[:200].split(",") if text.isdecimal()}
        likenesses = similar_reports(
            lat=self.draft.lat,
            lon=self.draft.lon,
            category_key=self.form.cleaned_data["category"],
            text=self.draft.text,
            seen=seen,
        )
        # The same form may have been sent twice at once: what looks like a duplicate is then this very report.
        if likenesses and self._answered_before() is None:
            raise LikelyDuplicatesError(likenesses)

    def _buckets(self) -> list[Bucket]:
        area = geo.key_of(self.draft.lat, self.draft.lon) >> 2 * (geo.KEY_ZOOM - _AREA_ZOOM)
        buckets = [
            Bucket(f"report:device:{self.sender.device}", per_hour=6, capacity=12),
            Bucket(f"report:area:{area}", per_hour=120, capacity=240),
        ]
        email = self.sender.account_email or self.draft.email
        if email:
            buckets.append(Bucket(f"report:email:{fold(email)}", per_hour=6, capacity=12))
        return buckets

    def _comes_back(self, status: int, message: str) -> ComesBackError:
        self.message = message
        return ComesBackError(status)


_BODY = frozenset(
    {
        "lat",
        "lon",
        "place",
        "municipality",
        "address",
        "category",
        "text",
        "name",
        "show_name",
        "email",
    }
)


def _key_reused() -> str:
    return _(
        "You have sent this form before, with other content. If this is another problem, send it again and it "
        "becomes a new report."
    )


def _too_many() -> str:
    return _(
        "Many reports have come from here in a short time. Nothing is lost: wait some minutes and send it again."
    )
