"""What people may send about alerts."""
