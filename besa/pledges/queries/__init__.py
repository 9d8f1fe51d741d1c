"""Everything that reads pledges."""
