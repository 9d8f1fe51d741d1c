"""What pages and files show of the figures."""
