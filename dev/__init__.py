"""Tools for developing Besa: they are not part of what an installation runs."""
