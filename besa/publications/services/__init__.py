"""Writing to publications."""
