"""What the social cards of pledges and mandates show."""
