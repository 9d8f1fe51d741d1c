"""Where in a recording something is said."""

from __future__ import annotations


def moment_in_words(second: int) -> str:
    """A moment as players show it: 12:30, or 1:02:30."""
    minutes, seconds = divmod(second, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
