"""Lines, cells and markup trees go in; canonical text with its blocks comes out."""
