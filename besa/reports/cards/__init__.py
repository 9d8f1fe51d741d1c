"""What the social cards of reports and municipalities show."""
