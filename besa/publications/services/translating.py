"""What a translation takes over from its original, and that it is still right."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from besa.people.models import User
from besa.publications.blocks import digest_of, shared_with
from besa.publications.models import Block, Edition
from besa.publications.queries.translations import original_block, original_of
from besa.publications.refusals import PublicationRefused
from besa.publications.services.acting import open_for


def confirm_translation(*, edition: Edition, uid: str, seen: int, source: str, by: User | None) -> None:
    """The words still say what the original says; what is no words is taken over from it.

    `source` is the digest of the original's block that was looked at. Raises PublicationRefused ("not_open",
    "not_a_translation", "no_block", "changed_meanwhile").
    """
    block = edition.blocks.filter(uid=uid).first()
    if block is None:
        raise PublicationRefused("no_block")
    original = original_block(edition, uid, block.kind)
    if original is None:
        raise PublicationRefused("not_a_translation")
    if source != digest_of(original.kind, original.data):
        raise PublicationRefused("changed_meanwhile")
    now = timezone.now()
    with transaction.atomic():
        open_for(edition, by, now)
        done = Block.objects.filter(pk=block.pk, version=seen).update(
            data=shared_with(block.kind, original.data, block.data),
            source_digest=source,
            version=F("version") + 1,
            changed_at=now,
            changed_by=by,
        )
        if not done:
            raise PublicationRefused("changed_meanwhile")


def bring_over(*, edition: Edition, by: User | None) -> int:
    """Take over the original's new blocks and its order; how many are new. The translation's own blocks come last.

    Raises PublicationRefused ("not_open", "not_a_translation").
    """
    original = original_of(edition)
    if original is None:
        raise PublicationRefused("not_a_translation")
    wanted, now = list(original.blocks.all()), timezone.now()
    with transaction.atomic():
        open_for(edition, by, now)
        own = {block.uid: block for block in edition.blocks.all()}
        new = [
            Block(
                edition=edition,
                uid=one.uid,
                rank=0,
                kind=one.kind,
                data=one.data,
                changed_at=now,
                changed_by=by,
            )
            for one in wanted
            if one.uid not in own
        ]
        known = {one.uid for one in wanted}
        there = own | {block.uid: block for block in new}
        ordered = [there[one.uid] for one in wanted] + [one for one in own.values() if one.uid not in known]
        for rank, block in enumerate(ordered, 1):
            block.rank = rank
        Block.objects.bulk_create(new)
        Block.objects.bulk_update([block for block in ordered if block.uid in own], ["rank"])
    return len(new)
