"""What citizens do with what they send on a pledge: send, confirm, answer, take back. It goes into an inbox only."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from besa.core.challenge import Proof, spend
from besa.core.forgetting import Forgetting, Loss
from besa.core.idempotency import KeyTakenError, Submission, answer_before, claim
from besa.core.links import absolute_url
from besa.core.models import OutgoingMail
from besa.core.services import queue_mail
from besa.core.throttling import Bucket, ThrottledError, take
from besa.core.vouching import Sender, Trust
from besa.ledger.services import erase_subject
from besa.people.models import User
from besa.pledges import document_files
from besa.pledges.contributions import (
    REFUSALS,
    ContributionDraft,
    confirmation_of,
    secret_of,
    subject_of,
)
from besa.pledges.models import Contribution, Document, Pledge
from besa.pledges.models.contributions import OPEN
from besa.pledges.services.acting import Refused, Stale, tell
from besa.pledges.services.documents import forget_documents, keep_web_page
from besa.pledges.uids import new_uid

#: where a submission's key belongs
SCOPE = "pledge_evidence"
_TRUSTED = frozenset({Trust.SIGNED_IN, Trust.CONFIRMED_EMAIL})
#: uploads of a form that was never finished go after this
_UNFINISHED = timedelta(hours=24)


def send_contribution(
    *,
    pledge: Pledge,
    draft: ContributionDraft,
    documents: Sequence[Document],
    sender: Sender,
    trust: Trust,
    user: User | None = None,
    submission: Submission | None = None,
    proof: Proof | None = None,
    buckets: Sequence[Bucket] = (),
) -> Contribution:
    """Put it into the inbox of who monitors the pledge, or have its sender confirm it first, all or nothing.

    The same `submission` again gives what it made the first time. Raises Refused("no_inbox") where nobody can rate the
    pledge, KeyReusedError, ProofSpentError, ThrottledError.
    """
    if not takes_contributions(pledge):
        raise Refused("no_inbox")
    contribution = _made_of(pledge, draft, sender, trust, user)
    try:
        with transaction.atomic():
            if submission is not None:
                claim(submission, {"contribution": contribution.uid})
            if proof is not None:
                spend(proof)
            if not take(*buckets):
                raise ThrottledError
            contribution.save(force_insert=True)
            contribution.documents.set(documents)
            _record(contribution, "pledges.contribution_received", "citizen", files=len(documents))
            if contribution.state == Contribution.State.WAITING:
                _archive_page(contribution)
            _mail_receipt(contribution)
    except KeyTakenError:
        return _made_before(submission)
    return contribution


def takes_contributions(pledge: Pledge) -> bool:
    """Whether there is anybody who could make evidence of it."""
    return pledge.is_frozen and pledge.is_ratable and pledge.mandate.monitored_by_id is not None


def confirm_contribution(*, contribution: Contribution) -> bool:
    """The sender's address is confirmed; False when it had been, which is no error: people press twice."""
    with transaction.atomic():
        done = Contribution.objects.filter(pk=contribution.pk, state=Contribution.State.UNCONFIRMED).update(
            state=Contribution.State.WAITING, email_confirmed_at=timezone.now()
        )
        if done:
            _archive_page(contribution)
            _record(contribution, "pledges.contribution_confirmed", "citizen")
    contribution.refresh_from_db()
    return bool(done)


def send_receipt_again(*, contribution: Contribution) -> None:
    """The mail with the private link, and with the one that confirms, once more."""
    with transaction.atomic():
        _mail_receipt(contribution)


def answer_question(*, contribution: Contribution, text: str, documents: Sequence[Document] = ()) -> None:
    """Answer what a monitor asked, with more files or without. Raises Stale when nothing is asked any more."""
    if not text.strip() and not documents:
        raise Refused("no_answer")
    with transaction.atomic():
        moved = Contribution.objects.filter(pk=contribution.pk, state=Contribution.State.ASKED).update(
            state=Contribution.State.WAITING
        )
        if not moved:
            raise Stale
        contribution.questions.filter(answered_at__isnull=True).update(
            answer=text.strip(), answered_at=timezone.now()
        )
        contribution.documents.add(*documents)
        _record(contribution, "pledges.contribution_answered", "citizen", files=len(documents))
    contribution.refresh_from_db()


def erase_contribution(*, contribution: Contribution, role: str) -> bool:
    """Forget everything personal of it; False when that was done before. Raises Stale when somebody decided meanwhile.

    What was not accepted goes altogether, with its files. Of what was accepted the evidence stays, which names nobody.
    """
    accepted = contribution.state == Contribution.State.ACCEPTED
    state = Contribution.State.ACCEPTED if accepted else Contribution.State.ERASED
    with transaction.atomic():
        done = Contribution.objects.filter(
            pk=contribution.pk, state=contribution.state, erased_at__isnull=True
        ).update(
            state=state, text="", url="", seen_on=None, lat=None, lon=None, sender=None, email="", device="",
            link_salt="", email_confirmed_at=None, erased_at=timezone.now(),
        )  # fmt: skip
        if not done:
            return _was_erased(contribution)
        keys = () if accepted else forget_documents(documents=list(contribution.documents.all()))
        contribution.questions.all().delete()
        OutgoingMail.objects.filter(subject_key=subject_of(contribution)).delete()
        erase_subject(subject=subject_of(contribution), actor_role=role, municipality="")
    for key in keys:
        document_files.delete_all(key)
    contribution.refresh_from_db()
    return True


