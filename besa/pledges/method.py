"""The numbers of the method, under one version that is stored with every list, round and rating.

A change here is a new version: what was rated keeps the version it was rated by.
"""

from __future__ import annotations

from typing import Final

VERSION: Final = "1.0"

#: Krippendorff's α from which a round may be published as it is
ALPHA_PUBLISH: Final = 0.80
#: α from which a round may be published with a caveat, once it was coded anew; below it is not published
ALPHA_TENTATIVE: Final = 0.667
#: resamples of the confidence interval, and their seed: the same codings give the same interval for ever
BOOTSTRAP_SAMPLES: Final = 2_000
BOOTSTRAP_SEED: Final = 20_260_101

#: how long the mayor's office has to answer a draft, in working days of the municipality
REPLY_WORKING_DAYS: Final = 10
#: working days before the end at which the office is reminded
REPLY_REMINDERS: Final = (5, 1)

#: months between two rounds
ROUND_MONTHS: Final = 6
#: months after which a rating is shown as stale
STALE_MONTHS: Final = 9

#: longest texts, in letters
MAX_QUOTE: Final = 1_500
MAX_TEXT: Final = 4_000
MAX_REPLY: Final = 8_000
