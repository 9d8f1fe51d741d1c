"""Reads for the API: plain values, ready to be written as JSON."""
