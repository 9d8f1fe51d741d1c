"""Reads about reports."""

from besa.reports.queries.public import public_reports

__all__ = ["public_reports"]
