"""What keeps the facts."""
