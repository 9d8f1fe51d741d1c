"""Understands mail that comes in: who wrote it, what is new in it, whether a machine did. Reads, changes nothing."""
