"""Dates and numbers as in Serbian Cyrillic."""

from besa.core.formats.sr.formats import *  # noqa: F403  (a format module is its names)
