"""Writes: keys for programs, and the reports they send."""
