"""What is written about practice: the course, its reports, and what was learnt."""
