"""A text goes in; its words, their stems and its stop words come out."""
