"""Public pledges for other programs."""
