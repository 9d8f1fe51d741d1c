"""What is read of practice: what somebody has done, and how far they have come."""
