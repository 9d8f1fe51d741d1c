"""What people may send about reports."""
