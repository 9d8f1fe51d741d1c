"""All public reports as files: their columns, and how each form is written."""
