"""How far the coders of a round agreed, and on what they did not."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from besa.pledges.models import Adjudication, Coding, Round
from besa.pledges.reliability import Alpha, Metric, alpha_of
from besa.pledges.statuses import RATABLE, Level, level_of


class StillBlind(Exception):
    """The round is being coded: a figure about agreement would tell one coder what the other found."""


@dataclass(frozen=True)
class Agreement:
    """α over the statuses as they are, α over GAP's levels by their order, and why coders disagreed, by cause."""

    nominal: Alpha
    ordinal: Alpha
    wave: int
    causes: dict[str, int]


def reliability_of(round: Round, wave: int | None = None) -> Agreement:
    """Agreement in a wave of a round, the newest by default. Raises StillBlind while the round is being coded."""
    if round.state == Round.State.CODING:
        raise StillBlind
    wave = wave or round.wave
    by_case: dict[int, list[str]] = defaultdict(list)
    codings = Coding.objects.filter(case__round=round, wave=wave).order_by("pk")
    for case_id, status in codings.values_list("case_id", "status"):
        by_case[case_id].append(status)
    units = list(by_case.values())
    levels = [[level_of(status, begun=False) for status in unit] for unit in units]
    causes = Counter(
        Adjudication.objects.filter(case__round=round, wave=wave)
        .exclude(cause__in=(Adjudication.Cause.AGREED, Adjudication.Cause.AFTER_REPLY))
        .values_list("cause", flat=True)
    )
    return Agreement(
        nominal=alpha_of(units, [status.value for status in RATABLE]),
        ordinal=alpha_of(levels, [level.value for level in Level], Metric.ORDINAL),
        wave=wave,
        causes=dict(causes),
    )
