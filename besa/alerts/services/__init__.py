"""Writes of alerts: who follows what, and what they are told."""
