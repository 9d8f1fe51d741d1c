"""Many people at once, over real HTTP on this machine alone, for a limited time."""
