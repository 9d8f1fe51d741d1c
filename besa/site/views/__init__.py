"""Pages that join all apps."""
