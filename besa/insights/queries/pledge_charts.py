"""The charts of a mandate's pledges: what they say and their numbers, always with the number of rated pledges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import get_language, gettext

from besa.insights.pledge_figures import PledgeCount
from besa.insights.series import Chart, Counted, Kind, Point, Series, Tone, Unit
from besa.insights.writing import plain
from besa.pledges.areas import AREAS
from besa.pledges.public_tally import LEVEL_TOKENS, parts_of, sentence_of
from besa.pledges.queries.bitemporal import tally_of
from besa.pledges.statuses import LEVEL_LABELS, STATUSES, Level, Status


@dataclass(frozen=True)
class PledgeFrame:
    """What all charts of one mandate share."""

    count: PledgeCount
    source_url: str

    def chart(self, key: str, sentence: str, points: Sequence[Point], **rest: Any) -> Chart:
        """Bars of the rated pledges."""
        asked = self.count.asked
        values: dict[str, Any] = {"unit": Unit.COUNT, "n": self.count.tally.scored, **rest}
        return Chart(
            key=key,
            kind=Kind.BARS,
            sentence=": ".join(filter(None, [asked.mandate.person.name, sentence.replace(" %", "\u00a0%")])),
            as_of=asked.known_at,
            source_url=self.source_url,
            language=get_language() or "",
            series=(Series("pledges", "", tuple(points)),),
            counted=Counted.PLEDGES,
            **values,
        )


def statuses(frame: PledgeFrame) -> Chart:
    """How many pledges are what, in the order of the statuses; then what is not rated yet."""
    tally = frame.count.tally
    points = [
        Point(part.key, part.label, part.n, state=part.token, tone=Tone.MAIN if part.n else Tone.FAINT)
        for part in parts_of(tally)
    ]
    return frame.chart(
        "pledge_statuses",
        sentence_of(tally),
        points,
        n=tally.total,
        of_points=gettext("Status"),
        of_values=gettext("Pledges"),
    )


def levels(frame: PledgeFrame) -> Chart:
    """The shares by GAP Institute's four levels, the highest first."""
    tally = frame.count.tally
    points = [
        Point(
            level.value,
            capfirst(str(LEVEL_LABELS[level])),
            tally.share_of_level(level),
            state=LEVEL_TOKENS[level],
        )
        for level in reversed(Level)
    ]
    return frame.chart(
        "pledge_levels",
        sentence_of(tally),
        points,
        unit=Unit.SHARE,
        of_points=gettext("Level of GAP Institute"),
        of_values=gettext("Share of the rated pledges"),
    )


def areas(frame: PledgeFrame) -> Chart:
    """What share of the rated pledges of each policy area is fulfilled, in the order of the areas' list."""
    points, token = [], STATUSES[Status.FULFILLED].token
    for key, area in AREAS.items():
        tally = tally_of(one for one in frame.count.standings if one.pledge.area == key)
        if tally.scored:
            share = tally.share(Status.FULFILLED)
            points.append(Point(key, str(area.label), share, n=tally.scored, state=token))
    tally = frame.count.tally
    words = {"n": plain(tally.by_status[Status.FULFILLED]), "of": plain(tally.scored)}
    return frame.chart(
        "pledge_areas",
        gettext("fulfilled by policy area: %(n)s of %(of)s rated pledges") % words,
        points,
        unit=Unit.SHARE,
        of_points=gettext("Policy area"),
        of_values=gettext("Fulfilled, of the rated pledges"),
    )
