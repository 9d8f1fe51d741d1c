"""Reads for Open311: plain values, ready to be written."""
