"""What the demonstration shows: invented people, invented problems, real places."""
