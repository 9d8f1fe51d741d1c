"""What an official sends from the desk."""
