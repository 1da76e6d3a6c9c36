"""Files of rows go in; their tables and records come out."""
