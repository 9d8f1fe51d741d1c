"""What the ledger's entries about programs mean, in words for everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.utils.functional import Promise, lazy

from besa.core import languages
from besa.ledger.verbs import register_verbs

_chosen = cast(Callable[[dict[str, str]], Promise], lazy(languages.choose, str))

register_verbs(
    {
        "open311.key_created": _chosen(
            {
                "sq": "Një programi iu dha leja të dërgojë raportime",
                "sr": "Један програм је добио дозволу да шаље пријаве",
                "en": "A program was allowed to send reports",
            }
        ),
        "open311.key_revoked": _chosen(
            {
                "sq": "Një programi iu hoq leja të dërgojë raportime",
                "sr": "Једном програму је одузета дозвола да шаље пријаве",
                "en": "A program may no longer send reports",
            }
        ),
    }
)
