"""Reading of publications."""
