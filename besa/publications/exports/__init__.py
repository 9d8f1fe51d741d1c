"""Publications for other programs."""
