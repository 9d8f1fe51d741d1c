"""Social cards of publications."""
