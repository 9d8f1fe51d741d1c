"""What waits for one person, wherever it is done: see `core.registries.waiting`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Waits:
    """One line of somebody's list: what to do, with what, and where.

    `sign` is a symbol of icons.svg, `about` names the thing (in `language`, where it is somebody's own words).
    """

    sign: str
    task: str
    about: str
    url: str
    note: str = ""
    language: str = ""
