"""Opening an epoch after a restore."""

from __future__ import annotations

from django.db import transaction

from besa.ledger.epochs import Epoch, kept_head, number_of, start_epoch
from besa.ledger.models import Checkpoint
from besa.ledger.services.recording import record

EPOCH_OPENED = "ledger.epoch_opened"


def open_epoch(*, reason: str, abandoned: str = "") -> Epoch:
    """Go on under a new name, because the database may lack entries that were already signed.

    `reason` is a key ("restored", "administrator"). `abandoned` is the last head known, when it is not the
    one kept on this machine; it is published in the epoch's entry and in the list of epochs.
    """
    note = abandoned or kept_head()
    origins = Checkpoint.objects.values_list("origin", flat=True).distinct()
    known = [number_of(origin) for origin in (*origins, note.partition("\n")[0])]
    epoch = start_epoch(after=max(known), abandoned=note)
    with transaction.atomic():
        record(
            verb=EPOCH_OPENED,
            subject=f"epoch:{epoch.number}",
            actor_role="administrator",
            municipality="",
            public={"reason": reason, "abandoned": note, "origin": epoch.origin, "vkey": epoch.vkey},
        )
    return epoch
