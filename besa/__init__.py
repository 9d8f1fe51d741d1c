"""Besa: a word given and kept, in public."""

__version__ = "0.1.0"
