"""Where words are posted: how long a text may be there, how the network counts, how many hashtags people bear.

Sources, as of November 2026. X: twitter-text, configuration 3 (280; code points 0–4351, 8192–8205, 8208–8223 and
8242–8247 weigh one, all others two; an address counts 23 whatever its length; an emoji of several code points counts
two there, and more here, so that a text is never too long). Instagram: caption 2,200, at most 30 hashtags (Instagram
Help Centre). Facebook: 63,206, folded after about 477. LinkedIn: post 3,000 (LinkedIn Help), folded after about 210.
TikTok: caption 2,200 UTF-16 code units (Content Posting API). Telegram: caption of a picture 1,024 UTF-16 code units
(Bot API). WhatsApp: caption of a picture 1,024 (Cloud API). Viber: 7,000 (Viber REST API). E-mail: subjects of
more than 60 characters are cut off on phones; the text has no limit, and 2,000 is what people read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

X_ADDRESS: Final = 23
_ADDRESS: Final = re.compile(r"https?://\S+")
_LIGHT: Final = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))


def utf16_units(text: str) -> int:
    """How long a text is in UTF-16, as most networks count."""
    return len(text.encode("utf-16-le")) // 2


def x_weight(text: str) -> int:
    """How long X takes a text to be."""
    addresses = len(_ADDRESS.findall(text))
    rest = unicodedata.normalize("NFC", _ADDRESS.sub("", text))
    return addresses * X_ADDRESS + sum(
        1 if any(first <= ord(letter) <= last for first, last in _LIGHT) else 2 for letter in rest
    )


@dataclass(frozen=True)
class Network:
    """A network: how many a text may count, how it counts, and how many hashtags are put under it.

    `shown` is how much people see before they open the rest; 0 where they see all.
    """

    key: str
    name: str
    most: int
    count: Callable[[str], int]
    hashtags: int
    shown: int = 0


NETWORKS: Final = {
    network.key: network
    for network in (
        Network("facebook", "Facebook", 63_206, utf16_units, 3, shown=477),
        Network("instagram", "Instagram", 2_200, utf16_units, 5, shown=125),
        Network("x", "X", 280, x_weight, 2),
        Network("linkedin", "LinkedIn", 3_000, utf16_units, 3, shown=210),
        Network("whatsapp", "WhatsApp", 1_024, utf16_units, 0),
        Network("viber", "Viber", 7_000, utf16_units, 0),
        Network("telegram", "Telegram", 1_024, utf16_units, 2),
        Network("tiktok", "TikTok", 2_200, utf16_units, 4),
        Network("email", "E-mail", 2_000, utf16_units, 0),
    )
}
#: of an e-mail's subject
SUBJECT: Final = 60