def erase_subject_again(subject: str, losses: Sequence[Loss]) -> None:
    """Erase what a restored backup brought back; nothing for a subject of another kind."""
    uid = subject.removeprefix("contribution:")
    if uid == subject:
        return
    for contribution in Contribution.objects.filter(uid=uid):
        erase_contribution(contribution=contribution, role="restore")


def forget_sender(forgetting: Forgetting) -> None:
    """Erase what somebody sent whose account goes (`account:12`), in that transaction."""
    number = forgetting.subject.removeprefix("account:")
    if number.isdecimal() and forgetting.everything:
        _erase_all(Contribution.objects.filter(sender=int(number)))


def forget_unconfirmed(before: datetime) -> int:
    """Erase what nobody confirmed; how many."""
    return _erase_all(
        Contribution.objects.filter(state=Contribution.State.UNCONFIRMED, received_at__lt=before)
    )


def forget_refused(before: datetime) -> int:
    """Erase what was not accepted; how many."""
    return _erase_all(Contribution.objects.filter(state=Contribution.State.REFUSED, decided_at__lt=before))


def forget_senders(before: datetime) -> int:
    """Forget who sent what became evidence; how many."""
    accepted = Contribution.objects.filter(state=Contribution.State.ACCEPTED, erased_at__isnull=True)
    return _erase_all(accepted.filter(decided_at__lt=before))


def sweep_uploads() -> int:
    """Delete files of forms that were never finished; how many. Runs regularly."""
    loose = Document.objects.filter(
        bare=True, contributions__isnull=True, created_at__lt=timezone.now() - _UNFINISHED
    )
    with transaction.atomic():
        keys = forget_documents(documents=list(loose[:200]))
    for key in keys:
        document_files.delete_all(key)
    return len(keys)


def tell_of_lost_file(*, document_id: int) -> None:
    """Tell senders that a file could not be read after all; they may still answer with another one."""
    waiting = Contribution.objects.filter(documents=document_id, state__in=OPEN).exclude(email="")
    for contribution in waiting.select_related("pledge__mandate__person", "pledge__mandate__monitored_by"):
        with transaction.atomic():
            mail_sender(contribution, "file", once=f"document:{document_id}")


def mail_sender(contribution: Contribution, what: str, *, once: str = "", **more: object) -> None:
    """Write to the sender, if they gave an address; in the caller's transaction. `what` names the template."""
    if not contribution.email:
        return
    link = absolute_url(
        "pledges:contribution",
        contribution.uid,
        secret_of(contribution),
        language=contribution.language,
        brand=contribution.brand,
    )
    mandate = contribution.pledge.mandate
    queue_mail(
        kind=f"pledges.contribution_{what}",
        subject_key=subject_of(contribution),
        recipient=contribution.email,
        template=f"pledges/mail/contribution_{what}.txt",
        context={
            "pledge": contribution.pledge,
            "person": mandate.person,
            "organisation": mandate.monitored_by,
            "link": link,
            "refusal": REFUSALS.get(contribution.refusal, ""),
            **more,
        },
        once=once,
        language=contribution.language,
        brand=contribution.brand,
    )


def _made_of(
    pledge: Pledge, draft: ContributionDraft, sender: Sender, trust: Trust, user: User | None
) -> Contribution:
    now, email = timezone.now(), sender.account_email or draft.email
    trusted = trust is not Trust.NOTHING
    return Contribution(
        uid=new_uid(),
        pledge=pledge,
        state=Contribution.State.WAITING if trusted else Contribution.State.UNCONFIRMED,
        text=draft.text.strip(),
        url=draft.url,
        seen_on=draft.seen_on,
        lat=draft.lat,
        lon=draft.lon,
        received_at=now,
        sender=user,
        email=email.lower(),
        email_confirmed_at=now if trust in _TRUSTED and email else None,
        device=sender.device,
        language=sender.language,
        brand=sender.brand,
        link_salt=secrets.token_hex(16),
    )


def _made_before(submission: Submission | None) -> Contribution:
    answer = answer_before(submission) if submission else None
    if answer is None:
        raise KeyTakenError
    return Contribution.objects.get(uid=answer["contribution"])


def _archive_page(contribution: Contribution) -> None:
    """Keep the page of its link as it is now: evidence is archived when it is found."""
    if contribution.url:
        contribution.documents.add(keep_web_page(url=contribution.url, by=None))


def _mail_receipt(contribution: Contribution) -> None:
    confirmation = ""
    if contribution.state == Contribution.State.UNCONFIRMED:
        confirmation = absolute_url(
            "pledges:confirm_contribution",
            contribution.uid,
            confirmation_of(contribution),
            language=contribution.language,
            brand=contribution.brand,
        )
    mail_sender(contribution, "received", confirmation=confirmation)


def _was_erased(contribution: Contribution) -> bool:
    """Nothing was changed: it is erased already; or somebody was faster, which raises Stale."""
    if Contribution.objects.filter(pk=contribution.pk, erased_at__isnull=True).exists():
        raise Stale
    return False


def _erase_all(found: Iterable[Contribution]) -> int:
    return sum(erase_contribution(contribution=one, role="system") for one in list(found))


def _record(contribution: Contribution, verb: str, role: str, **public: int | str) -> None:
    """A line that something happened to it, by its own name: which pledge it is about is known once it is accepted."""
    tell(verb, contribution.pledge.mandate, role, subject=subject_of(contribution), about=public)
