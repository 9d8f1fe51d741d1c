"""The card of a month: its numbers as a picture to share."""
