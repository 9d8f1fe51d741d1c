"""The addresses of the API, and its guide for people."""
