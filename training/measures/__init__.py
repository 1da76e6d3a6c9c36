"""A reader and development questions go in, scores come out."""
