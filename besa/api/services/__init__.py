"""Writes: editions of the files with all public reports."""
