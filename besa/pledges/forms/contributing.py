"""What citizens send on a pledge, checked as everything is that strangers send."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from besa.core.challenge import Proof, ProofSpentError, checked_proof
from besa.core.folding import fold
from besa.core.idempotency import KeyReusedError, Submission, answer_before, hash_of, is_key
from besa.core.images import ImageRefused, gps_of
from besa.core.outward import OutwardError, check_address
from besa.core.throttling import Bucket, ThrottledError, take
from besa.core.vouching import Sender, Trust, hash_of_upload, trust_in
from besa.people.models import User
from besa.places.calendar import today_in
from besa.pledges.contributions import MAX_FILES, MAX_WORDS, ContributionDraft
from besa.pledges.documents import MAX_BYTES, DocumentRefused, refusal_text
from besa.pledges.forms.mandates import DayField
from besa.pledges.forms.replying import too_many_files
from besa.pledges.models import Contribution, Document, Pledge
from besa.pledges.queries.contributions import is_known_address
from besa.pledges.services.contributing import SCOPE, send_contribution
from besa.pledges.services.documents import keep_document

_SALT = "besa.pledges.kept-document"
_WORDS = {"rows": 4}


class ContributionForm(forms.Form):
    """The words, the link and the day; files are looked at beside it."""

    text = forms.CharField(
        label=gettext_lazy("What does it show?"),
        help_text=gettext_lazy("A few words: what, where, since when."),
        max_length=MAX_WORDS,
        widget=forms.Textarea(attrs=_WORDS),
        error_messages={"required": gettext_lazy("Write in a few words what it shows.")},
    )
    url = forms.URLField(
        label=gettext_lazy("Or a link"),
        help_text=gettext_lazy("We keep a copy of the page as it is today."),
        max_length=1000,
        required=False,
        assume_scheme="https",
    )
    seen_on = DayField(label=gettext_lazy("When was it so?"), required=False)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail"),
        help_text=gettext_lazy("If a monitor has a question. Your address is never shown to the public."),
        max_length=254,
        required=False,
        error_messages={"invalid": gettext_lazy("Write the address like this: name@example.com")},
    )

    def __init__(self, pledge: Pledge, *args: Any, has_files: bool = False, **values: Any) -> None:
        super().__init__(*args, **values)
        self._pledge, self._has_files = pledge, has_files

    def clean_url(self) -> str:
        """An address that could be fetched, as far as can be told without asking it."""
        url = str(self.cleaned_data["url"])
        try:
            if url:
                check_address(url)
        except OutwardError:
            raise forms.ValidationError(str(refusal_text("forbidden"))) from None
        return url

    def clean(self) -> dict[str, Any]:
        """Something can be looked at, and it has happened already."""
        values = super().clean() or {}
        if "url" in values and not values["url"] and not self._has_files:
            self.add_error("url", _("Add a photo, a document or a link: words alone cannot be checked."))
        if values.get("seen_on") and values["seen_on"] > today_in(self._pledge.mandate.municipality):
            self.add_error("seen_on", _("Choose today or an earlier day."))
        return values

    @property
    def draft(self) -> ContributionDraft:
        """For the service."""
        values = dict(self.cleaned_data)
        if values["lat"] is None or values["lon"] is None:
            values |= {"lat": None, "lon": None}
        return ContributionDraft(**{name: values[name] for name in self.base_fields})


class ComesBackError(Exception):
    """The form goes back filled in, with messages and an HTTP status."""

    def __init__(self, status: int, message: str = "") -> None:
        super().__init__(message)
        self.status, self.message = status, message


class Uploads:
    """Files of a sent form, kept at once so that a form that comes back still has them."""

    def __init__(self, data: QueryDict, files: Sequence[UploadedFile[Any]]) -> None:
        self.files = files
        dropped = set(data.getlist("drop"))
        self.tokens = [token for token in data.getlist("kept") if token not in dropped][: MAX_FILES + 1]
        self.documents: list[Document] = []
        self.errors: list[str] = []
        self.position: tuple[float, float] | None = None

    def __bool__(self) -> bool:
        return bool(self.tokens or self.files)

    @cached_property
    def marks(self) -> list[str]:
        """By what a second sending of the same files is known."""
        return [*self.tokens, *(hash_of_upload(file, MAX_BYTES) for file in self.files[: MAX_FILES + 1])]

    def keep(self) -> None:
        """Check all and keep the good ones; `errors` says what is wrong with the others."""
        kept = [_kept(token) for token in self.tokens]
        if None in kept:
            self.errors.append(_("A file you sent earlier is gone. Choose it again."))
        self.documents = [document for document in kept if document]
        if len(self.documents) + len(self.files) > MAX_FILES:
            self.errors.append(too_many_files(MAX_FILES))
        for file in self.files[: max(0, MAX_FILES - len(self.documents))]:
            self._keep(file)

    def _keep(self, file: UploadedFile[Any]) -> None:
        try:
            document = keep_document(file=file, by=None, bare=True)
        except (DocumentRefused, ImageRefused) as refused:
            self.errors.append(f"{file.name}: {refused}")
            return
        self.documents.append(document)
        if self.position is None and document.kind == Document.Kind.PHOTO:
            self.position = gps_of(file)


class Arrival:
    """One sent form on a pledge. `deliver` puts it into the inbox, or raises what the person has to see first."""

    def __init__(
        self,
        pledge: Pledge,
        data: QueryDict,
        files: Sequence[UploadedFile[Any]],
        sender: Sender,
        user: User | None,
    ) -> None:
        self.pledge, self.data, self.sender, self.user = pledge, data, sender, user
        self.uploads = Uploads(data, files)
        self.form = ContributionForm(pledge, data, has_files=bool(self.uploads))

    def deliver(self) -> Contribution:
        """Send it. Raises ComesBackError; files are kept then."""
        try:
            before = answer_before(self.submission) if self.submission else None
            if before is not None:
                return Contribution.objects.get(uid=before["contribution"])
            self._keep_files()
            if not self.form.is_valid() or self.uploads.errors:
                raise ComesBackError(422)
            self._require_vouching()
            return self._send()
        except KeyReusedError:
            if not self.uploads.documents:
                self.uploads.keep()
            raise ComesBackError(409, _reused()) from None
        except ProofSpentError:
            raise ComesBackError(409, _("Something went wrong on the way. Send it again.")) from None
        except ThrottledError:
            raise ComesBackError(429, _too_many()) from None

    def _keep_files(self) -> None:
        """Files are kept before all else is right, but not more from one device or on one pledge than is likely."""
        mine = Bucket(f"{SCOPE}:files:{self.sender.device}", per_hour=30, capacity=60)
        all_on_it = Bucket(f"{SCOPE}:files-on:{self.pledge.pk}", per_hour=300, capacity=600)
        if self.uploads.files and not take(mine, all_on_it):
            raise ThrottledError
        self.uploads.keep()

    def _send(self) -> Contribution:
        return send_contribution(
            pledge=self.pledge,
            draft=self.draft,
            documents=self.uploads.documents,
            sender=self.sender,
            trust=self.trust,
            user=self.user,
            submission=self.submission,
            proof=self._proof if self.trust is Trust.PROOF_OF_WORK else None,
            buckets=self._buckets(),
        )

    @cached_property
    def draft(self) -> ContributionDraft:
        """What is sent; where the photo was taken comes from the phone, else from the photo."""
        draft = self.form.draft
        if draft.lat is None and self.uploads.position:
            lat, lon = self.uploads.position
            return ContributionDraft(draft.text, draft.url, draft.seen_on, lat, lon, draft.email)
        return draft

    @cached_property
    def submission(self) -> Submission | None:
        """Key and content, by which a retry is known; None when the form brought no proper key."""
        key = self.data.get("key", "")
        if not is_key(key):
            return None
        body: dict[str, Any] = {name: self.data.get(name, "") for name in self.form.base_fields}
        return Submission(
            SCOPE, key, hash_of({**body, "pledge": self.pledge.uid, "files": self.uploads.marks})
        )

    @cached_property
    def trust(self) -> Trust:
        """What speaks for a person having sent this."""
        return trust_in(
            self.sender, self.data, proven=self._proof is not None, is_known=self._is_known_address
        )

    def _is_known_address(self) -> bool:
        email = self.form.cleaned_data["email"]
        return bool(email) and is_known_address(email, self.sender.device)

    @cached_property
    def _proof(self) -> Proof | None:
        return checked_proof(self.data.get("proof", ""), SCOPE)

    def _require_vouching(self) -> None:
        if self.trust is Trust.NOTHING and not self.draft.email:
            asks = _(
                "Write your e-mail address: we send you a link, and a monitor sees it once you press the button there."
            )
            self.form.add_error("email", asks)
            raise ComesBackError(422)

    def _buckets(self) -> list[Bucket]:
        buckets = [
            Bucket(f"{SCOPE}:device:{self.sender.device}", per_hour=6, capacity=12),
            Bucket(f"{SCOPE}:pledge:{self.pledge.pk}", per_hour=60, capacity=120),
        ]
        if email := self.sender.account_email or self.draft.email:
            buckets.append(Bucket(f"{SCOPE}:email:{fold(email)}", per_hour=6, capacity=12))
        return buckets


def token_of(document: Document) -> str:
    """What brings a kept file back with its form; worth nothing once something rests on the file."""
    return signing.Signer(salt=_SALT).sign(document.key)


def _kept(token: str) -> Document | None:
    try:
        key = signing.Signer(salt=_SALT).unsign(token)
    except signing.BadSignature:
        return None
    return Document.objects.filter(key=key, bare=True, contributions__isnull=True).first()


def _reused() -> str:
    return _("You have sent this form before, with other content. Send it again, and both are looked at.")


def _too_many() -> str:
    return _("Much was sent from here in a short time. Nothing is lost: wait some minutes and send it again.")


class AnswerForm(forms.Form):
    """What the sender says to a question."""

    text = forms.CharField(
        label=gettext_lazy("Your answer"),
        max_length=MAX_WORDS,
        required=False,
        widget=forms.Textarea(attrs=_WORDS),
    )
