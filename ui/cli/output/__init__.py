"""Results go in; text for a terminal, a progress bar or a file comes out."""
