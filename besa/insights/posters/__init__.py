"""Posters and stickers "report it here", for promotion in town."""
